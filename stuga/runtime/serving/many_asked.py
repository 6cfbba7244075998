"""Which records of a list someone means, and what is to be done with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from werkzeug.datastructures import MultiDict

from stuga.models.definition.document import Field, Fields, Screen
from stuga.models.definition.kinds.attached import FILE_KINDS
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.errors import BadRequestError
from stuga.platform.ui.screens.list_filters import Filters
from stuga.platform.ui.screens.list_state import ListState, read_state
from stuga.platform.ui.screens.values import Values
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.commands import InModel
from stuga.runtime.records.many import service
from stuga.runtime.records.many.commands import Chosen, Do
from stuga.runtime.serving.visits import Visit

BULK = "bulk"
APART = FILE_KINDS | {"signature", "list"}
"""Kinds of which each record has its own: files, what was signed, rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Someone about to change several records of a list.

    :ivar state: how the list is filtered and searched
    :ivar is_all: all that match are meant; else those named
    """

    visit: Visit
    screen: Screen
    acting: Acting
    do: Do
    state: ListState
    ids: tuple[UUID, ...]
    is_all: bool

    @property
    def back(self) -> str:
        """Where the list is, or its trash, from the tenant's root."""
        if self.do is Do.RESTORE:
            return self.visit.path(self.screen.key, "trash")
        return self.state.link(self.visit.path(self.screen.key))

    @property
    def path(self) -> str:
        """The address of this question, from the tenant's root."""
        pairs = [("do", str(self.do)), *self.state.pairs(), *(("id", str(one)) for one in self.ids)]
        if self.is_all:
            pairs.append(("all", "1"))
        query = urlencode(pairs, safe="[]")
        return f"{self.visit.path(self.screen.key, BULK)}?{query}"

    def chosen(self) -> Chosen:
        """Return what is meant, as the list itself reads its address."""
        if not self.is_all:
            return Chosen(ids=self.ids)
        return Chosen(where=self._where(), search=self.state.search)

    def _where(self) -> JsonObject | None:
        if self.do is Do.RESTORE:
            return None
        readable = self.acting.rights.whole_fields("read")
        values = Values(self.visit.locale)
        filters = Filters(
            model=self.visit.model(self.screen.model), values=values, readable=readable
        )
        try:
            asked = filters.condition(self.state.filters)
        except ValueError as error:
            raise BadRequestError(f"{error}: one cannot filter so.") from None
        own = self.screen.filter
        if own is None or asked is None:
            return own or asked
        return {"all": [own, asked]}

    def count(self) -> int:
        """Return how many records are meant; 0 if none has been chosen."""
        if not self.is_all:
            return len(self.ids)
        return service.count_of(
            self.acting, service.plan_of(self.acting, self.chosen(), {}), self.do
        )

    def fields(self) -> Sequence[Field]:
        """Return the fields that may be set in several records at once."""
        return [one for one in self._open_fields() if one.kind.name not in APART]

    def apart(self) -> Sequence[Field]:
        """Return the fields that may be set, but in one record at a time."""
        return [one for one in self._open_fields() if one.kind.name in APART]

    def _open_fields(self) -> Sequence[Field]:
        rights = self.acting.rights
        writable, readable = rights.whole_fields("update"), rights.whole_fields("read")
        return [
            one
            for one in self.visit.model(self.screen.model).fields.values()
            if writable.allow(one.key) and readable.allow(one.key) and not one.kind.given
        ]

    def writable(self, keys: Sequence[str]) -> Fields:
        """Return those of the fields that may be set."""
        known = {one.key for one in self.fields()}
        return Fields(only=frozenset(key for key in keys if key in known))

    def note(self) -> None:
        """Leave the entry of someone having looked at the question."""
        target = Target(kind="form", app=self.acting.app.key, model=self.acting.model.key)
        audit.record(self.visit.actor, Act.BULK_READ, target=target)


def asked_of(visit: Visit, screen: Screen, arguments: MultiDict[str, str]) -> Asked:
    """Read what an address asks for.

    :raises BadRequestError: if it is nothing that can be done
    :raises NotPermittedError: if the actor may do so with no record
    """
    wanted = arguments.get("do", "")
    if wanted not in set(Do):
        raise BadRequestError("do: it is update, delete or restore.")
    do = Do(wanted)
    place = InModel(app=visit.app.key, model=screen.model, now=visit.now)
    acting = service.acting_for(visit.actor, place, do)
    is_all = arguments.get("all") == "1"
    found = [id_of(one) for one in arguments.getlist("id")]
    ids = () if is_all else tuple(dict.fromkeys(UUID(one) for one in found if one))
    state = read_state(arguments.items(multi=True))
    kept = state.settled()
    return Asked(
        visit=visit, screen=screen, acting=acting, do=do, state=kept, ids=ids, is_all=is_all
    )
