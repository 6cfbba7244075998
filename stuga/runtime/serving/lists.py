"""The page of a list: its state as the address says it, its rows in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from stuga.models.definition.conditions import fields_in
from stuga.models.definition.document import SYSTEM_FIELDS, Field, Fields, Model, Screen
from stuga.models.definition.reading import text_at
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import ActorKind
from stuga.platform.errors import BadRequestError
from stuga.platform.ui.screens.column_choice import column_choice
from stuga.platform.ui.screens.list_filters import Filters
from stuga.platform.ui.screens.list_state import ListState
from stuga.platform.ui.screens.list_view import Action, Empty, ListView, Many
from stuga.platform.ui.screens.listing import (
    columns_of,
    count_text,
    fields_of_list,
    rows_of,
)
from stuga.platform.ui.screens.system_titles import in_locale
from stuga.platform.ui.screens.values import RELATIONS
from stuga.platform.ui.widgets import Option
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.commands import ListRecords
from stuga.runtime.records.listing import ListPage, page_in
from stuga.runtime.records.sorting import sort_for, sortable
from stuga.runtime.records.stored import Shown
from stuga.runtime.serving.naming import Told, told_by, values_for
from stuga.runtime.serving.not_indexed import slow_words
from stuga.runtime.serving.options import Offer, offer_for
from stuga.runtime.serving.saved_views import views_of
from stuga.runtime.serving.visits import Visit

ROWS: Final = 50
MOST_CHOICES: Final = 200


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The state is better said by another address, from the tenant's root."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    """Someone at a list."""

    visit: Visit
    screen: Screen
    acting: Acting
    model: Model
    filters: Filters
    offer: Offer

    @property
    def action(self) -> str:
        return self.visit.url(self.screen.key)


def list_page(visit: Visit, screen: Screen, state: ListState, *, csrf: str) -> ListView | Elsewhere:
    """Return a page of a list; another address where the filter editor was used.

    :raises NotFoundError: if the actor has no right to the model at all
    """
    acting = visit.acting(screen.model)
    model = visit.model(screen.model)
    if not acting.rights.may("read"):
        return _closed(visit, screen)
    here = _listing(visit, screen, acting, model, state)
    refused: Mapping[int, Refused] = {}
    if state.is_edited:
        settled, refused = here.filters.settled(state.typed)
        if not refused and not state.adding:
            state = replace(state.settled(), filters=settled)
            return Elsewhere(state.link(visit.path(screen.key)))
        state = replace(state, filters=settled if not refused else state.filters)
    return _page(here, state, refused, csrf)


def _listing(
    visit: Visit, screen: Screen, acting: Acting, model: Model, state: ListState
) -> _Listing:
    readable = acting.rights.whole_fields("read")
    offered = [key for key in _offered(model, state) if readable.allow(key)]
    offer = offer_for(visit, model, offered, most=MOST_CHOICES)
    values = values_for(visit, _told_by_filters(model, state), linked=False)
    filters = Filters(model=model, values=values, readable=readable, options=offer.options)
    return _Listing(
        visit=visit, screen=screen, acting=acting, model=model, filters=filters, offer=offer
    )


def _offered(model: Model, state: ListState) -> Iterator[str]:
    """Yield the relations whose choices the filter editor needs now."""
    used = {one.field for one in (*state.filters, *state.typed)} | {state.adding}
    for key, field in model.fields.items():
        if field.kind.name in RELATIONS and key in used:
            yield key


def _told_by_filters(model: Model, state: ListState) -> Iterator[Told]:
    for one in state.filters:
        field = model.field(one.field)
        if field is not None:
            yield from ((field, part) for part in one.value.split(","))


def _page(here: _Listing, state: ListState, refused: Mapping[int, Refused], csrf: str) -> ListView:
    visit, screen, acting = here.visit, here.screen, here.acting
    order = _order(here, state)
    command = _command(here, state, order)
    page = page_in(acting, command)
    _note(here, command, page)
    told = acting.rights.told_fields()
    shown = fields_of_list(screen, here.model, told, state.columns)
    fields = [in_locale(one, visit.locale) for one in shown]
    data = [one.told for one in page.records]
    values = values_for(visit, told_by(fields, data))
    opened = visit.opening(screen.model, screen.open)
    return ListView(
        title=screen.title,
        lead=screen.description,
        action=here.action,
        columns=columns_of(
            fields, replace(state, cursor=""), here.action, sortable=sortable(acting), sort=order
        ),
        rows=rows_of(
            fields,
            (
                (str(one.id), row, _link(visit, opened, one))
                for one, row in zip(page.records, data, strict=True)
            ),
            values,
        ),
        count=_count(here, page),
        search=state.search if acting.model.view.search else None,
        search_carried=replace(state, search="", cursor="").pairs(),
        chips=here.filters.chips(state, here.action),
        clear=state.cleared().link(here.action) if state.filters or state.search else "",
        filters=here.filters.editor(state, refused),
        previous=state.at(page.previous).link(here.action) if page.previous else "",
        next=state.at(page.next).link(here.action) if page.next else "",
        actions=_actions(here, state),
        many=_many(here, state, page),
        **slow_words(visit, acting.model, here.model, page.slow),
        empty=Empty.NOTHING_MATCHES if state.filters or state.search else Empty.NOTHING_YET,
        empty_text=text_at(screen.raw, "empty"),
        choice=column_choice(fields, _showable(here, told), state, here.action),
        views=views_of(visit, screen, state),
        csrf=csrf,
    )


def _showable(here: _Listing, told: Fields) -> Iterator[Field]:
    """Yield what may be a column: every field that is told of, and when and by whom."""
    model = here.model
    for one in (*model.fields.values(), *map(model.field, SYSTEM_FIELDS)):
        if one is not None and one.key != "id" and told.allow(one.key):
            yield in_locale(one, here.visit.locale)


def _command(here: _Listing, state: ListState, order: str) -> ListRecords:
    visit = here.visit
    return ListRecords(
        app=visit.app.key,
        model=here.screen.model,
        now=visit.now,
        where=_where(here, state),
        search=state.search if here.acting.model.view.search else "",
        sort=order,
        limit=ROWS,
        cursor=state.cursor,
        count=True,
    )


def _closed(visit: Visit, screen: Screen) -> ListView:
    """Return the page of a list whose records are for others."""
    return ListView(
        title=screen.title,
        action=visit.url(screen.key),
        columns=(),
        rows=(),
        empty=Empty.NO_RIGHT,
    )


def _order(here: _Listing, state: ListState) -> str:
    """Return the order that the address asks for, else the list's own."""
    if not state.sort:
        return sort_for(here.acting, here.screen.sort)
    if state.sort.removeprefix("-") not in sortable(here.acting):
        raise BadRequestError(f"sort: one cannot sort by {state.sort!r}.")
    return state.sort


