"""The page of a list: its state as the address says it, its rows in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from stuga.models.definition.document import SYSTEM_FIELDS, Field, Fields, Model, Screen
from stuga.models.definition.reading import text_at
from stuga.models.definition.refusals import Refused
from stuga.platform.authz import ActorKind, TenantRole
from stuga.platform.errors import BadRequestError
from stuga.platform.identity.persons.queries import names_of
from stuga.platform.ui.screens.column_choice import column_choice
from stuga.platform.ui.screens.layouts import BOARD, CALENDAR, TABLE, layout_links
from stuga.platform.ui.screens.list_filters import Filters
from stuga.platform.ui.screens.list_state import ListState
from stuga.platform.ui.screens.list_view import Action, Empty, ListView, Many
from stuga.platform.ui.screens.listing import (
    columns_of,
    count_text,
    fields_of_list,
)
from stuga.platform.ui.screens.system_titles import in_locale
from stuga.platform.ui.screens.values import RELATIONS
from stuga.platform.ui.widgets import Option
from stuga.runtime.records.asked_names import names_asked_for
from stuga.runtime.records.listing import ListPage, page_in
from stuga.runtime.records.sorting import sortable
from stuga.runtime.serving.at_list import AtList
from stuga.runtime.serving.boards import board_field, with_board
from stuga.runtime.serving.calendars import calendar_field, with_calendar
from stuga.runtime.serving.filter_search import sought
from stuga.runtime.serving.naming import values_for
from stuga.runtime.serving.not_indexed import slow_words
from stuga.runtime.serving.options import offer_for
from stuga.runtime.serving.saved_views import views_of
from stuga.runtime.serving.visits import Visit

MOST_CHOICES: Final = 200
_ASKED: Final = (TenantRole.OWNER, TenantRole.ADMIN)
_MOST_NAMES: Final = 3


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The state is better said by another address, from the tenant's root."""

    path: str


def list_page(visit: Visit, screen: Screen, state: ListState, *, csrf: str) -> ListView | Elsewhere:
    """Return a page of a list; another address where the filter editor was used.

    :raises NotFoundError: if the actor has no right to the model at all
    """
    acting = visit.acting(screen.model)
    if not acting.rights.may("read"):
        return _closed(visit, screen)
    here = at_list(visit, screen, state)
    state, left_out = here.usable(state)
    refused: Mapping[int, Refused] = {}
    if state.is_edited:
        meant = sought(visit, here.model, state.typed, here.filters.readable, here.offer.options)
        here, state = here.offering(meant.options, meant.ids), replace(state, typed=meant.lines)
        settled, refused = here.filters.settled(state.typed)
        refused = {**refused, **meant.refused}
        if not refused and not state.adding:
            state = replace(state.settled(), filters=settled)
            if meant.words:
                here.note_sought(meant.words, meant.ids)
            return Elsewhere(state.link(visit.path(screen.key)))
        state = replace(state, filters=settled if not refused else state.filters)
    try:
        found = _page(here, state, refused, csrf)
    except BadRequestError:
        if not state.cursor:
            raise
        return Elsewhere(state.at("").link(visit.path(screen.key)))
    is_past = state.cursor and not (found.rows or found.board or found.calendar)
    if is_past:  # what stood there has gone; the list begins elsewhere
        return Elsewhere(state.at("").link(visit.path(screen.key)))
    return replace(found, left_out=visit.locale.listed(left_out) if left_out else "")


def at_list(visit: Visit, screen: Screen, state: ListState) -> AtList:
    """Return the actor at a list, with what its filters may be.

    :raises NotFoundError: if the actor has no right to the model at all
    """
    acting, model = visit.acting(screen.model), visit.model(screen.model)
    readable = acting.rights.whole_fields("read")
    offered = [key for key in _offered(model, state) if readable.allow(key)]
    offer = offer_for(visit, model, offered, most=MOST_CHOICES)
    asked = list(_told_by_filters(model, state))
    values = values_for(visit, asked, linked=False, whom=lambda _: names_asked_for(acting, asked))
    filters = Filters(model=model, values=values, readable=readable, options=offer.options)
    return AtList(
        visit=visit, screen=screen, acting=acting, model=model, filters=filters, offer=offer
    )


def _offered(model: Model, state: ListState) -> Iterator[str]:
    """Yield the relations whose choices the filter editor needs now."""
    used = {one.field for one in (*state.filters, *state.typed)} | {state.adding}
    for key, field in model.fields.items():
        if field.kind.name in RELATIONS and key in used:
            yield key


def _told_by_filters(model: Model, state: ListState) -> Iterator[tuple[Field, str]]:
    for one in (*state.filters, *state.typed):
        field = model.field(one.field)
        if field is not None:
            yield from ((field, part) for part in one.value.split(","))


