"""Who may do what with which records: the app roles of the live version, added up per record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from stuga.models.definition.conditions import World, holds
from stuga.models.definition.document import (
    ALL_FIELDS,
    ALL_RIGHTS,
    Field,
    Fields,
    Grant,
    Model,
    Screen,
)
from stuga.models.definition.masks import masked_in, part_shown
from stuga.models.definition.rights import ALWAYS
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor, ActorKind
from stuga.platform.errors import NotFoundError, NotPermittedError, NotSignedInError
from stuga.runtime.records.definitions import LiveApp, LiveModel
from stuga.runtime.records.stored import Shown, Stored

Verb = Literal["create", "read", "update", "delete", "export"]
VERBS: Final[tuple[Verb, ...]] = ("create", "read", "update", "delete", "export")
_READING: Final = frozenset({"read", "export"})
_NEED_READ: Final = frozenset({"update", "delete"})
"""Nobody acts blindly: these open a record only together with the right to read it."""
NO_FIELDS: Final = Fields(only=frozenset())


@dataclass(frozen=True, slots=True)
class _Opened:
    """What an actor may do with one record."""

    readable: Fields
    writable: Fields | None
    may_delete: bool
    masked: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRights:
    """The rights of one actor on one model, at one moment.

    A right is a row condition and a field set. Those of several roles add up per record: the
    fields of every grant whose condition holds for it.
    """

    model: LiveModel
    actor: Actor
    world: World
    grants: Mapping[Verb, tuple[Grant, ...]]

    def may(self, verb: Verb) -> bool:
        """Tell whether the actor may do this to some record."""
        return bool(self.grants[verb]) and (verb not in _NEED_READ or bool(self.grants["read"]))

    def fields(self, verb: Verb, values: JsonObject) -> Fields | None:
        """Return the fields open to an act on a record of these values; None if it is closed.

        :param values: data and system fields, as `Stored.values`
        """
        if verb in _NEED_READ and not any(self._holds(one, values) for one in self.grants["read"]):
            return None
        held = [one.fields for one in self.grants[verb] if self._holds(one, values)]
        return united(held, self.model.view) if held else None

    def readable(self, record: Stored) -> Fields | None:
        """Return the fields one may read of a record; None if one may not see it."""
        return self.fields("read", record.values)

    def whole_fields(self, verb: Verb) -> Fields:
        """Return the fields some grant opens in some record: for pages without a record yet."""
        held = [one.fields for one in self.grants[verb]] if self.may(verb) else []
        return united(held, self.model.view) if held else NO_FIELDS

    def told_fields(self) -> Fields:
        """Return the fields of which something is shown in some record, masked or whole."""
        readable = self.whole_fields("read")
        hidden = self.masked(readable) if self.may("read") else ()
        return united(
            [readable, Fields(only=frozenset(one.key for one in hidden))], self.model.view
        )

    def masked(self, readable: Fields) -> tuple[Field, ...]:
        """Return the fields of which only a part is shown beside those that may be read."""
        if readable is ALL_FIELDS:
            return ()
        return part_shown(self.model.view.fields.values(), readable)

    def show(self, record: Stored) -> Shown:
        """Return what the actor may see of a record; little more than its id if nothing."""
        return self.shower()(record)

    def shower(self) -> Callable[[Stored], Shown]:
        """Return `show` for many records: what is the same for all of them is found once."""
        if any(one.where is not None for grants in self.grants.values() for one in grants):
            return lambda record: self._shown(record, self._opened(record.values))
        opened = self._opened({})
        return lambda record: self._shown(record, opened)

    def _opened(self, values: JsonObject) -> _Opened:
        readable = self.fields("read", values)
        return _Opened(
            readable or NO_FIELDS,
            self.fields("update", values),
            self.fields("delete", values) is not None,
            self.masked(readable) if readable else (),
        )

    def _shown(self, record: Stored, opened: _Opened) -> Shown:
        fields, data, system = self.model.view.fields, record.data, record.system
        readable = opened.readable
        if readable is not ALL_FIELDS:
            system = {key: one for key, one in system.items() if readable.allow(key)}
            data = {key: one for key, one in data.items() if key in fields and readable.allow(key)}
        elif not fields.keys() >= data.keys():  # what left the model is kept, and not shown
            data = {key: one for key, one in data.items() if key in fields}
        return Shown(
            id=record.id,
            revision=record.revision,
            system=system,
            data=data,
            readable=readable,
            writable=opened.writable,
            may_delete=opened.may_delete,
            deleted_at=record.deleted_at,
            masked=masked_in(opened.masked, record.data) if opened.masked else {},
            held=record.held,
            restricted=record.restricted,
        )

    def require(self, verb: Verb, record: Stored) -> Fields:
        """Return the fields open to an act on a record.

        :raises NotFoundError: if the actor may not even see the record
        :raises NotPermittedError: if they see it, but may not do this to it
        """
        values = record.values
        found = self.fields(verb, values)
        if found is not None:
            return found
        if verb != "read" and self.fields("read", values) is not None:
            raise NotPermittedError(permission=f"record.{verb}")
        raise NotFoundError

    def require_some(self, verb: Verb) -> None:
        """Go on only if the actor may do this to some record of the model.

        :raises NotSignedInError: if nobody is signed in
        :raises NotPermittedError: if the actor holds no such right
        """
        if self.may(verb):
            return
        if self.actor.kind is ActorKind.ANONYMOUS:
            raise NotSignedInError
        raise NotPermittedError(permission=f"record.{verb}")

    def _holds(self, grant: Grant, values: JsonObject) -> bool:
        return grant.where is None or holds(grant.where, values, self.world, self.model.kinds)


def rights_on(actor: Actor, app: LiveApp, model_key: str, *, now: datetime) -> ModelRights:
    """Return what an actor may do with the records of a model.

    :raises NotFoundError: if there is no such model, or the actor has no right to it at all
    """
    found = rights_or_none(actor, app, model_key, now=now)
    if not any(found.grants.values()):
        raise NotFoundError
    return found


def rights_or_none(actor: Actor, app: LiveApp, model_key: str, *, now: datetime) -> ModelRights:
    """Return the rights, also where there are none; for navigation and references."""
    model = app.model(model_key)
    return ModelRights(
        model=model,
        actor=actor,
        world=world_of(actor, app, now=now),
        grants=_grants(actor, app, model_key),
    )


def rights_through(actor: Actor, app: LiveApp, screen: Screen, *, now: datetime) -> ModelRights:
    """Return the rights of someone at a screen: a public form lets anyone create with its fields.

    :raises NotFoundError: as `rights_on`
    """
    found = rights_or_none(actor, app, screen.model, now=now)
    if screen.public and screen.type == "form":
        asked = (one for one in screen.walk() if one.type == "field")
        typed = frozenset(one.field for one in asked if one.raw.get("read_only") is not True)
        grant = Grant(fields=Fields(only=typed))
        grants = {**found.grants, "create": (*found.grants["create"], grant)}
        return ModelRights(model=found.model, actor=actor, world=found.world, grants=grants)
    if not any(found.grants.values()):
        raise NotFoundError
    return found


def world_of(actor: Actor, app: LiveApp, *, now: datetime) -> World:
    """Return what conditions may look at beside a record: the actor, the moment, the zone."""
    roles = sorted(actor.roles_in(app.key))
    me: JsonObject = {
        "id": str(actor.id) if actor.id else None,
        "email": actor.email or None,
        "roles": [*roles],
    }
    return World(now=now, zone=app.zone, me=me)


def united(several: list[Fields], model: Model) -> Fields:
    """Add field sets up: what any of them allows."""
    if len(several) == 1 or ALL_FIELDS in several:
        return ALL_FIELDS if ALL_FIELDS in several else several[0]
    hidden = frozenset.intersection(*(one.hidden for one in several))
    known = (*model.fields, "created_at", "created_by", "updated_at", "updated_by", *ALWAYS)
    allowed = frozenset(key for key in known if any(one.allow(key) for one in several))
    return Fields(only=allowed, hidden=hidden - allowed)


def _grants(actor: Actor, app: LiveApp, model_key: str) -> dict[Verb, tuple[Grant, ...]]:
    if actor.kind is ActorKind.SYSTEM:
        return {verb: _of(ALL_RIGHTS.to(verb)) for verb in VERBS}
    roles = app.definition.roles
    held = [roles[key].rights(model_key) for key in actor.roles_in(app.key) if key in roles]
    return {
        verb: tuple(grant for one in held for grant in _of(one.to(verb)))
        if _in_scope(actor, app.key, verb)
        else ()
        for verb in VERBS
    }


def _of(grant: Grant | None) -> tuple[Grant, ...]:
    return () if grant is None else (grant,)


def _in_scope(actor: Actor, app_key: str, verb: Verb) -> bool:
    """Tell whether a service token's scopes reach the act; people have them all."""
    scope = "read" if verb in _READING else "write"
    return bool(actor.scopes & {"*", f"records:{scope}:{app_key}", f"records:{scope}:*"})