def _where(here: _Listing, state: ListState) -> JsonObject | None:
    try:
        asked = here.filters.condition(state.filters)
    except ValueError as error:
        raise BadRequestError(f"{error}: one cannot filter so.") from None
    own = here.screen.filter
    if own is None or asked is None:
        return own or asked
    return {"all": [own, asked]}


def _note(here: _Listing, command: ListRecords, page: ListPage) -> None:
    """Leave the one entry of the page: which records it showed, and what was asked for."""
    acting = here.acting
    query: JsonObject = {"sort": command.sort}
    if command.where is not None:
        query["filter"] = command.where
    if command.search:
        query["search"] = command.search
    ids = [one.id for one in page.records]
    target = Target(
        kind="record",
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        ids=[*ids, *here.offer.ids],
        count=len(ids) + len(here.offer.ids),
        fields=tuple(fields_in(command.where)) if command.where else (),
    )
    audit.record(acting.actor, Act.RECORD_LIST, target=target, detail=Detail(query=query))


def _count(here: _Listing, page: ListPage) -> str:
    if page.count is None:
        return ""
    return count_text(page.count.number + page.count.capped, here.visit.locale)


def _many(here: _Listing, state: ListState, page: ListPage) -> Many | None:
    visit, rights, locale = here.visit, here.acting.rights, here.visit.locale
    acts = [
        Option(verb, words)
        for verb, words in (
            ("update", locale.text("Change chosen")),
            ("delete", locale.text("Delete chosen")),
        )
        if rights.may(verb)  # type: ignore[arg-type]  # both are verbs
    ]
    if not acts or visit.actor.kind is not ActorKind.PERSON:
        return None
    return Many(
        action=visit.url(here.screen.key, "bulk"),
        acts=acts,
        total=_count(here, page),
        carried=replace(state, cursor="").pairs(),
    )


def _link(visit: Visit, opened: str, record: Shown) -> str:
    """Return where a row leads: to the record's page, or to a form of it for who may change it."""
    if not opened:
        return ""
    is_form = visit.definition.screens[opened].type == "form"
    return "" if is_form and record.writable is None else visit.url(opened, record.id)


def _actions(here: _Listing, state: ListState) -> list[Action]:
    visit, screen, locale = here.visit, here.screen, here.visit.locale
    found: list[Action] = []
    if here.acting.rights.may("delete"):
        link = visit.url(screen.key, "trash")
        found.append(Action(label=locale.text("Trash"), link=link, icon="trash"))
    if here.acting.rights.may("export") and visit.actor.kind is ActorKind.PERSON:
        link = state.settled().link(visit.url(screen.key, "export"))
        found.append(Action(label=locale.text("Export this list"), link=link, icon="download"))
    may_import = here.acting.rights.may("create") or here.acting.rights.may("update")
    if may_import and visit.actor.kind is ActorKind.PERSON:
        link = visit.url(screen.key, "import")
        found.append(Action(label=locale.text("Import rows"), link=link, icon="upload"))
    form = visit.first_for(screen.model, "form", screen.create)
    if form and here.acting.rights.may("create"):
        found.append(
            Action(label=visit.adding(form), link=visit.url(form), icon="plus", primary=True)
        )
    return found
