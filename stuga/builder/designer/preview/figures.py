"""Made-up figures of dashboards and pages: as long and as many as real ones would be."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from stuga.builder.designer.preview.samples import AMOUNTS, sample_labels
from stuga.models.definition.document import App, Element, Field, Model, Screen
from stuga.models.definition.kinds import MEASURED
from stuga.models.definition.reading import object_at, text_at
from stuga.platform.ui import Locale
from stuga.platform.ui.screens.dashboard_view import Bar, BarChart, Metric, Plot, PlotRow
from stuga.platform.ui.screens.dashboard_view import Element as Figure
from stuga.platform.ui.screens.measures import measured_text
from stuga.platform.ui.screens.page_view import (
    Divider,
    Heading,
    LinkButton,
    Part,
    Text,
    Unknown,
)
from stuga.platform.ui.screens.short_list import ShortList
from stuga.platform.ui.screens.values import Values
from stuga.runtime.serving.figure_words import time_label
from stuga.runtime.serving.free_screens import image_of
from stuga.runtime.serving.picture_pages import PLACE

Lists = Mapping[str, ShortList]
COUNTS: Final = (42, 31, 17, 9, 4, 2)
MEASURES: Final = ("sum", "avg", "min", "max")
MONTHS: Final = ("2025-10-01", "2025-11-01", "2025-12-01", "2026-01-01")


def elements_of(app: App, screen: Screen, locale: Locale) -> Iterator[Figure]:
    """Yield the metrics and charts of a dashboard."""
    for at, element in enumerate(screen.walk()):
        model = app.models.get(text_at(element.raw, "model"))
        if model is None:
            continue
        if element.type == "metric":
            yield _metric(element, model, locale, at)
        elif element.type == "chart":
            yield _chart(app, element, model, locale)


def parts_of(app: App, screen: Screen, locale: Locale, lists: Lists, root: str) -> Iterator[Part]:
    """Yield the parts of a page of text.

    :param lists: the short lists, by the pointers of their elements
    :param root: what stands before every address of the tenant
    """
    for element in screen.elements:
        model = app.models.get(text_at(element.raw, "model"))
        match element.type:
            case "metric" if model is not None:
                yield _metric(element, model, locale)
            case "list" if element.pointer in lists:
                yield lists[element.pointer]
            case "image":
                yield image_of(element, f"{root}/apps/{app.key}/{PLACE}")
            case _:
                yield _part(element)


def _part(element: Element) -> Part:
    match element.type:
        case "heading":
            return Heading(element.title)
        case "text":
            return Text(text_at(element.raw, "text"))
        case "divider":
            return Divider()
        case "button":
            return LinkButton(element.title, "#", primary=element.raw.get("tone") == "primary")
        case other:
            return Unknown(other)


def _metric(element: Element, model: Model, locale: Locale, at: int = 0) -> Metric:
    measured = _measured(model, element, "value")
    total = sum(COUNTS[at % len(COUNTS) :])
    text = locale.number(total) if measured is None else _amount(measured, AMOUNTS[5], locale)
    return Metric(
        key=element.key or element.pointer,
        title=element.title or model.title,
        text=text,
        note=text_at(element.raw, "description"),
        link="#" if text_at(element.raw, "open") else "",
    )


def _chart(app: App, element: Element, model: Model, locale: Locale) -> BarChart | Plot:
    x = element.raw.get("x")
    key = x if isinstance(x, str) else text_at(object_at(element.raw, "x"), "field")
    field, measured = model.field(key), _measured(model, element, "y")
    labels = _groups(app, field, locale) if field else []
    mark, split = text_at(element.raw, "mark"), model.field(text_at(element.raw, "color"))
    if mark == "arc":
        split = None
    if mark in {"line", "area", "arc"} or split is not None:
        series = _groups(app, split, locale)[:6] if split else [element.title or model.title]
        return Plot(
            key=element.key or element.pointer,
            title=element.title or model.title,
            mark=mark or "bar",
            groups=field.title if field else "",
            values=measured.title if measured else model.title,
            colors=split.title if split else "",
            series=series,
            rows=[
                PlotRow(label, [_mark(at + more, measured, locale) for more in range(len(series))])
                for at, label in enumerate(labels[:6])
            ],
        )
    bars = [
        Bar(label, float(count), _amount(measured, count * 100, locale) if measured else str(count))
        for label, count in zip(labels, COUNTS, strict=False)
    ]
    return BarChart(
        key=element.key or element.pointer,
        title=element.title or model.title,
        groups=field.title if field else "",
        values=measured.title if measured else model.title,
        bars=bars,
    )


def _mark(at: int, measured: Field | None, locale: Locale) -> Bar:
    count = COUNTS[at * 5 % len(COUNTS)]
    text = _amount(measured, count * 100, locale) if measured else str(count)
    return Bar("", float(count), text)


def _measured(model: Model, element: Element, member: str) -> Field | None:
    """Return the field that is added up or compared; None where records are counted."""
    raw = object_at(element.raw, member)
    return next((field for one in MEASURES if (field := model.field(text_at(raw, one)))), None)


def _amount(field: Field, value: float, locale: Locale) -> str:
    if field.kind.compared_as not in MEASURED:
        return locale.date(date.fromisoformat(MONTHS[-1]))
    return measured_text(field, Decimal(repr(value)), locale)


def _groups(app: App, field: Field, locale: Locale) -> Sequence[str]:
    if field.choices:
        return [choice.title for choice in field.choices]
    if field.kind.name == "yes-no":
        return [Values(locale).words(field, value) for value in (True, False)]
    if field.kind.name in {"date", "date-time"}:
        return [time_label(locale, one, "month") for one in MONTHS]
    if field.kind.name in {"reference", "person"}:
        about = f"sample-{field.references or 'person'}-"
        return [words for key, words in sample_labels(app).items() if key.startswith(about)][:4]
    return [f"{field.title} {number}" for number in range(1, 5)]
