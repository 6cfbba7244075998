"""Problems of what counts and lists other records: charts, metrics, related lists."""

from collections.abc import Generator, Mapping
from typing import Final

from stuga.models.definition.checks.conditions import Place, condition_problems
from stuga.models.definition.checks.naming import (
    fits,
    knows,
    unknown_field,
    unknown_model,
)
from stuga.models.definition.checks.nouns import kind_said
from stuga.models.definition.checks.problem import Problem, Problems, adding, error, warning
from stuga.models.definition.document import App, Element, Field, Model
from stuga.models.definition.kinds import MEASURED, Compared
from stuga.models.definition.reading import condition_at, object_at, text_at
from stuga.models.definition.saying import Phrase, Said, msgid, said

_DATES: Final = frozenset({Compared.DATE, Compared.MOMENT})
_MEASURES: Final[Mapping[str, frozenset[Compared]]] = {
    "sum": MEASURED,
    "avg": MEASURED,
    "min": _DATES | MEASURED,
    "max": _DATES | MEASURED,
}
_MISTAKEN: Final[Mapping[str, str]] = {
    "sum": msgid(
        "{where} takes the sum of “{field}”, which is no number. "
        "Choose a number field, or count the records."
    ),
    "avg": msgid(
        "{where} takes the average of “{field}”, which is no number. "
        "Choose a number field, or count the records."
    ),
    "min": msgid(
        "{where} takes the least of “{field}”, which is neither a number nor a date. "
        "Choose another field, or count the records."
    ),
    "max": msgid(
        "{where} takes the greatest of “{field}”, which is neither a number nor a date. "
        "Choose another field, or count the records."
    ),
}


def figure_problems(app: App, element: Element, where: Phrase) -> Problems:
    model = yield from shown_model(app, element, where)
    if model is None:
        return
    place = Place(model, f"{element.pointer}/filter", where)
    yield from condition_problems(condition_at(element.raw, "filter"), place)
    if element.type == "metric":
        yield from _measure(model, element, "value", where)
        target = text_at(element.raw, "open")
        if target:
            yield from fits(app, target, (model.key, "list"), f"{element.pointer}/open", where)
    else:
        yield from _measure(model, element, "y", where)
        yield from _axes(model, element, where)


def shown_model(
    app: App, element: Element, where: Phrase
) -> Generator[Problem, None, Model | None]:
    """Return the model that a part of a screen shows, if it is there; its title is checked too."""
    key = text_at(element.raw, "model")
    model = app.models.get(key)
    if not element.title:
        yield untitled(element, where)
    if model is None and key:
        yield unknown_model(app, key, f"{element.pointer}/model", where)
    return model


def untitled(element: Element, where: Phrase) -> Problem:
    """Warn of a part of a screen that says not what it is."""
    return warning(
        element.pointer,
        "title-missing",
        said("{where} has no title, so nobody can tell what it shows. Give it one.", where=where),
    )


def _measure(model: Model, element: Element, member: str, where: Phrase) -> Problems:
    for name, wanted in _MEASURES.items():
        key = text_at(object_at(element.raw, member), name)
        if not key:
            continue
        pointer = f"{element.pointer}/{member}/{name}"
        field = model.field(key)
        if not knows(model, key):
            yield unknown_field(model, key, pointer, where)
        elif field and field.privacy.encrypt:
            yield error(
                pointer,
                "encrypted-counted",
                said(
                    "{where} reckons with “{field}”, which is encrypted. Choose another field.",
                    where=where,
                    field=field.title,
                ),
            )
        elif field and field.kind.compared_as not in wanted:
            yield error(
                pointer,
                "measure-kind",
                Said(_MISTAKEN[name], {"where": where, "field": field.title}),
                adding(said("Count the records"), f"{element.pointer}/{member}", {"count": True}),
            )


def _axes(model: Model, element: Element, where: Phrase) -> Problems:
    x = element.raw.get("x")
    key, below = (text_at(x, "field"), "/field") if isinstance(x, dict) else (str(x or ""), "")
    yield from _group(model, key, f"{element.pointer}/x{below}", where)
    field = model.field(key)
    if isinstance(x, dict) and "bin" in x and field and field.kind.compared_as not in _DATES:
        yield error(
            f"{element.pointer}/x/bin",
            "chart-bin",
            said(
                "{where} groups “{field}” by time, but it is no date.",
                where=where,
                field=field.title,
            ),
            adding(said("Do not group by time"), f"{element.pointer}/x", key),
        )
    yield from _mark(element, field, where)
    color = text_at(element.raw, "color")
    if color:
        yield from _group(model, color, f"{element.pointer}/color", where)


def _mark(element: Element, field: Field | None, where: Phrase) -> Problems:
    """Warn of drawings that would be bars: a line without time, parts of what is no whole."""
    mark, pointer = text_at(element.raw, "mark"), f"{element.pointer}/mark"
    as_bars = adding(said("Draw bars"), pointer, "bar")
    if mark in {"line", "area"} and field and field.kind.compared_as not in _DATES:
        yield warning(
            pointer,
            "chart-line",
            said(
                "{where} draws a line, but “{field}” is no date, so bars are shown. "
                "Group by a date, or draw bars.",
                where=where,
                field=field.title,
            ),
            as_bars,
        )
    measured = object_at(element.raw, "y")
    if mark == "arc" and not measured.keys() & {"count", "sum"}:
        yield warning(
            pointer,
            "chart-ring",
            said(
                "{where} draws parts of a whole, but what it shows does not add up to one, "
                "so bars are shown. Count records or take a sum, or draw bars.",
                where=where,
            ),
            as_bars,
        )


def _group(model: Model, key: str, pointer: str, where: Phrase) -> Problems:
    field = model.field(key)
    if key and not knows(model, key):
        yield unknown_field(model, key, pointer, where)
    elif field and (not field.kind.grouped or field.privacy.encrypt):
        yield error(
            pointer,
            "chart-group",
            said(
                "{where} groups by “{field}” ({kind}), whose values are all different. "
                "Choose a choice, a yes/no, a date, a person or a reference.",
                where=where,
                field=field.title,
                kind=_kind(field),
            ),
        )


def _kind(field: Field) -> Phrase:
    return said("encrypted") if field.privacy.encrypt else kind_said(field.kind)
