"""Which drawing a chart gets: bars, lines, an area or a ring, and what it is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.saying import msgid
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.canvas import Canvas
from stuga.platform.ui.screens.canvas_arc import arc_of, shares_of
from stuga.platform.ui.screens.canvas_bars import bars_of
from stuga.platform.ui.screens.canvas_lines import lines_of
from stuga.platform.ui.screens.dashboard_view import Bar, Plot

_ABOUT: Final = {
    "bar": msgid("Bar chart of {values} by {groups}; the figures follow as a table"),
    "line": msgid("Line chart of {values} by {groups}; the figures follow as a table"),
    "area": msgid("Area chart of {values} by {groups}; the figures follow as a table"),
    "arc": msgid("Ring chart of {values} by {groups}; the figures follow as a table"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plotted:
    """A chart ready to print.

    :ivar looks: whether fills are told apart by patterns
    :ivar shares: of a ring: what stands beside it
    """

    chart: Plot
    canvas: Canvas
    about: str
    looks: bool
    shares: Sequence[tuple[str, Bar, str]] = ()


def plotted(plot: Plot, locale: Locale) -> Plotted:
    """Draw a chart."""
    is_ring = plot.mark == "arc"
    return Plotted(
        chart=plot,
        canvas=_canvas(plot, locale),
        about=locale.text(_ABOUT[plot.mark], values=plot.values, groups=plot.groups),
        looks=is_ring or plot.mark == "bar",
        shares=shares_of(plot, locale) if is_ring else (),
    )


def _canvas(plot: Plot, locale: Locale) -> Canvas:
    match plot.mark:
        case "arc":
            return arc_of(plot, locale)
        case "line" | "area":
            return lines_of(plot, locale)
        case _:
            return bars_of(plot)
