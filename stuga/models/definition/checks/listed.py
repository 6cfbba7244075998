"""Problems of what lists other records: related lists, and short lists of pages."""

from collections.abc import Mapping

from stuga.models.definition.checks.conditions import Place, condition_problems
from stuga.models.definition.checks.figures import shown_model
from stuga.models.definition.checks.naming import fits, unknown, unknown_fields
from stuga.models.definition.checks.problem import Problems, warning
from stuga.models.definition.checks.sorting import index_it, sort_problems
from stuga.models.definition.conditions import fields_in
from stuga.models.definition.document import App, Element, Model, Screen
from stuga.models.definition.reading import condition_at, text_at, texts_at
from stuga.models.definition.saying import Phrase, said

_LINKED = frozenset({"reference", "references"})


def related_problems(app: App, screen: Screen, element: Element, where: Phrase) -> Problems:
    """Check a list of the records that point at the one shown."""
    other = yield from shown_model(app, element, where)
    if other is None:
        return
    by = text_at(element.raw, "by")
    field = other.field(by)
    if field is None or field.references != screen.model:
        pointing = [one.key for one in other.fields.values() if one.references == screen.model]
        yield unknown("reference", by, pointing, f"{element.pointer}/by", where)
    yield from _rows(other, element, where)
    leads = {"open": ("detail", "form"), "create": ("form",)}
    yield from _leading(app, other, element, leads, where)


def list_problems(app: App, element: Element, where: Phrase) -> Problems:
    """Check a short list: what it shows is there, and found by an index."""
    model = yield from shown_model(app, element, where)
    if model is None:
        return
    yield from _rows(model, element, where)
    yield from _unindexed(model, element, where)
    leads = {"open": ("detail", "form"), "all": ("list",)}
    yield from _leading(app, model, element, leads, where)


def _leading(
    app: App, model: Model, element: Element, leads: Mapping[str, tuple[str, ...]], where: Phrase
) -> Problems:
    """Check the screens that a list leads to: each is of its model, and of a type that fits."""
    for member, types in leads.items():
        target = text_at(element.raw, member)
        if target:
            yield from fits(app, target, (model.key, *types), f"{element.pointer}/{member}", where)


def _rows(model: Model, element: Element, where: Phrase) -> Problems:
    columns = texts_at(element.raw, "columns")
    named = {f"{element.pointer}/columns/{at}": one for at, one in enumerate(columns)}
    yield from unknown_fields(model, named, where)
    place = Place(model, f"{element.pointer}/filter", where)
    yield from condition_problems(condition_at(element.raw, "filter"), place)
    sort = texts_at(element.raw, "sort")
    yield from sort_problems(model, sort, f"{element.pointer}/sort", where)


def _unindexed(model: Model, element: Element, where: Phrase) -> Problems:
    """Warn of a filter that no index finds: the page would go through every record each time."""
    condition = condition_at(element.raw, "filter")
    for key in sorted(fields_in(condition)) if condition else ():
        field = model.fields.get(key)
        if field is None or key in model.index or field.kind.name in _LINKED:
            continue
        can = field.kind.slot is not None and not field.privacy.encrypt
        yield warning(
            f"{element.pointer}/filter",
            "filter-unindexed",
            said(
                "{where} is filtered by “{field}”, which is not indexed, so each reader of the "
                "page waits until every record is gone through. Index it.",
                where=where,
                field=field.title,
            ),
            index_it(model, key) if can else None,
        )
