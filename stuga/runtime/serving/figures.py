"""Metrics and charts: counted over the records their reader may see, then put in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from stuga.models.definition.document import Element, Field, Model, Screen
from stuga.models.definition.reading import condition_at, object_at, text_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import BadRequestError, NotFoundError
from stuga.platform.ui.screens.dashboard_view import Bar, BarChart, Metric
from stuga.platform.ui.screens.list_state import Filter
from stuga.platform.ui.screens.measures import measured_text
from stuga.platform.ui.screens.system_titles import in_locale
from stuga.platform.ui.screens.values import Values
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.aggregates import Aggregate, Group, Groups, figures_in
from stuga.runtime.serving.drilling import records_behind
from stuga.runtime.serving.naming import Told, values_for
from stuga.runtime.serving.visits import Visit

FIGURES: Final = ("count", "sum", "avg", "min", "max")
Shown: TypeAlias = Metric | BarChart


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An element of a dashboard with its figures, not yet in words."""

    element: Element
    acting: Acting
    model: Model
    by: Field | None
    bin: str
    of: Field | None
    figure: str
    where: JsonObject | None
    groups: Groups

    def told(self) -> Iterator[Told]:
        """Yield the values that the groups are named after."""
        if self.by is not None:
            yield from ((self.by, one.value) for one in self.groups.groups)


def counted(visit: Visit, screen: Screen) -> list[Counted]:
    """Return the figures of a screen; what its reader may not know is left out."""
    found = (_counted(visit, one) for one in screen.walk() if one.type in {"metric", "chart"})
    return [one for one in found if one is not None]


def _counted(visit: Visit, element: Element) -> Counted | None:
    """Return an element with its figures; None if they are not for this reader."""
    key = text_at(element.raw, "model")
    figure, of = _measure(element)
    by, bin_ = _axis(element)
    where = condition_at(element.raw, "filter")
    try:
        acting, model = visit.acting(key), visit.model(key)
        if not acting.rights.may("read"):
            return None
        command = Aggregate(
            app=visit.app.key,
            model=key,
            now=visit.now,
            by=by,
            bin=bin_,
            figure=figure,
            of=of,
            where=where,
        )
        groups = figures_in(acting, command)
    except (NotFoundError, BadRequestError):
        return None
    return Counted(
        element=element,
        acting=acting,
        model=model,
        by=_field(model, by, visit),
        bin=bin_,
        of=_field(model, of, visit),
        figure=figure,
        where=where,
        groups=groups,
    )


def _field(model: Model, key: str, visit: Visit) -> Field | None:
    found = model.field(key) if key else None
    return None if found is None else in_locale(found, visit.locale)


def _measure(element: Element) -> tuple[str, str]:
    """Return what is reckoned, and of which field."""
    raw = object_at(element.raw, "value" if element.type == "metric" else "y")
    for figure in FIGURES[1:]:
        if of := text_at(raw, figure):
            return figure, of
    return "count", ""


def _axis(element: Element) -> tuple[str, str]:
    """Return what is grouped by, and how wide a group of dates is."""
    raw = element.raw.get("x")
    if isinstance(raw, str):
        return raw, ""
    whole: JsonObject = raw if isinstance(raw, dict) else {}
    return text_at(whole, "field"), text_at(whole, "bin")


def in_words(visit: Visit, several: list[Counted]) -> list[Shown]:
    """Return metrics and charts as a page shows them: one query a model for names."""
    values = values_for(visit, [pair for one in several for pair in one.told()], linked=False)
    return [
        _metric(visit, one) if one.element.type == "metric" else _chart(visit, one, values)
        for one in several
    ]


def _metric(visit: Visit, one: Counted) -> Metric:
    element = one.element
    figure = one.groups.groups[0].figure if one.groups.groups else Decimal(0)
    opened = text_at(element.raw, "open")
    return Metric(
        key=element.key,
        title=element.title or one.model.title,
        text=_figure_text(visit, one, figure),
        note=text_at(element.raw, "description"),
        link=records_behind(visit, one.model, one.where, wanted=opened) if opened else "",
    )


def _chart(visit: Visit, one: Counted, values: Values) -> BarChart:
    by = one.by
    return BarChart(
        key=one.element.key,
        title=one.element.title or one.model.title,
        groups=by.title if by else one.model.title,
        values=one.of.title if one.of else visit.locale.text("Number of records"),
        bars=[_bar(visit, one, group, values) for group in one.groups.groups],
    )


def _bar(visit: Visit, one: Counted, group: Group, values: Values) -> Bar:
    text = _figure_text(visit, one, group.figure)
    if one.by is None:
        return Bar(label=one.model.title, value=float(group.figure), text=text)
    value = _typed(one.by, group.value)
    if value is None:
        label = visit.locale.text("Not filled in")
        return Bar(label=label, value=float(group.figure), text=text)
    operator = "contains" if one.by.kind.name == "choices" else "is"
    only = Filter(one.by.key, operator, str(group.value))
    link = "" if one.bin else records_behind(visit, one.model, one.where, only=only)
    return Bar(label=values.words(one.by, value), value=float(group.figure), text=text, link=link)


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
