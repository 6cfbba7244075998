"""What stands beside a record's data so that it can be found: slots, search text, due time."""

import unicodedata
from collections.abc import Collection
from datetime import datetime
from typing import Final

from stuga.models.definition.document import Field, Model
from stuga.models.json import JsonObject, JsonValue
from stuga.models.record import SLOTS
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.due import Reckoned

SEPARATOR: Final = "\n"
_EMPTY: Final[dict[str, object]] = dict.fromkeys(SLOTS)


def slot_columns(model: LiveModel, data: JsonObject) -> dict[str, object]:
    """Return the columns that a model's indexed fields have been given."""
    return {
        place.column: _slot(model, model.view.fields[key], data.get(key))
        for key, place in model.slots.items()
        if key in model.view.fields
    }


def all_columns(
    model: LiveModel, record: Reckoned, erased: Collection[str] = ()
) -> dict[str, object]:
    """Return every derived column, those that no field has as empty: for a back-fill."""
    return {**_EMPTY, **columns(model, record, erased)}


def columns(model: LiveModel, record: Reckoned, erased: Collection[str] = ()) -> dict[str, object]:
    """Return the derived columns of a record as it is to be."""
    values = record.values
    return {
        **slot_columns(model, values),
        "search": search_text(model.view, values),
        "due_at": model.clock.due_at(record, erased),
    }


def _slot(model: LiveModel, field: Field, value: JsonValue) -> str | float | datetime | None:
    return None if value is None else field.kind.slot_value(value, field.schema, model.language)


def search_text(model: Model, data: JsonObject) -> str | None:
    """Return what a search looks through: the fields the model names, a line each."""
    fields = [model.fields[key] for key in model.search if key in data and key in model.fields]
    words = [one.kind.search_words(data[one.key], one.schema) for one in fields]
    text = SEPARATOR.join(one for one in words if one)
    return normal_search(text) or None


def normal_search(text: str) -> str:
    """Return a text as it is searched: lower case, NFC."""
    return unicodedata.normalize("NFC", text).lower()
