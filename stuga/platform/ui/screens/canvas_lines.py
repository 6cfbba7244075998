"""Lines and areas over time: each series has a dash, a marker and its name at its end."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from babel import numbers

from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.canvas import (
    MARKERS,
    Canvas,
    Label,
    Rule,
    Shape,
    Trace,
    percent,
    short,
)
from stuga.platform.ui.screens.dashboard_view import Plot

TOP: Final = 26
HIGH: Final = 160
BOTTOM: Final = 26
APART: Final = 17  # px between the names at the ends
LEFT: Final = 0.1
RIGHT: Final = 0.97
BESIDE: Final = 0.07  # share of the width between an end and its name
LEAST_RIGHT: Final = 0.58
LONGEST: Final = 16
PHONE: Final = 300  # px that a chart has there
LETTER: Final = 6.5  # px
MOST_TICKS: Final = 4
_NICE: Final = (1.0, 2.0, 2.5, 5.0, 10.0)

_Values = Sequence[float | None]


def lines_of(plot: Plot, locale: Locale) -> Canvas:
    """Draw lines, or areas where the mark says so; areas of several series lie on each other."""
    timed = [row for row in plot.rows if not row.is_timeless]
    plot = replace(plot, rows=timed or plot.rows)
    several = len(plot.series) > 1
    tops, floors = _levels(plot, stacks=several and plot.mark == "area" and plot.adds_up)
    scale = _Scale([one for line in tops for one in line if one is not None], len(plot.rows))
    scale.right = _right_of(plot.series) if several else RIGHT
    filled = plot.mark == "area" and (plot.adds_up or not several)
    traces = [
        Trace(at, _area(scale, line, floors[at]), is_filled=True)
        for at, line in enumerate(tops)
        if filled
    ]
    traces += [Trace(at, _line(scale, line)) for at, line in enumerate(tops)]
    labels = [*_times(plot, scale), *_scale_words(plot, scale, locale)]
    labels += _names(plot, scale, tops) if several else _peaks(plot, scale, tops)
    return Canvas(
        height=TOP + HIGH + BOTTOM,
        shapes=[
            *_markers(plot, scale, tops),
            *(_end_markers(plot, scale, tops) if several else ()),
        ],
        traces=traces,
        labels=labels,
        rules=[
            Rule("0%", percent(scale.right + 0.02), scale.y(one), scale.y(one), _style(one))
            for one in scale.ticks
        ],
        traced=(TOP, HIGH),
    )


def _right_of(names: Sequence[str]) -> float:
    """Return where the lines end, so that the longest name beside them has room on a phone."""
    longest = max(len(short(name, LONGEST)) for name in names)
    return max(LEAST_RIGHT, 1 - BESIDE - longest * LETTER / PHONE)


def _style(tick: float) -> str:
    return "scale" if tick else "zero"


class _Scale:
    """Where values and places lie: values in px from the top, places in shares of the width."""

    right = RIGHT

    def __init__(self, values: Sequence[float], places: int) -> None:
        least, most = min([0.0, *values]), max([0.0, *values])
        self._step = _nice((most - least or 1.0) / MOST_TICKS)
        if all(float(one).is_integer() for one in values):
            self._step = _whole(self._step)
        self._low = math.floor(least / self._step) * self._step
        self._high = math.ceil(most / self._step) * self._step or self._step
        self._places = places

    @property
    def ticks(self) -> Sequence[float]:
        count = round((self._high - self._low) / self._step)
        return [self._low + at * self._step for at in range(count + 1)]

    def y(self, value: float) -> float:
        return round(TOP + self.inner(value), 1)

    def inner(self, value: float) -> float:
        """Return the place of a value within the traces' box."""
        return round(HIGH * (self._high - value) / (self._high - self._low), 1)

    def x(self, place: int) -> float:
        if self._places < 2:  # noqa: PLR2004  # one point stands in the middle
            return (LEFT + self.right) / 2
        return LEFT + (self.right - LEFT) * place / (self._places - 1)


