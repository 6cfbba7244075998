"""Match keys: the fields by which a row finds the record that it is about."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from stuga.models.definition.document import Field, Fields, Model
from stuga.models.definition.refusals import Refused
from stuga.platform.authz import ActorKind
from stuga.platform.errors import InvalidError, NotPermittedError, NotSignedInError
from stuga.runtime.exchange.commands import Mapped
from stuga.runtime.records.rights import ModelRights, Verb, united

ID: Final = "id"
"""The record's own id, where a field could stand; no field can be called so."""
KEY: Final = "/key"
MOST: Final = 8
EITHER: Final[tuple[Verb, ...]] = ("create", "update")
_NEW_ALONE: Final[tuple[Verb, ...]] = ("create",)


def verbs(key: Sequence[str]) -> tuple[Verb, ...]:
    """Return what rows may ask for: to make records, and with a key to change those they find."""
    return EITHER if key else _NEW_ALONE


def may_any(rights: ModelRights, wanted: Sequence[Verb]) -> bool:
    """Tell whether the actor may do one of these acts to some record."""
    return any(rights.may(one) for one in wanted)


def require_any(rights: ModelRights, wanted: Sequence[Verb]) -> None:
    """Go on only if the actor may do one of these acts to some record of the model.

    :raises NotSignedInError: if nobody is signed in
    :raises NotPermittedError: if the actor holds no such right
    """
    if may_any(rights, wanted):
        return
    if rights.actor.kind is ActorKind.ANONYMOUS:
        raise NotSignedInError
    raise NotPermittedError(permission=f"record.{wanted[0]}")


def fillable(rights: ModelRights, key: Sequence[str]) -> Fields:
    """Return the fields to which columns may go: what rows may fill, and what finds records."""
    return _with(rights, verbs(key), key)


def offered(rights: ModelRights) -> Fields:
    """Return the fields to which columns may go, whatever the key will be."""
    finding = candidates(rights.model.view, rights.whole_fields("read"))
    return _with(rights, EITHER, finding if rights.may("update") else ())


def _with(rights: ModelRights, wanted: Sequence[Verb], finding: Collection[str]) -> Fields:
    held = [rights.whole_fields(one) for one in wanted if rights.may(one)]
    return united([*held, Fields(only=frozenset(finding))], rights.model.view)


def candidates(model: Model, readable: Fields) -> tuple[str, ...]:
    """Return by what records may be found: their id, and what is unique or indexed."""
    return (ID, *(one.key for one in model.fields.values() if _finds(one, model, readable)))


def _finds(field: Field, model: Model, readable: Fields) -> bool:
    if not readable.allow(field.key) or field.privacy.encrypt:
        return False
    return any(field.key in rule for rule in model.unique) or _is_indexed(field, model)


def _is_indexed(field: Field, model: Model) -> bool:
    return field.key in model.index and "in" in field.kind.operators


def unique_rule(key: Collection[str], model: Model) -> tuple[str, ...] | None:
    """Return fields of a key that are unique together; None if no such rule lies in it."""
    return next((rule for rule in model.unique if rule and set(rule) <= set(key)), None)


def finds_only(field: Field) -> bool:
    """Tell whether a column may find records by a field, but never fill it: the server does."""
    return field.key == ID or field.kind.name == "sequence"


def given_in(key: Collection[str], model: Model) -> str:
    """Return a part of a key that the server gives to new records; '' if there is none."""
    fields = (model.field(one) for one in key)
    return next((one.key for one in fields if one is not None and finds_only(one)), "")


def check(key: Sequence[str], mapped: Sequence[Mapped], model: Model, readable: Fields) -> None:
    """Go on only if records can be found by a key.

    :raises InvalidError: at `/key`
    """
    refused = next(_problems(key, mapped, model, readable), None)
    if refused is not None:
        raise InvalidError({KEY: refused})


def _problems(
    key: Sequence[str], mapped: Sequence[Mapped], model: Model, readable: Fields
) -> Iterator[Refused]:
    known, filled = candidates(model, readable), {one.field for one in mapped}
    for one in key:
        if one not in known or len(key) > MOST:
            yield Refused("key-unknown", {"field": one[:80]})
        if one not in filled:
            yield Refused("key-unmapped", {"field": title_of(one, model)})
    if not key or ID in key or unique_rule(key, model) is not None:
        return
    closed = [one for one in key if not _is_indexed(model.fields[one], model)]
    if closed:
        yield Refused("key-part", {"field": title_of(closed[0], model)})


def title_of(field_key: str, model: Model) -> str:
    """Return what a part of a key is called."""
    field = model.fields.get(field_key)
    return field.title if field else field_key.upper()[:80]
