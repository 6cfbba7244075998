"""Parts of a whole as a ring: shares at its edge, names and figures beside it."""

import math
from collections.abc import Iterator
from typing import Final

from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.canvas import Canvas, Label, Shape
from stuga.platform.ui.screens.dashboard_view import Bar, Plot

WIDTH: Final = 280
HEIGHT: Final = 240
OUTER: Final = 92
INNER: Final = 54
EDGE: Final = 106
LEAST_TOLD: Final = 0.04


def arc_of(plot: Plot, locale: Locale) -> Canvas:
    """Draw a ring of the groups, from the top and with the clock."""
    parts = [(row.label, mark) for row in plot.rows for mark in row.marks if mark is not None]
    total = sum(mark.value for _, mark in parts) or 1.0
    shapes: list[Shape] = []
    labels: list[Label] = []
    start = 0.0
    for at, (label, mark) in enumerate(parts):
        share = mark.value / total
        if share <= 0:
            continue
        words = f"{label}: {mark.text} ({locale.percent(share)})"
        x, y = f"{WIDTH / 2:g}", HEIGHT / 2
        shapes.append(Shape(at, words, x, y, path=_wedge(start, share)))
        labels += _told(start + share / 2, locale.percent(share)) if share >= LEAST_TOLD else ()
        start += share
    return Canvas(height=HEIGHT, width=WIDTH, shapes=shapes, labels=labels)


def shares_of(plot: Plot, locale: Locale) -> list[tuple[str, Bar, str]]:
    """Return what stands beside the ring: label, mark, and share of the whole."""
    parts = [(row.label, mark) for row in plot.rows for mark in row.marks if mark is not None]
    total = sum(mark.value for _, mark in parts) or 1.0
    return [(label, mark, locale.percent(mark.value / total)) for label, mark in parts]


def _wedge(start: float, share: float) -> str:
    end = start + min(share, 0.9999)
    large = 1 if share > 0.5 else 0  # noqa: PLR2004  # more than half way round
    return (
        f"M{_at(start, OUTER)}A{OUTER} {OUTER} 0 {large} 1 {_at(end, OUTER)}"
        f"L{_at(end, INNER)}A{INNER} {INNER} 0 {large} 0 {_at(start, INNER)}z"
    )


def _at(share: float, radius: float) -> str:
    angle = 2 * math.pi * share
    return f"{radius * math.sin(angle):.2f} {-radius * math.cos(angle):.2f}"


def _told(middle: float, words: str) -> Iterator[Label]:
    angle = 2 * math.pi * middle
    x = WIDTH / 2 + EDGE * math.sin(angle)
    y = HEIGHT / 2 - EDGE * math.cos(angle) + 4
    sideways = math.sin(angle)
    anchor = "middle" if abs(sideways) < 0.3 else "start" if sideways > 0 else "end"  # noqa: PLR2004
    yield Label(f"{x:.1f}", round(y, 1), words, anchor, "small")
