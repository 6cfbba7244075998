"""Dashboards and pages: figures in words beside every mark, and nothing inline."""

import re

from stuga.platform.ui import Locale
from stuga.platform.ui.screens.bars import drawing_of
from stuga.platform.ui.screens.dashboard_view import Bar, BarChart, DashboardView, Metric
from stuga.platform.ui.screens.page_view import (
    Divider,
    Heading,
    LinkButton,
    PageView,
    Text,
    Unknown,
)
from stuga.platform.ui.screens.rendering import render

CHART = BarChart(
    key="by-kind",
    title="By kind",
    groups="Kind",
    values="Cases",
    bars=[Bar("Permit <1>", 30, "30", "/list"), Bar("Complaint", 15, "15"), Bar("None", 0, "0")],
    more=2,
)


def test_the_longest_bar_takes_the_whole_width() -> None:
    marks = drawing_of(CHART).marks

    assert [(mark.x, mark.width) for mark in marks] == [("0%", "100%"), ("0%", "50%"), ("0%", "0%")]


def test_bars_below_zero_grow_the_other_way() -> None:
    chart = BarChart(
        key="k", title="T", groups="G", values="V", bars=[Bar("a", 30, "30"), Bar("b", -10, "-10")]
    )

    drawing = drawing_of(chart)

    assert drawing.zero == "25%"
    assert [(mark.x, mark.width) for mark in drawing.marks] == [("25%", "75%"), ("0%", "25%")]


def test_a_chart_of_nothing_but_zeros_or_of_nothing_is_drawn() -> None:
    zeros = BarChart(key="k", title="T", groups="G", values="V", bars=[Bar("a", 0, "0")])
    nothing = BarChart(key="k", title="T", groups="G", values="V", bars=[])

    assert drawing_of(zeros).marks[0].width == "0%"
    assert "Nothing to count yet." in render(
        DashboardView(title="D", elements=[nothing]), Locale("en")
    )


def test_every_mark_says_its_figure_and_a_table_says_them_all(english: Locale) -> None:
    html = render(DashboardView(title="Overview", elements=[CHART]), english)

    assert re.findall(r"<title>([^<]+)</title>", html)[0] == "Permit &lt;1&gt;: 30"
    assert html.count('class="chart-value"') == 3
    assert '<a href="/list">Permit &lt;1&gt;</a></th><td data-kind="number">30</td>' in html
    assert "2 more groups are counted under Other." in html
    assert "style=" not in html


def test_a_long_label_is_cut_in_the_drawing_and_whole_in_the_table(english: Locale) -> None:
    label = "A kind with a name that no drawing has room for"
    chart = BarChart(key="k", title="T", groups="G", values="V", bars=[Bar(label, 1, "1")])

    html = render(DashboardView(title="D", elements=[chart]), english)

    assert f'<th scope="row">{label}</th>' in html
    assert "A kind with a name that no drawin…</text>" in html


def test_a_figure_leads_to_its_records(english: Locale) -> None:
    metric = Metric(key="open", title="Open", text="1,240", note="12 more", link="/inbox")

    html = render(DashboardView(title="D", elements=[metric]), english)

    assert '<a href="/inbox">1,240<span class="visually-hidden">, Open</span></a>' in html
    assert "12 more" in html


def test_a_page_shows_its_parts_and_no_foreign_html(english: Locale) -> None:
    source = "Hello **you** <script>alert(1)</script>\n\n- one\n\n[in](/a) [no](javascript:x)"
    parts = [Text(source), Heading("More"), Divider(), LinkButton("Go", "/go"), Unknown("x")]

    html = render(PageView(title="About", parts=parts), english)

    assert "<strong>you</strong>" in html
    assert "<li>one</li>" in html
    assert '<a href="/a">in</a>' in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<h2>More</h2>" in html
    assert "This part cannot be shown here." in html


def test_a_long_figure_is_set_smaller() -> None:
    texts = ("13", "SEK 38,000.00", "SEK 1,539,330.00")
    metrics = [Metric(key=str(at), title="Worth", text=text) for at, text in enumerate(texts)]

    html = render(DashboardView(title="Overview", elements=metrics), Locale("en"))

    assert re.findall(r'metric-text"([^>]*)>', html) == [
        "",
        ' data-long="long"',
        ' data-long="longest"',
    ]
