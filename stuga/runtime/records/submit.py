"""The one way in: what was given becomes what is stored, or is refused field by field.

Order, for every channel: parse (at the edge) → formulas → conditions → drop what is hidden →
formulas again → validate → row and field rights → uniqueness → write (the last two where rows are
written).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from stuga.models.definition.conditions import fields_in, holds
from stuga.models.definition.document import Element, Field, Fields, Screen
from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.definition.validation import REQUIRED, UNKNOWN_FIELD
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import InvalidError, NotPermittedError
from stuga.platform.ui.screens.visibility import Hidden, Judge, hidden_in, without
from stuga.runtime.formulas.evaluating import Computed
from stuga.runtime.records import computing
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.stored import Stored

NOT_PERMITTED: Final = Refused("not-permitted")
NUMBERED: Final = Refused("sequence-given")
Changes = Mapping[str, tuple[JsonValue, JsonValue]]
"""Field -> old and new value, `None` where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What someone wants a record to be.

    :ivar data: the whole record as wanted
    :ivar named: the fields that were given; what else is in `data` was there before
    :ivar asked: the fields that must be right even where they did not change
    """

    data: JsonObject
    named: frozenset[str]
    asked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a record is to be, and what changes by it."""

    data: JsonObject
    changes: Changes

    @property
    def new_values(self) -> JsonObject:
        """The values that come in by it."""
        return {key: new for key, (_, new) in self.changes.items()}


def for_create(acting: Acting, data: JsonObject) -> Given:
    """Take everything of a new record as given; all of it must be right."""
    every = frozenset(data) | frozenset(acting.model.view.fields)
    return Given(data=data, named=frozenset(data), asked=every)


def for_replace(record: Stored, data: JsonObject, open_fields: frozenset[str]) -> Given:
    """Take what one may read and write as given, or as gone; the rest stays."""
    kept = {key: value for key, value in record.data.items() if key not in open_fields}
    named = frozenset(data)
    return Given(data={**kept, **data}, named=named, asked=named | open_fields)


def for_patch(acting: Acting, record: Stored, patch: JsonObject) -> Given:
    """Set what is given, empty what is given as `None`; the rest stays (RFC 7396)."""
    merged = {**record.data, **patch}
    data: JsonObject = {key: value for key, value in merged.items() if value is not None}
    named = frozenset(patch)
    on_screen = frozenset(acting.screen.field_keys) if acting.screen else frozenset()
    return Given(data=data, named=named, asked=named | on_screen)


def submit(
    acting: Acting, given: Given, record: Stored | None = None, *, computed: Computed | None = None
) -> Accepted:
    """Take what was given through every rule that one record can be held to by itself.

    :param computed: what the formulas give, where many records were reckoned at once (`reckoned`)
    :raises InvalidError: naming each field that cannot be taken
    :raises NotPermittedError: if no right of the actor covers such a record
    """
    step = _Submission(acting, given, record)
    data, hidden = step.without_hidden()
    data, defaults, made = step.completed(data)
    computed = step.computed(data) if computed is None else computed
    data = computing.with_computed(acting.model, data, computed)
    errors = {**step.problems(data, hidden), **made}
    errors = errors or {**computing.refused_in(computed)}
    data = step.normal(data, errors)
    changes = step.changes(data)
    # What nobody asked for is the model's doing: it needs no right of the actor.
    asked = {key: pair for key, pair in changes.items() if key not in {*defaults, *computed}}
    errors.update(step.forbidden(data, asked))
    if errors:
        raise InvalidError(errors)
    return Accepted(data, changes)


def reckoned(acting: Acting, wanted: Sequence[tuple[Given, Stored | None]]) -> list[Computed]:
    """Reckon the computed fields of many submissions that name no screen, for `submit`."""
    if not computing.computed_in(acting.model):
        return [computing.NOTHING] * len(wanted)
    steps = [_Submission(acting, given, record) for given, record in wanted]
    records = [step.completed(step.given.data)[0] for step in steps]
    return computing.reckoned(acting.model, records, actor=acting.actor, now=acting.now)


