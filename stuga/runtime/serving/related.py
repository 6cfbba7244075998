"""Records that point at a record: the first ten of each kind, on its page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from stuga.models.definition.document import Element, Model, Screen
from stuga.models.definition.reading import condition_at, text_at, texts_at
from stuga.models.json import JsonObject
from stuga.platform.errors import NotFoundError
from stuga.platform.ui.screens.detail_view import Related
from stuga.platform.ui.screens.list_state import Filter, ListState
from stuga.platform.ui.screens.list_view import Action, ListView
from stuga.platform.ui.screens.listing import columns_of, fields_of_list, row_of
from stuga.platform.ui.screens.system_titles import in_locale
from stuga.platform.ui.screens.values import Values
from stuga.runtime.records.commands import ListRecords
from stuga.runtime.records.listing import page_in
from stuga.runtime.records.sorting import sort_for
from stuga.runtime.serving.short_lists import Listed
from stuga.runtime.serving.visits import Visit

FEW: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Listed):
    """One kind of record that points here, by which field, and those found."""

    by: str


def parts_of(visit: Visit, screen: Screen, record_id: UUID) -> Iterator[Part]:
    """Yield a screen's related lists, as far as the actor may read them: two queries each."""
    for element in screen.walk():
        if element.type == "related":
            found = _part(visit, element, record_id)
            if found is not None:
                yield found


def _part(visit: Visit, element: Element, record_id: UUID) -> Part | None:
    key, by = text_at(element.raw, "model"), text_at(element.raw, "by")
    try:
        acting, model = visit.acting(key), visit.model(key)
    except NotFoundError:
        return None
    readable = acting.rights.whole_fields("read")
    if not acting.rights.may("read") or not readable.allow(by):
        return None
    where: JsonObject = {"field": by, _operator(model, by): str(record_id)}
    narrower = condition_at(element.raw, "filter")
    command = ListRecords(
        app=visit.app.key,
        model=key,
        now=visit.now,
        where={"all": [where, narrower]} if narrower else where,
        sort=sort_for(acting, texts_at(element.raw, "sort")),
        limit=FEW,
    )
    columns: JsonObject = {"columns": [*texts_at(element.raw, "columns")]}
    fields = fields_of_list(Screen.read(element.key, columns), model, acting.rights.told_fields())
    return Part(
        element=element,
        by=by,
        acting=acting,
        model=model,
        fields=[in_locale(one, visit.locale) for one in fields],
        page=page_in(acting, command),
    )


def _operator(model: Model, by: str) -> str:
    """Return how a field is asked for a record: it holds it alone, or among others."""
    field = model.field(by)
    return "contains" if field is not None and field.kind.name == "references" else "is"


def in_words(visit: Visit, part: Part, values: Values, record_id: UUID) -> Related:
    """Return a related list as the page shows it."""
    detail = visit.first_for(part.model.key, "detail", text_at(part.element.raw, "open"))
    whole = visit.first_for(part.model.key, "list") if part.page.next else ""
    title = part.element.title or part.model.title
    rows = [
        row_of(
            part.fields,
            str(one.id),
            one.told,
            values,
            link=visit.url(detail, one.id) if detail else "",
        )
        for one in part.page.records
    ]
    view = ListView(
        title=title,
        action="",
        columns=columns_of(part.fields, ListState(), "", sortable=()),
        rows=rows,
        actions=_new(visit, part, record_id),
    )
    state = ListState(filters=(Filter(part.by, _operator(part.model, part.by), str(record_id)),))
    return Related(title=title, list=view, all=state.link(visit.url(whole)) if whole else "")


def _new(visit: Visit, part: Part, record_id: UUID) -> list[Action]:
    """Offer to make a record that points at this one."""
    form = text_at(part.element.raw, "create")
    if not form or not part.acting.rights.may("create") or not visit.may_open(form, "form"):
        return []
    link = f"{visit.url(form)}?{part.by}={record_id}"
    return [Action(label=visit.adding(form), link=link, icon="plus")]