def _page(here: AtList, state: ListState, refused: Mapping[int, Refused], csrf: str) -> ListView:
    told = here.acting.rights.told_fields()
    shown = fields_of_list(here.screen, here.model, told, state.columns)
    fields = [in_locale(one, here.visit.locale) for one in shown]
    layouts = layouts_of(here)
    layout = state.view if state.view in layouts else layouts[0]
    visit, screen, action = here.visit, here.screen, here.action
    frame = ListView(
        title=screen.title,
        lead=screen.description,
        action=action,
        columns=(),
        rows=(),
        layouts=layout_links(visit.locale, layouts, layout, state, action),
        search=state.search if here.acting.model.view.search else None,
        search_carried=replace(state, search="", cursor="", more=()).pairs(),
        chips=here.filters.chips(state, action),
        clear=state.cleared().link(action) if state.filters or state.search else "",
        filters=here.filters.editor(state, refused),
        actions=_actions(here, state),
        empty=Empty.NOTHING_MATCHES if state.filters or state.search else Empty.NOTHING_YET,
        empty_text=text_at(screen.raw, "empty"),
        choice=column_choice(fields, _showable(here, told), state, action),
        views=views_of(visit, screen, state),
        csrf=csrf,
    )
    if layout == BOARD:
        return with_board(here, frame, state, fields)
    if layout == CALENDAR:
        return with_calendar(here, frame, state, fields)
    return _with_table(here, frame, state, fields)


def _with_table(here: AtList, frame: ListView, state: ListState, fields: list[Field]) -> ListView:
    """Put a page of records in a list as a table."""
    order = here.order(state)
    command = here.command(state, order)
    page = page_in(here.acting, command)
    here.note(command, page.records)
    at_start = replace(state, cursor="")
    may_sort = sortable(here.acting)
    return replace(
        frame,
        columns=columns_of(fields, at_start, here.action, sortable=may_sort, sort=order),
        rows=here.rows(page.records, fields),
        count=_count(here, page),
        previous=state.at(page.previous).link(here.action) if page.previous else "",
        next=state.at(page.next).link(here.action) if page.next else "",
        many=_many(here, state, page),
        **slow_words(here.visit, here.acting.model, here.model, page.slow),
    )


def layouts_of(here: AtList) -> Sequence[str]:
    """Name the layouts that the screen offers and the actor's rights allow, the first as usual."""
    wanted = here.screen.layouts
    found = [one for one in wanted if one == TABLE]
    if BOARD in wanted and board_field(here.acting, here.screen) is not None:
        found.append(BOARD)
    if CALENDAR in wanted and calendar_field(here.acting, here.screen) is not None:
        found.append(CALENDAR)
    return sorted(found, key=wanted.index) or [TABLE]


def _showable(here: AtList, told: Fields) -> Iterator[Field]:
    """Yield what may be a column: every field that is told of, and when and by whom."""
    model = here.model
    for one in (*model.fields.values(), *map(model.field, SYSTEM_FIELDS)):
        if one is not None and one.key != "id" and told.allow(one.key):
            yield in_locale(one, here.visit.locale)


def _closed(visit: Visit, screen: Screen) -> ListView:
    """Return the page of a list whose records are for others: it says whom to ask."""
    locale, whom = visit.locale, names_of(_ASKED, most=_MOST_NAMES)
    ask = locale.text("Ask {names} for a role that may read them.", names=locale.listed(whom, "or"))
    return ListView(
        title=screen.title,
        action=visit.url(screen.key),
        columns=(),
        rows=(),
        empty=Empty.NO_RIGHT,
        ask=ask if whom else "",
    )


def _count(here: AtList, page: ListPage) -> str:
    if page.count is None:
        return ""
    return count_text(page.count.number + page.count.capped, here.visit.locale)


def _many(here: AtList, state: ListState, page: ListPage) -> Many | None:
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


def _actions(here: AtList, state: ListState) -> list[Action]:
    visit, screen, locale = here.visit, here.screen, here.visit.locale
    found: list[Action] = []
    if here.acting.rights.may("delete"):
        link = visit.url(screen.key, "trash")
        found.append(Action(label=locale.text("Trash"), link=link, icon="trash"))
    if here.acting.rights.may("export") and visit.actor.kind is ActorKind.PERSON:
        link = state.settled().link(visit.url(screen.key, "export"))
        found.append(Action(label=locale.text("Export this list"), link=link, icon="download"))
        link = state.settled().link(visit.url(screen.key, "export", "pdf"))
        found.append(Action(label="PDF", link=link, icon="print"))
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
