"""Which record each row is about: one that is there, a new one, or none that can be told."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias
from uuid import UUID

from stuga.models.definition.comparing import is_empty
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.crypto import Purpose, ring
from stuga.platform.tenancy import current_tenant_id
from stuga.runtime.exchange import keys
from stuga.runtime.exchange.finding import Key, found
from stuga.runtime.exchange.keys import ID
from stuga.runtime.exchange.rowing import Wanted
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.commands import Operation

Claim: TypeAlias = Callable[[Sequence[tuple[bytes, int]]], Mapping[bytes, int]]
"""Takes hashes for rows; returns, of those that an earlier row has, that row."""
HELD: Final = "key-twice"


def matched(acting: Acting, key: Key, several: Sequence[Wanted], claim: Claim) -> list[Wanted]:
    """Return rows with the records that they are about, in their order."""
    if not key:
        return list(several)
    checked = [_with_key(acting, key, one) for one in several]
    asking = [one for one in checked if one.key and not one.errors]
    asking_again = _claimed(acting, asking, claim)
    found_ids = found(acting, key, [one.key for one in asking])
    settled = {
        one.row.number: asking_again.get(one.row.number) or _about(acting, key, one, ids)
        for one, ids in zip(asking, found_ids, strict=True)
    }
    return [settled.get(one.row.number, one) for one in checked]


def operation_of(wanted: Wanted) -> Operation:
    """Return what a row asks for; an empty cell empties the field of a record that is there."""
    if wanted.id is None:
        return Operation(do="create", data=wanted.data, as_id=wanted.as_id)
    emptied: JsonObject = dict.fromkeys(wanted.emptied)
    return Operation(do="update", id=wanted.id, data={**emptied, **wanted.data})


def _with_key(acting: Acting, key: Key, wanted: Wanted) -> Wanted:
    """Return a row with the values of its key in their stored form; with none if it is new."""
    if wanted.errors:
        return wanted
    model = acting.model.view
    values: dict[str, JsonValue] = {}
    for part in key:
        value = _stored_form(acting, part, {**wanted.data, **wanted.finding}.get(part))
        if isinstance(value, Refused):
            return replace(wanted, errors={_at(part): value})
        values[part] = value
    empty = [part for part in key if is_empty(values[part])]
    if not empty:
        return replace(wanted, key=values)
    if keys.given_in(empty, model):
        return wanted
    refused = Refused("key-empty", {"field": keys.title_of(empty[0], model)})
    return replace(wanted, errors={_at(empty[0]): refused})


def _stored_form(acting: Acting, part: str, value: JsonValue) -> JsonValue | Refused:
    if value is None:
        return None
    if part == ID:
        return id_of(str(value)) or Refused("key-not-found", {"value": str(value)[:80]})
    field = acting.model.view.fields[part]
    broken = next(iter(field.kind.problems(value, field.schema).values()), None)
    return broken or field.kind.normal(value, field.schema)


def _claimed(acting: Acting, several: Sequence[Wanted], claim: Claim) -> dict[int, Wanted]:
    """Return the rows, by number, whose key an earlier row of the file has."""
    hashes = [(_hash(acting, one.key), one) for one in several]
    first: dict[bytes, int] = {}
    for value, one in hashes:
        first.setdefault(value, one.row.number)
    before = claim(list(first.items()))
    return {
        one.row.number: replace(one, errors={"": Refused(HELD, {"row": earlier})})
        for value, one in hashes
        if (earlier := before.get(value, first[value])) != one.row.number
    }


def _hash(acting: Acting, values: JsonObject) -> bytes:
    plain = json.dumps([*values.values()], ensure_ascii=False, sort_keys=True).encode()
    return ring().mac(Purpose.UNIQUE, plain, current_tenant_id(), f"{acting.model.id}:$key")


def _about(acting: Acting, key: Key, wanted: Wanted, ids: Sequence[UUID]) -> Wanted:
    if len(ids) == 1:
        return replace(wanted, id=ids[0])
    if ids:
        return replace(wanted, errors={"": Refused("key-ambiguous", {"count": len(ids)})})
    given = keys.given_in(key, acting.model.view)
    if not given:
        return wanted
    refused = Refused("key-not-found", {"value": str(wanted.key[given])[:80]})
    return replace(wanted, errors={_at(given): refused})


def _at(part: str) -> str:
    return "" if part == ID else f"/{part}"
