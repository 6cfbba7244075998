"""What a dashboard shows: figures that someone has counted already."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

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


Element: TypeAlias = Metric | BarChart


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardView:
    """Elements in the order of the definition."""

    title: str
    elements: Sequence[Element] = field(default_factory=tuple)
    lead: str = ""
    mode: Mode = Mode.READ
