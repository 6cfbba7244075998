"""What a dashboard shows: figures that someone has counted already."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from stuga.platform.ui.screens.short_list import ShortList
from stuga.platform.ui.widgets.control import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One number, in words already; `link` leads to the records behind it."""

    key: str
    title: str
    text: str
    note: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A mark: its length, and the same in words."""

    label: str
    value: float
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Bars by group, in the order given; `groups` and `values` head the data table.

    `more` counts the groups that were put together under "other".
    """

    key: str
    title: str
    groups: str
    values: str
    bars: Sequence[Bar]
    more: int = 0


@dataclass(frozen=True, slots=True)
class PlotRow:
    """A group of a chart: a mark for each of its colours, None where there is nothing to draw.

    :ivar is_timeless: whether its records lack the time, so that no line leads to it
    """

    label: str
    marks: Sequence[Bar | None]
    is_timeless: bool = False

    @property
    def link(self) -> str:
        """Where its records are listed; '' if nowhere."""
        return next((one.link for one in self.marks if one and one.link), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A line, an area, an arc, or bars in several colours.

    :ivar mark: `bar`, `line`, `area` or `arc`
    :ivar colors: names the second field; '' if there is only one series
    :ivar adds_up: whether the marks of a group are parts of a whole
    :ivar has_scale: whether plain numbers can stand at the axis
    """

    key: str
    title: str
    mark: str
    groups: str
    values: str
    series: Sequence[str]
    rows: Sequence[PlotRow]
    colors: str = ""
    adds_up: bool = True
    has_scale: bool = True
    more: int = 0
    is_in_time: bool = False


Element: TypeAlias = Metric | BarChart | Plot


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardView:
    """Elements in the order of the definition."""

    title: str
    elements: Sequence[Element] = field(default_factory=tuple)
    lists: Sequence[ShortList] = ()
    lead: str = ""
    as_of: str = ""
    pdf: str = ""  # where it is given as a PDF
    mode: Mode = Mode.READ
