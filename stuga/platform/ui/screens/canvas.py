"""What a drawing is made of: shapes, traces, labels and rules; text keeps its size on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

SERIES: Final = 7
"""How many series look different: six, and the rest."""
DASHES: Final = ("", "6 4", "2 4", "10 4 2 4", "12 4", "4 2", "1 3")
MARKERS: Final = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M-4-4h8v8h-8z",
    "M0-5L5 4H-5z",
    "M0-5.5L5.5 0L0 5.5L-5.5 0z",
    "M-1.5-5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z",
    "M0 5L5-4H-5z",
    "M-5-1.5h10v3h-10z",
)
PATTERNS: Final = (
    "",
    "M-2 2l4-4M0 8l8-8M6 10l4-4",
    "M2 2h2v2h-2zM6 6h2v2h-2z",
    "M-2 6l4 4M0 0l8 8M6-2l4 4",
    "M0 2h8M0 6h8",
    "M0 4h8M4 0v8",
    "M4 0v8",
)
"""Drawn over the fill of a series, in a tile of 8 by 8."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A mark: a rectangle in shares of the width, or a path at a place."""

    series: int
    title: str
    x: str
    y: float
    width: str = ""
    height: int = 0
    path: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """A line, or the area below it, in thousandths of the width."""

    series: int
    path: str
    is_filled: bool = False

    @property
    def dash(self) -> str:
        return "" if self.is_filled else DASHES[self.series]


@dataclass(frozen=True, slots=True)
class Label:
    x: str
    y: float
    words: str
    anchor: str = "start"
    style: str = "label"


@dataclass(frozen=True, slots=True)
class Rule:
    x1: str
    x2: str
    y1: float
    y2: float
    style: str = "scale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """A drawing ready to print.

    :ivar width: in px; 0 for all of the width there is
    :ivar traced: where traces lie: from the top, and how high
    """

    height: int
    width: int = 0
    shapes: Sequence[Shape] = field(default_factory=tuple)
    traces: Sequence[Trace] = field(default_factory=tuple)
    labels: Sequence[Label] = field(default_factory=tuple)
    rules: Sequence[Rule] = field(default_factory=tuple)
    traced: tuple[int, int] = (0, 0)


def percent(share: float) -> str:
    """Write a share of the width."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


def short(words: str, longest: int) -> str:
    """Cut words that a drawing has no room for."""
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
