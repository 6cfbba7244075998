"""Bars in several colours: stacked where they add up to a whole, else below each other."""

from collections.abc import Iterator, Sequence
from typing import Final

from stuga.platform.ui.screens.canvas import Canvas, Label, Rule, Shape, percent, short
from stuga.platform.ui.screens.dashboard_view import Bar, Plot, PlotRow

STACKED: Final = 62  # px from bar to bar: a line of text, the bar, and what its parts are
THICKNESS: Final = 16
HEAD: Final = 26
GROUPED: Final = 34  # px for each bar of a group
LONGEST: Final = 34
LONGEST_PARTS: Final = 46


def bars_of(plot: Plot) -> Canvas:
    """Draw bars whose parts can be told apart without their colour."""
    return _stacked(plot) if plot.adds_up else _grouped(plot)


def _stacked(plot: Plot) -> Canvas:
    sums = [_both_sides(row) for row in plot.rows]
    least, most = min([0.0, *(low for low, _ in sums)]), max([0.0, *(high for _, high in sums)])
    span = most - least or 1.0
    shapes: list[Shape] = []
    labels: list[Label] = []
    for place, row in enumerate(plot.rows):
        top = place * STACKED
        shapes += _parts(row, plot.series, top + 24, least=least, span=span)
        labels.append(Label("0%", top + 16, short(row.label, LONGEST)))
        labels.append(Label("0%", top + 54, _told(row, plot.series), style="small"))
    return Canvas(
        height=STACKED * len(plot.rows),
        shapes=shapes,
        labels=labels,
        rules=_zero(-least / span, STACKED * len(plot.rows)) if least < 0 else (),
    )


def _both_sides(row: PlotRow) -> tuple[float, float]:
    values = [one.value for one in row.marks if one is not None]
    return sum(one for one in values if one < 0), sum(one for one in values if one > 0)


def _parts(
    row: PlotRow, series: Sequence[str], y: int, *, least: float, span: float
) -> Iterator[Shape]:
    below = above = 0.0
    for at, mark in enumerate(row.marks):
        if mark is None or not mark.value:
            continue
        start = above if mark.value > 0 else below + mark.value
        above, below = max(above, above + mark.value), min(below, below + mark.value)
        yield Shape(
            at,
            f"{row.label}, {series[at]}: {mark.text}",
            percent((start - least) / span),
            y,
            percent(abs(mark.value) / span),
            THICKNESS,
        )


def _told(row: PlotRow, series: Sequence[str]) -> str:
    told = [
        f"{name} {mark.text}"
        for name, mark in zip(series, row.marks, strict=True)
        if mark is not None and mark.value
    ]
    return short(" · ".join(told), LONGEST_PARTS)


def _grouped(plot: Plot) -> Canvas:
    values = [one.value for row in plot.rows for one in row.marks if one is not None]
    least, most = min([0.0, *values]), max([0.0, *values])
    span = most - least or 1.0
    shapes: list[Shape] = []
    labels: list[Label] = []
    top = 0
    for row in plot.rows:
        labels.append(Label("0%", top + 16, short(row.label, LONGEST)))
        top += HEAD
        for at, mark in enumerate(row.marks):
            if mark is None:
                continue
            labels.append(Label("0%", top + 12, short(plot.series[at], LONGEST), style="small"))
            labels.append(Label("100%", top + 12, mark.text, "end", "value"))
            shapes.append(_bar(row, plot.series[at], mark, at, top + 17, least=least, span=span))
            top += GROUPED
        top += 8
    rules = _zero(-least / span, top) if least < 0 else ()
    return Canvas(height=top, shapes=shapes, labels=labels, rules=rules)


def _bar(
    row: PlotRow, name: str, mark: Bar, at: int, y: int, *, least: float, span: float
) -> Shape:
    return Shape(
        at,
        f"{row.label}, {name}: {mark.text}",
        percent((min(mark.value, 0.0) - least) / span),
        y,
        percent(abs(mark.value) / span),
        10,
    )


def _zero(share: float, height: int) -> tuple[Rule, ...]:
    return (Rule(percent(share), percent(share), 0, height, "zero"),)