def _nice(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next((one * power for one in _NICE if one * power >= step), 10.0 * power)


def _whole(step: float) -> float:
    """Return a step of whole numbers: nobody counts two and a half cases."""
    return step if step.is_integer() else math.floor(step) * 2.0 + 1.0


def _levels(plot: Plot, *, stacks: bool) -> tuple[list[_Values], list[Sequence[float]]]:
    """Return the upper edge of each series, and what it stands on."""
    floor = [0.0] * len(plot.rows)
    tops: list[_Values] = []
    floors: list[Sequence[float]] = []
    for at in range(len(plot.series)):
        marks = [row.marks[at] for row in plot.rows]
        line = [None if one is None else one.value for one in marks]
        floors.append(floor)
        if stacks:
            floor = [low + (one or 0.0) for low, one in zip(floor, line, strict=True)]
            tops.append(floor)
        else:
            tops.append(line)
    return tops, floors


def _runs(line: _Values) -> Iterator[list[int]]:
    """Yield the stretches in which every point has a value."""
    run: list[int] = []
    for place, value in enumerate(line):
        if value is None:
            if run:
                yield run
            run = []
        else:
            run.append(place)
    if run:
        yield run


def _line(scale: _Scale, line: _Values) -> str:
    return "".join("M" + "L".join(_points(scale, line, run)) for run in _runs(line))


def _area(scale: _Scale, line: _Values, floor: Sequence[float]) -> str:
    return "".join(
        "M" + "L".join([*_points(scale, line, run), *_points(scale, floor, run[::-1])]) + "z"
        for run in _runs(line)
    )


def _points(scale: _Scale, line: _Values, run: Sequence[int]) -> list[str]:
    return [f"{scale.x(at) * 1000:.1f} {scale.inner(line[at] or 0.0):g}" for at in run]


def _markers(plot: Plot, scale: _Scale, tops: Sequence[_Values]) -> Iterator[Shape]:
    for at, line in enumerate(tops):
        for place, value in enumerate(line):
            mark = plot.rows[place].marks[at]
            if value is None or mark is None:
                continue
            name = f"{plot.rows[place].label}, {plot.series[at]}" if plot.colors else ""
            title = f"{name or plot.rows[place].label}: {mark.text}"
            yield Shape(at, title, percent(scale.x(place)), scale.y(value), path=MARKERS[at])


def _times(plot: Plot, scale: _Scale) -> Iterator[Label]:
    """Yield the first and last time, and some between them, as many as a phone has room for."""
    last = len(plot.rows) - 1
    wide = max(len(row.label) for row in plot.rows) * LETTER + 8
    fit = int((scale.right - LEFT) * PHONE / wide)
    parts = max(1, min(fit - 1, 2 if len(plot.series) > 1 else 3))
    places = sorted({round(last * part / parts) for part in range(parts + 1)})
    for place in places:
        anchor = "start" if place == 0 < last else "end" if place == last > 0 else "middle"
        yield Label(
            percent(scale.x(place)), TOP + HIGH + 20, plot.rows[place].label, anchor, "tick"
        )


def _scale_words(plot: Plot, scale: _Scale, locale: Locale) -> Iterator[Label]:
    if plot.has_scale:
        for tick in scale.ticks[1:]:
            words = numbers.format_compact_decimal(tick, locale=locale.babel, fraction_digits=1)
            yield Label("0%", scale.y(tick) - 4, words, style="tick")


def _peaks(plot: Plot, scale: _Scale, tops: Sequence[_Values]) -> Iterator[Label]:
    """Yield the greatest and the last value of a single series."""
    known = [(value, place) for place, value in enumerate(tops[0]) if value is not None]
    if not known:
        return
    last = len(plot.rows) - 1
    top, end = max(known)[1], known[-1][1]
    places = {top, end} if abs(top - end) > last / 4 else {top}
    for place in sorted(places):
        mark = plot.rows[place].marks[0]
        value = tops[0][place]
        if mark is not None and value is not None:
            anchor = "start" if place < last / 8 else "end" if place > last * 7 / 8 else "middle"
            yield Label(percent(scale.x(place)), scale.y(value) - 10, mark.text, anchor, "value")


def _ends(scale: _Scale, tops: Sequence[_Values]) -> list[tuple[float, int]]:
    """Return where the name of each series stands: beside its end, none upon another."""
    wanted = []
    for at, line in enumerate(tops):
        known = [one for one in line if one is not None]
        wanted.append((scale.y(known[-1] if known else 0.0), at))
    wanted.sort()
    highest = TOP + HIGH - APART * (len(wanted) - 1)
    found: list[tuple[float, int]] = []
    for place, (y, at) in enumerate(wanted):
        above = found[-1][0] + APART if found else float(TOP)
        found.append((max(above, min(y, highest + APART * place)), at))
    return found


def _names(plot: Plot, scale: _Scale, tops: Sequence[_Values]) -> Iterator[Label]:
    for y, at in _ends(scale, tops):
        words = short(plot.series[at], LONGEST)
        yield Label(percent(scale.right + BESIDE), y + 4, words, style="small")


def _end_markers(plot: Plot, scale: _Scale, tops: Sequence[_Values]) -> Iterator[Shape]:
    for y, at in _ends(scale, tops):
        yield Shape(at, plot.series[at], percent(scale.right + 0.045), y, path=MARKERS[at])
