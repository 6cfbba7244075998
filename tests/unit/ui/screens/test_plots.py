"""Lines, areas, rings and bars in colours: never told apart by colour alone, figures as a table."""

import itertools
import re
from dataclasses import replace

import pytest

from stuga.platform.ui import Locale
from stuga.platform.ui.screens.canvas import DASHES, MARKERS, PATTERNS, SERIES
from stuga.platform.ui.screens.dashboard_view import Bar, DashboardView, Plot, PlotRow
from stuga.platform.ui.screens.plots import plotted
from stuga.platform.ui.screens.rendering import render

MONTHS = ("Jan 2026", "Feb 2026", "Mar 2026")


def plot(mark: str, *rows: tuple[float | None, ...], adds_up: bool = True) -> Plot:
    series = ["Open", "Closed", "Other"][: len(rows[0])]
    return Plot(
        key="by_month",
        title="Cases by month",
        mark=mark,
        groups="Month",
        values="Cases",
        series=series,
        colors="State" if len(series) > 1 else "",
        rows=[
            PlotRow(label, [None if one is None else Bar(label, one, f"{one:g}") for one in row])
            for label, row in zip(MONTHS, rows, strict=False)
        ],
        adds_up=adds_up,
    )


def shown(one: Plot) -> str:
    return render(DashboardView(title="Overview", elements=[one], as_of="14:03"), Locale("en"))


@pytest.mark.parametrize("mark", ["bar", "line", "area", "arc"])
def test_every_mark_says_its_figure_and_a_table_says_them_all(mark: str) -> None:
    one = plot(mark, (4,), (9,), (1,))

    html = shown(one)

    titles = re.findall(r"<title>([^<]+)</title>", html)
    assert [title.partition(" (")[0] for title in titles] == [
        "Jan 2026: 4",
        "Feb 2026: 9",
        "Mar 2026: 1",
    ] or mark == "bar"
    assert html.count('<td data-kind="number">') == 3
    assert 'role="img" aria-label="' in html
    assert "style=" not in html


def test_figures_say_when_they_were_counted() -> None:
    assert "Figures as of 14:03." in shown(plot("line", (1,)))


def test_colours_are_told_by_patterns_and_words_too() -> None:
    html = shown(plot("bar", (4, 2), (0, 3)))

    assert '<ul class="chart-key">' in html
    assert "Open 4 · Closed 2" in html
    assert html.count('fill="url(#pattern-by_month-1)"') == 3, "the key and two bars"
    assert re.findall(r"<title>([^<]+)</title>", html) == [
        "Jan 2026, Open: 4",
        "Jan 2026, Closed: 2",
        "Feb 2026, Closed: 3",
    ]


def test_parts_of_a_bar_follow_each_other_and_the_longest_takes_the_width() -> None:
    shapes = plotted(plot("bar", (4, 4), (1, 1)), Locale("en")).canvas.shapes

    assert [(one.x, one.width) for one in shapes] == [
        ("0%", "50%"),
        ("50%", "50%"),
        ("0%", "12.5%"),
        ("12.5%", "12.5%"),
    ]


def test_what_does_not_add_up_is_not_piled_up() -> None:
    shapes = plotted(plot("bar", (4, 8), adds_up=False), Locale("en")).canvas.shapes

    assert [(one.x, one.width) for one in shapes] == [("0%", "50%"), ("0%", "100%")]
    assert shapes[0].y < shapes[1].y


def test_a_line_stops_where_nothing_is_known() -> None:
    canvas = plotted(plot("line", (4,), (None,), (2,)), Locale("en")).canvas

    assert canvas.traces[0].path.count("M") == 2
    assert len(canvas.shapes) == 2


def test_lines_end_in_their_names_and_none_lies_on_another() -> None:
    canvas = plotted(plot("line", (4, 4, 4), (5, 5, 5)), Locale("en")).canvas

    names = [one for one in canvas.labels if one.words in {"Open", "Closed", "Other"}]
    heights = sorted(one.y for one in names)
    assert len(names) == 3
    assert all(lower - upper >= 17 for upper, lower in itertools.pairwise(heights))
    assert len({one.dash for one in canvas.traces}) == 3


def test_areas_lie_on_each_other() -> None:
    canvas = plotted(plot("area", (4, 4), (4, 4)), Locale("en")).canvas

    filled = [one.path for one in canvas.traces if one.is_filled]
    assert len(filled) == 2
    tops = {one.series: one.y for one in canvas.shapes if one.title.startswith("Jan")}
    assert tops[1] < tops[0]


def test_a_ring_tells_shares_beside_it() -> None:
    html = shown(plot("arc", (3,), (1,)))

    assert "Jan 2026: 3 (75%)" in html
    assert '<span class="muted">25%</span>' in html


def test_a_ring_of_one_part_and_of_nothing_is_drawn() -> None:
    assert plotted(plot("arc", (3,)), Locale("en")).canvas.shapes[0].path.startswith("M0.00 -92")
    assert not plotted(plot("arc", (0,)), Locale("en")).canvas.shapes


def test_each_series_has_looks_of_its_own() -> None:
    for looks in (DASHES, MARKERS, PATTERNS):
        assert len(set(looks)) == SERIES


@pytest.mark.parametrize(("words", "told"), [("Jan 2026", 3), ("Week 10, 2026", 2)])
def test_times_are_as_many_as_do_not_meet_on_a_phone(words: str, told: int) -> None:
    one = plot("line", (4,), (5,), (6,))
    rows = [replace(row, label=words) for row in one.rows]
    labels = plotted(replace(one, rows=rows), Locale("en")).canvas.labels
    assert len([label for label in labels if label.words == words]) == told


def test_nobody_counts_a_quarter_of_a_case() -> None:
    drawn = plotted(plot("line", (1,)), Locale("en")).canvas

    assert [one.words for one in drawn.labels if one.x == "0%"] == ["1"]


def test_no_line_leads_to_records_without_a_time() -> None:
    one = plot("line", (4,), (9,), (1,))
    rows = [*one.rows[:2], replace(one.rows[2], label="Not filled in", is_timeless=True)]

    html = shown(replace(one, rows=rows))

    assert html.count("<title>") == 2
    assert '<th scope="row">Not filled in</th>' in html


def test_a_series_long_name_stands_whole_beside_its_end() -> None:
    one = replace(plot("line", (4, 1), (9, 2)), series=["Grant or support", "Permit"])

    drawn = plotted(one, Locale("en")).canvas

    assert "Grant or support" in [label.words for label in drawn.labels]
