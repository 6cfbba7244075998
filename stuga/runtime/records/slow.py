"""Which fields a list asks about that no index finds: it works, by going through every record."""

from collections.abc import Iterator

from stuga.models.definition.conditions import fields_in
from stuga.models.json import JsonObject
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.linking import POINTING

_LINKED = POINTING - {"person"}


def slow_fields(model: LiveModel, where: JsonObject | None, sort: str) -> tuple[str, ...]:
    """Return the fields without an index, by key; those that links find are none of them."""
    named = {one.removeprefix("-") for one in sort.split(",")}
    if where is not None:
        named |= fields_in(where)
    return tuple(sorted(_slow(model, named)))


def _slow(model: LiveModel, named: set[str]) -> Iterator[str]:
    for key in named:
        field = model.view.fields.get(key)
        if field is not None and key not in model.slots and field.kind.name not in _LINKED:
            yield key


def can_be_indexed(model: LiveModel, key: str) -> bool:
    """Tell whether a field's kind has what an index holds."""
    field = model.view.fields.get(key)
    return field is not None and field.kind.slot is not None and not field.privacy.encrypt
