"""A signature: who signs, when, and perhaps the strokes of a pen."""

import re
from typing import Final

from stuga.models.definition.kinds.base import PRESENCE, Compared
from stuga.models.definition.kinds.typed import Setting, TypedKind, cleaned
from stuga.models.definition.reading import object_at
from stuga.models.definition.refusals import Refused
from stuga.models.definition.storable import is_broken
from stuga.models.json import JsonObject, JsonValue

WIDTH: Final = 600
HEIGHT: Final = 200
LONGEST_NAME: Final = 200
LONGEST_PATH: Final = 20_000
_PATH: Final = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})*)+")
_MEMBERS: Final = frozenset({"name", "drawn", "at"})


class Signature(TypedKind[dict[str, str]]):
    """A name, the moment at which the server took it, and strokes as an SVG path.

    Strokes are whole numbers on a sheet of 600 by 200: lines without a picture's bytes, which
    print at any size and go with the record.
    """

    name = "signature"
    from_columns = False
    stamps = True
    slot = None
    operators = PRESENCE
    compared_as = Compared.DATA
    json_type = "object"

    def _suits(self, schema: JsonObject, /) -> bool:
        return object_at(schema, "properties").keys() == _MEMBERS

    def new_schema(self) -> JsonObject:
        return {
            "type": "object",
            "x-field": self._named(),
            "properties": {
                "name": {"type": "string", "maxLength": LONGEST_NAME},
                "at": {"type": "string", "format": "date-time"},
                "drawn": {"type": "string", "maxLength": LONGEST_PATH},
            },
            "required": ["name"],
            "additionalProperties": False,
        }

    def _typed(self, value: JsonValue, /) -> dict[str, str] | None:
        if not isinstance(value, dict) or "name" not in value or not value.keys() <= _MEMBERS:
            return None
        texts = {key: one for key, one in value.items() if isinstance(one, str)}
        return texts if len(texts) == len(value) else None

    def _read(self, typed: str, _setting: Setting, /) -> JsonValue | Refused:
        return {"name": " ".join(typed.split())}

    def _flaw(self, value: dict[str, str], _schema: JsonObject, /) -> Refused | None:
        if is_broken(value["name"]):
            return Refused("text-broken")
        if not value["name"].strip():
            return Refused("signature-name")
        is_drawn_well = "drawn" not in value or is_path(value["drawn"])
        return None if is_drawn_well else Refused("signature-drawn")

    def _normal(self, value: dict[str, str], _schema: JsonObject, /) -> JsonValue:
        name = cleaned(value["name"])
        whole = value["name"] if isinstance(name, Refused) else " ".join(name.split())
        return {**value, "name": whole}

    def stamped(self, value: JsonValue, before: JsonValue, at: str) -> JsonValue:
        """Say when it was signed; one that comes back as it was keeps its moment."""
        found, old = self._typed(value), self._typed(before)
        if found is None:
            return value
        if old is not None and _signed(old) == _signed(found):
            return before
        return {**_signed(found), "at": at}

    def _text(self, value: dict[str, str], _setting: Setting, /) -> str:
        return value["name"]

    def search_words(self, value: JsonValue, schema: JsonObject) -> str:
        _ = schema
        return (self._typed(value) or {}).get("name", "")

    def sample(self, schema: JsonObject, seed: int) -> JsonValue:
        _ = schema
        return {"name": f"Sten Ek {seed}"}


def is_path(text: str) -> bool:
    """Whether a text holds strokes and nothing else."""
    return len(text) <= LONGEST_PATH and _PATH.fullmatch(text) is not None


def _signed(value: dict[str, str]) -> JsonObject:
    return {key: one for key, one in value.items() if key != "at"}