@dataclass(frozen=True)
class _Submission:
    acting: Acting
    given: Given
    record: Stored | None

    def values(self, data: JsonObject) -> JsonObject:
        """Return data with system fields; a new record is its maker's, made now."""
        return {**data, **self._system}

    @cached_property
    def _system(self) -> JsonObject:
        if self.record is not None:
            return self.record.system
        at, who = moment_text(self.acting.now), self.acting.actor.id
        by = str(who) if who else None
        return {"created_at": at, "created_by": by, "updated_at": at, "updated_by": by}

    def without_hidden(self) -> tuple[JsonObject, Hidden | None]:
        """Drop what the posted screen hides, as far as the actor may write it."""
        screen, rights = self.acting.screen, self.acting.rights
        if screen is None:
            return self.given.data, None
        given = self.given.data
        data = computing.with_computed(self.acting.model, given, self.computed(given))
        judge = Judge(self.acting.model.kinds, rights.world)
        hidden = hidden_in(screen, self.values(data), judge)
        fields = self.open_fields(data)
        return without(
            given, [key for key in hidden.fields if fields is None or fields.allow(key)]
        ), hidden

    def computed(self, data: JsonObject) -> Computed:
        """Return what the formulas give over data."""
        acting = self.acting
        return computing.reckoned(acting.model, [data], actor=acting.actor, now=acting.now)[0]

    def completed(self, data: JsonObject) -> tuple[JsonObject, JsonObject, dict[str, Refused]]:
        """Return data with defaults, the defaults, and what the server makes but someone gave."""
        data, numbered = self.without_numbers(data)
        defaults = self.defaults(data)
        given = {key: self.given.data.get(key) for key in self.given.named}
        stored = self.record.data if self.record else {}
        made = {**numbered, **computing.given_in(self.acting.model, given, stored)}
        return {**defaults, **data}, defaults, made

    def without_numbers(self, data: JsonObject) -> tuple[JsonObject, dict[str, Refused]]:
        """Leave sequences as they are stored; to a new record its numbers come with the writing."""
        old = self.record.data if self.record else {}
        rest = {key: one for key, one in data.items() if key not in self._numbers}
        rest.update({key: old[key] for key in self._numbers if key in old})
        tried = self._numbers & self.given.named
        changed = [key for key in tried if self.given.data.get(key) != old.get(key)]
        return rest, {pointer(key): NUMBERED for key in changed}

    @cached_property
    def _numbers(self) -> frozenset[str]:
        """The fields that the server numbers."""
        return frozenset(key for key, kind in self.acting.model.kinds.items() if kind == "sequence")

    def _is_to_come(self, key: str) -> bool:
        return self.record is None and self.acting.model.kinds.get(key) == "sequence"

    def defaults(self, data: JsonObject) -> JsonObject:
        """Return what the model puts in a new record where the channel did not ask."""
        if self.record is not None:
            return {}
        screen = self.acting.screen
        asked = frozenset(data) | (frozenset(screen.field_keys) if screen else frozenset())
        found = self.acting.model.view.defaults.items()
        return {key: value for key, value in found if key not in asked}

    def open_fields(self, data: JsonObject) -> Fields | None:
        """Return what the actor may set: by the new record's values, or by the stored one's."""
        rights = self.acting.rights
        if self.record is None:
            return rights.fields("create", self.values(data))
        return rights.fields("update", self.record.values)

    def problems(self, data: JsonObject, hidden: Hidden | None) -> dict[str, Refused]:
        """Return what breaks the model, a condition of it, or one of the screen."""
        found = {
            at: refused
            for at, refused in self.acting.model.validate(data).items()
            if self._concerns(_field_at(at), data) and not self._is_to_come(_field_at(at))
        }
        for key in self._required(data, hidden):
            if key not in data and not self._is_to_come(key):
                found.setdefault(pointer(key), REQUIRED)
        return found

    def _concerns(self, key: str, data: JsonObject) -> bool:
        """Tell whether a problem of a field is this submission's: stored ones are left alone."""
        if self.record is None or key in self.given.asked:
            return True
        return self.record.data.get(key) != data.get(key)

    def _required(self, data: JsonObject, hidden: Hidden | None) -> Iterator[str]:
        values, model, world = self.values(data), self.acting.model, self.acting.rights.world
        for one in model.view.required_when:
            touched = {one.field, *fields_in(one.when)}
            if any(self._concerns(key, data) for key in touched) and holds(
                one.when, values, world, model.kinds
            ):
                yield one.field
        if self.acting.screen is None or hidden is None:
            return
        for element in _shown(self.acting.screen, hidden):
            when = element.required
            if when is True or (isinstance(when, dict) and holds(when, values, world, model.kinds)):
                yield element.field

    def normal(self, data: JsonObject, errors: Errors) -> JsonObject:
        """Give the values that are in order their one stored form."""
        fields = self.acting.model.view.fields
        broken = {_field_at(at) for at in errors}
        return {
            key: self._normal(fields[key], value)
            if key in fields and key not in broken and key in self.given.named
            else value
            for key, value in data.items()
        }

    def _normal(self, field: Field, value: JsonValue) -> JsonValue:
        """Give one value its stored form, with what the server alone can tell of it."""
        kind = field.kind
        found = kind.normal(value, field.schema)
        if not kind.stamps:
            return found
        before = self.record.data.get(field.key) if self.record else None
        return kind.stamped(found, before, moment_text(self.acting.now))

    def changes(self, data: JsonObject) -> Changes:
        """Return what differs from the stored record, or from none."""
        old = self.record.data if self.record else {}
        return {
            key: (old.get(key), data.get(key))
            for key in (*old, *(key for key in data if key not in old))
            if old.get(key) != data.get(key)
        }

    def forbidden(self, data: JsonObject, changes: Changes) -> Errors:
        """Return the fields that the actor may not set so.

        A field that one may read can be given back as it was; one that one may not read cannot
        even be guessed at.

        :raises NotPermittedError: if no right covers the record
        """
        fields = self.open_fields(data)
        if fields is None:
            verb = "update" if self.record else "create"
            raise NotPermittedError(permission=f"record.{verb}")
        readable = self.acting.rights.readable(self.record) if self.record else None
        known = self.acting.model.view.fields
        tried = {*changes, *(key for key in self.given.named if not _allows(readable, key))}
        return {
            pointer(key): NOT_PERMITTED if key in known else UNKNOWN_FIELD
            for key in tried
            if key not in known or not fields.allow(key)
        }


def _allows(fields: Fields | None, key: str) -> bool:
    return fields is not None and fields.allow(key)


def _field_at(at: str) -> str:
    """Return the field that a pointer (RFC 6901) leads into."""
    return at.split("/", 2)[1].replace("~1", "/").replace("~0", "~") if at else ""


def _shown(screen: Screen, hidden: Hidden) -> Iterator[Element]:
    for element in screen.walk():
        if element.type == "field" and not any(
            element.pointer == place or element.pointer.startswith(f"{place}/")
            for place in hidden.places
        ):
            yield element
