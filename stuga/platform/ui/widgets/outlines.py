"""Where a place lies, drawn: a coarse outline of Norden or the world, and no outside map."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from stuga.models.definition.kinds.place import Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A piece of the earth, in degrees; `stretch` makes its degrees east as long as they look."""

    west: float
    east: float
    south: float
    north: float
    stretch: float
    step: float
    land: str

    @property
    def box(self) -> str:
        """The `viewBox` of a drawing of it."""
        width, height = (self.east - self.west) * self.stretch, self.north - self.south
        corner = (self.west * self.stretch, -self.north)
        return " ".join(_short(one) for one in (*corner, width, height))

    def holds(self, spot: Spot) -> bool:
        north, east = spot
        return self.south <= north <= self.north and self.west <= east <= self.east

    def lines(self) -> str:
        """Draw the net of degrees."""
        left, right = _short(self.west * self.stretch), _short(self.east * self.stretch)
        across = (f"M{left} {-y:g}H{right}" for y in _steps(self.south, self.north, self.step))
        down = (
            f"M{_short(x * self.stretch)} {-self.north:g}V{-self.south:g}"
            for x in _steps(self.west, self.east, self.step)
        )
        return "".join((*across, *down))


def _steps(first: float, last: float, step: float) -> Iterator[float]:
    at = -(-first // step) * step
    while at <= last:
        yield at
        at += step


def _short(number: float) -> str:
    return f"{number:.4g}"


@cache
def _outlines() -> tuple[Outline, ...]:
    text = (resources.files(__package__) / "outlines.json").read_text("utf-8")
    return tuple(Outline(**one) for one in json.loads(text).values())


def drawn(spot: Spot) -> Mapping[str, str]:
    """Return what a template draws: the smallest outline that holds the place, and the place."""
    outline = next(one for one in _outlines() if one.holds(spot))
    north, east = spot
    return {
        "box": outline.box,
        "land": outline.land,
        "net": outline.lines(),
        "x": _short(east * outline.stretch),
        "y": _short(-north),
        "dot": _short((outline.north - outline.south) / 40),
    }
