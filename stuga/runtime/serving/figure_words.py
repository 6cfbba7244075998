"""Figures in words: metrics and charts as a page shows them, with ways to the records behind."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from stuga.models.definition.document import Field
from stuga.models.definition.kinds import Compared
from stuga.models.definition.reading import text_at
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.dashboard_view import Bar, BarChart, Metric, Plot, PlotRow
from stuga.platform.ui.screens.list_state import Filter
from stuga.platform.ui.screens.measures import measured_text
from stuga.platform.ui.screens.values import Values
from stuga.runtime.records.charting import ADDED
from stuga.runtime.serving.drilling import records_behind
from stuga.runtime.serving.figures import Counted
from stuga.runtime.serving.naming import values_for
from stuga.runtime.serving.visits import Visit

Shown: TypeAlias = Metric | BarChart | Plot


def in_words(visit: Visit, several: list[Counted]) -> list[Shown]:
    """Return metrics and charts as a page shows them: one query a model for names."""
    values = values_for(visit, [pair for one in several for pair in one.told()], linked=False)
    return [
        _metric(visit, one) if one.element.type == "metric" else _chart(visit, one, values)
        for one in several
    ]


def as_of(visit: Visit, several: Sequence[Counted]) -> str:
    """Say when the oldest of the figures was counted; '' where there are none."""
    return visit.locale.time(min(one.as_of for one in several)) if several else ""


def _metric(visit: Visit, one: Counted) -> Metric:
    element = one.element
    [[figure]] = one.charted.figures
    opened = text_at(element.raw, "open")
    return Metric(
        key=element.key,
        title=element.title or one.model.title,
        text=_figure_text(visit, one, figure or Decimal(0)),
        note=text_at(element.raw, "description"),
        link=records_behind(visit, one.model, one.where, wanted=opened) if opened else "",
    )


def _chart(visit: Visit, one: Counted, values: Values) -> BarChart | Plot:
    is_plain = one.mark == "bar" and one.color is None
    groups = one.by.title if one.by else one.model.title
    measured = one.of.title if one.of else visit.locale.text("Number of records")
    if is_plain:
        return BarChart(
            key=one.element.key,
            title=one.element.title or one.model.title,
            groups=groups,
            values=measured,
            bars=[row.marks[0] for row in _rows(visit, one, values) if row.marks[0] is not None],
            more=0 if one.bin else one.charted.rest,
        )
    return Plot(
        key=one.element.key,
        title=one.element.title or one.model.title,
        mark=one.mark,
        groups=groups,
        values=measured,
        colors=one.color.title if one.color else "",
        series=_series(visit, one, values) if one.color else [measured],
        rows=_rows(visit, one, values),
        adds_up=one.figure in ADDED,
        has_scale=one.of is None or one.of.kind.compared_as is not Compared.DURATION,
        more=one.charted.rest,
        is_in_time=bool(one.bin),
    )


def _series(visit: Visit, one: Counted, values: Values) -> list[str]:
    names = [_label(visit, one.color, value, values) for value in one.charted.colors]
    if one.charted.has_rest_color:
        names[-1] = visit.locale.text("Other")
    return names


def _rows(visit: Visit, one: Counted, values: Values) -> list[PlotRow]:
    rest_at = -1
    if one.charted.rest:
        rest_at = 0 if one.bin else len(one.charted.groups) - 1
    return [
        _row(visit, one, at, values, is_rest=at == rest_at) for at in range(len(one.charted.groups))
    ]


def _row(visit: Visit, one: Counted, at: int, values: Values, *, is_rest: bool) -> PlotRow:
    value, say = one.charted.groups[at], visit.locale.text
    if is_rest:
        label, link = say("Earlier") if one.bin else say("Other"), ""
    elif one.bin and isinstance(value, str):
        label, link = time_label(visit.locale, value, one.bin), ""
    else:
        label, link = _label(visit, one.by, value, values), _link(visit, one, value)
    marks = [
        None
        if figure is None
        else Bar(label, float(figure), _figure_text(visit, one, figure), link)
        for figure in one.charted.figures[at]
    ]
    return PlotRow(label, marks, is_timeless=bool(one.bin) and value is None and not is_rest)


def _link(visit: Visit, one: Counted, value: JsonValue) -> str:
    """Lead to the records of a group; empty fields lead nowhere."""
    if one.by is None or value is None or one.bin:
        return ""
    operator = "contains" if one.by.kind.name == "choices" else "is"
    return records_behind(
        visit, one.model, one.where, only=Filter(one.by.key, operator, str(value))
    )


def _label(visit: Visit, field: Field | None, value: JsonValue, values: Values) -> str:
    if field is None:
        return ""
    typed = _typed(field, value)
    return visit.locale.text("Not filled in") if typed is None else values.words(field, typed)


def time_label(locale: Locale, first: str, bin_: str) -> str:
    """Name a day, week, month, quarter or year by its first day."""
    day = date.fromisoformat(first)
    match bin_:
        case "week":
            year, week, _ = day.isocalendar()
            return locale.text("Week {week}, {year}", week=week, year=year)
        case "month":
            return locale.month(day)
        case "quarter":
            return locale.month(day, "yQQQ")
        case "year":
            return str(day.year)
        case _:
            return locale.date(day)


def _typed(field: Field, text: JsonValue) -> JsonValue:
    """Give a group's value its own type again."""
    if not isinstance(text, str):
        return text
    match field.kind.name:
        case "yes-no":
            return text == "true"
        case "integer":
            return int(Decimal(text))
        case "choices":
            return [text]
        case _:
            return text


def _figure_text(visit: Visit, one: Counted, figure: Decimal) -> str:
    """Write a figure as its field does: money with its currency, a mean with a few decimals."""
    rounded = round(figure, 2) if one.figure == "avg" else figure
    if one.of is None:
        return visit.locale.number(rounded)
    return measured_text(one.of, rounded, visit.locale)
