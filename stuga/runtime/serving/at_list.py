"""Someone at a list: what its address asks for, and the one entry of its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from stuga.models.definition.document import Field, Model, Screen
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.errors import BadRequestError
from stuga.platform.ui.screens.list_filters import Filters
from stuga.platform.ui.screens.list_state import ListState
from stuga.platform.ui.screens.list_view import Row
from stuga.platform.ui.screens.listing import rows_of
from stuga.platform.ui.widgets import Option
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.commands import ListRecords
from stuga.runtime.records.gravity import is_grave
from stuga.runtime.records.listing import note_list
from stuga.runtime.records.sorting import sort_for, sortable
from stuga.runtime.records.stored import Shown
from stuga.runtime.serving.naming import told_by, values_for
from stuga.runtime.serving.options import Offer
from stuga.runtime.serving.visits import Visit

ROWS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class AtList:
    """Someone at a list."""

    visit: Visit
    screen: Screen
    acting: Acting
    model: Model
    filters: Filters
    offer: Offer

    @property
    def action(self) -> str:
        """The list's own address, without its query."""
        return self.visit.url(self.screen.key)

    def offering(self, found: Mapping[str, Sequence[Option]], ids: Sequence[UUID]) -> "AtList":
        """Return the same with more to choose from in the filters, found by words."""
        filters = replace(self.filters, options={**self.filters.options, **found})
        return replace(
            self, filters=filters, offer=replace(self.offer, ids=(*self.offer.ids, *ids))
        )

    def usable(self, state: ListState) -> tuple[ListState, Sequence[str]]:
        """Return the state without what cannot be asked here, and the fields that it asked about.

        A kept address outlives fields, their indexes and its reader's rights.
        """
        kept = tuple(one for one in state.filters if self.filters.can_be(one))
        lost = [one.field for one in state.filters if one not in kept]
        lost += [name for name in state.unknown if name.startswith("filter[")]
        by = state.sort.removeprefix("-")
        if by and by not in sortable(self.acting):
            lost.append(by)
            state = replace(state, sort="")
        if not lost:
            return state, ()
        return replace(state, filters=kept, cursor=""), list(dict.fromkeys(lost))

    def order(self, state: ListState) -> str:
        """Return the order that the address asks for, else the list's own.

        :raises BadRequestError: if one cannot sort so
        """
        if not state.sort:
            return sort_for(self.acting, self.screen.sort)
        if state.sort.removeprefix("-") not in sortable(self.acting):
            raise BadRequestError(f"sort: one cannot sort by {state.sort!r}.")
        return state.sort

    def command(
        self, state: ListState, order: str, *also: JsonObject, count: bool = True
    ) -> ListRecords:
        """Return what the address asks for, and what else must hold for a record.

        :raises BadRequestError: if one cannot filter so
        """
        visit = self.visit
        return ListRecords(
            app=visit.app.key,
            model=self.screen.model,
            now=visit.now,
            where=joined(self.screen.filter, self._asked(state), *also),
            search=state.search if self.acting.model.view.search else "",
            sort=order,
            limit=ROWS,
            cursor=state.cursor,
            count=count,
        )

    def _asked(self, state: ListState) -> JsonObject | None:
        try:
            return self.filters.condition(state.filters)
        except ValueError as error:
            raise BadRequestError(f"{error}: one cannot filter so.") from None

    def rows(self, records: Sequence[Shown], fields: Sequence[Field]) -> list[Row]:
        """Write records in words; what they refer to is asked for once."""
        visit, data = self.visit, [one.told for one in records]
        values = values_for(visit, told_by(fields, data))
        opened = visit.opening(self.screen.model, self.screen.open)
        told = zip(records, data, strict=True)
        return rows_of(
            fields, ((str(one.id), row, _link(visit, opened, one)) for one, row in told), values
        )

    def note(self, command: ListRecords, records: Sequence[Shown]) -> None:
        """Leave the one entry of the page: which records it showed, and what was asked for."""
        ids = [*(one.id for one in records), *self.offer.ids]
        note_list(self.acting, command, ids, grave=is_grave(self.acting, records))

    def note_sought(self, words: Sequence[str], ids: Sequence[UUID]) -> None:
        """Leave the entry of a search for what a filter names, which leads to another address."""
        acting = self.acting
        target = Target(
            kind="record",
            app=acting.app.key,
            version=acting.app.number,
            model=acting.model.key,
            ids=ids,
            count=len(ids),
        )
        detail = Detail(query={"search": [*words]})
        audit.record(acting.actor, Act.RECORD_LIST, target=target, detail=detail)


def joined(*several: JsonObject | None) -> JsonObject | None:
    """Make one condition of those there are; None if there is none."""
    there: list[JsonValue] = [one for one in several if one is not None]
    if len(there) < 2:  # noqa: PLR2004  # one needs no joining
        return next((one for one in several if one is not None), None)
    return {"all": there}


def _link(visit: Visit, opened: str, record: Shown) -> str:
    """Return where a row leads: to the record's page, or to a form of it for who may change it."""
    if not opened:
        return ""
    is_form = visit.definition.screens[opened].type == "form"
    return "" if is_form and record.writable is None else visit.url(opened, record.id)
