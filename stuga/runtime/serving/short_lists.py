"""Short lists of pages and dashboards: a few records of a model, as far as one may read them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.document import Element, Field, Model, Screen
from stuga.models.definition.reading import condition_at, text_at, texts_at
from stuga.models.json import JsonObject
from stuga.platform.errors import BadRequestError, NotFoundError
from stuga.platform.ui.screens.list_state import ListState
from stuga.platform.ui.screens.list_view import ListView
from stuga.platform.ui.screens.listing import columns_of, fields_of_list, row_of
from stuga.platform.ui.screens.short_list import ShortList
from stuga.platform.ui.screens.system_titles import in_locale
from stuga.platform.ui.screens.values import Values
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.commands import ListRecords
from stuga.runtime.records.listing import ListPage, page_in
from stuga.runtime.records.sorting import sort_for
from stuga.runtime.serving.naming import Told, values_for
from stuga.runtime.serving.visits import Visit

FEW: Final = 5
MOST: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An element with the records that it shows, not yet in words."""

    element: Element
    acting: Acting
    model: Model
    fields: Sequence[Field]
    page: ListPage

    def told(self) -> Iterator[Told]:
        """Yield what is to be written of the records."""
        for one in self.page.records:
            data = one.told
            yield from ((field, data.get(field.key)) for field in self.fields)


def listed(visit: Visit, screen: Screen) -> list[Listed]:
    """Return a screen's short lists; what its reader may not know is left out."""
    found = (_listed(visit, one) for one in screen.walk() if one.type == "list")
    return [one for one in found if one is not None]


def _listed(visit: Visit, element: Element) -> Listed | None:
    key = text_at(element.raw, "model")
    try:
        acting, model = visit.acting(key), visit.model(key)
        if not acting.rights.may("read"):
            return None
        page = page_in(acting, _command(visit, element, acting))
    except (NotFoundError, BadRequestError):
        return None
    columns: JsonObject = {"columns": [*texts_at(element.raw, "columns")]}
    fields = fields_of_list(Screen.read(element.key, columns), model, acting.rights.told_fields())
    return Listed(
        element=element,
        acting=acting,
        model=model,
        fields=[in_locale(one, visit.locale) for one in fields],
        page=page,
    )


def _command(visit: Visit, element: Element, acting: Acting) -> ListRecords:
    limit = element.raw.get("limit")
    return ListRecords(
        app=visit.app.key,
        model=acting.model.key,
        now=visit.now,
        where=condition_at(element.raw, "filter"),
        sort=sort_for(acting, texts_at(element.raw, "sort")),
        limit=max(1, min(limit, MOST)) if isinstance(limit, int) else FEW,
    )


def in_words(visit: Visit, found: Sequence[Listed]) -> dict[str, ShortList]:
    """Return short lists as the page shows them, by the pointers of their elements."""
    values = values_for(visit, (told for one in found for told in one.told()))
    return {one.element.pointer: _in_words(visit, one, values) for one in found}


def _in_words(visit: Visit, one: Listed, values: Values) -> ShortList:
    raw, model = one.element.raw, one.model.key
    detail = visit.opening(model, text_at(raw, "open"))
    whole = visit.first_for(model, "list", text_at(raw, "all"))
    rows = [
        row_of(
            one.fields,
            str(record.id),
            record.told,
            values,
            link=visit.url(detail, record.id) if detail else "",
        )
        for record in one.page.records
    ]
    view = ListView(
        title=one.element.title or one.model.title,
        action="",
        columns=columns_of(one.fields, ListState(), "", sortable=()),
        rows=rows,
    )
    return ShortList(
        key=one.element.key or one.element.pointer,
        list=view,
        all=visit.url(whole) if whole else "",
        empty=text_at(raw, "empty"),
    )
