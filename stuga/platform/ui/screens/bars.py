"""Where each bar of a chart lies, in shares of the width that the page gives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stuga.platform.ui.screens.dashboard_view import Bar, BarChart

ROW: Final = 44  # px from bar to bar: a line of text and the bar below it
THICKNESS: Final = 10
BASELINE: Final = 16
LONGEST_LABEL: Final = 34


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar as it is drawn; `width` and `x` are percentages of the drawing's width."""

    bar: Bar
    label: str
    x: str
    width: str
    y: int
    text_y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready to print: its height in px, its marks, and where zero is."""

    chart: BarChart
    height: int
    marks: Sequence[Mark]
    zero: str
    has_negative: bool


def drawing_of(chart: BarChart) -> Drawing:
    """Scale the bars so that the longest takes the whole width, zero included."""
    values = [bar.value for bar in chart.bars]
    least, most = min([0.0, *values]), max([0.0, *values])
    span = most - least or 1.0
    marks = [_mark(bar, place, least=least, span=span) for place, bar in enumerate(chart.bars)]
    return Drawing(
        chart=chart,
        height=ROW * len(marks),
        marks=marks,
        zero=_percent(-least / span),
        has_negative=least < 0,
    )


def _mark(bar: Bar, place: int, *, least: float, span: float) -> Mark:
    start = min(bar.value, 0.0)
    return Mark(
        bar=bar,
        label=_short(bar.label),
        x=_percent((start - least) / span),
        width=_percent(abs(bar.value) / span),
        y=place * ROW + BASELINE + 8,
        text_y=place * ROW + BASELINE,
    )


def _percent(share: float) -> str:
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


def _short(label: str) -> str:
    if len(label) <= LONGEST_LABEL:
        return label
    return label[: LONGEST_LABEL - 1].rstrip() + "…"
