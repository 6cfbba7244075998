"""Data without a field of its own: what other systems hand over."""

import json
from datetime import datetime
from typing import Final, TypeAlias

from stuga.models.definition.kinds.base import PRESENCE, Compared
from stuga.models.definition.kinds.text import titled
from stuga.models.definition.kinds.typed import Setting, TypedKind
from stuga.models.definition.refusals import Refused
from stuga.models.definition.storable import unstorable
from stuga.models.json import JsonObject, JsonValue

MOST_CHARACTERS: Final = 100_000
MOST_LEVELS: Final = 20
_TYPES: Final = ("object", "array")
Held: TypeAlias = JsonObject | list[JsonValue]


class JsonData(TypedKind[Held]):
    """An object or a list of any JSON, stored as it is (RFC 8259); its schema says which.

    For what other systems send and want back: nobody filters, sorts or counts by what is inside.
    """

    name = "json"
    slot = None
    operators = PRESENCE
    compared_as = Compared.DATA
    json_type = "object"

    def fits(self, schema: JsonObject) -> bool:
        return schema.get("type") in _TYPES and "items" not in schema

    def new_schema(self) -> JsonObject:
        return {"type": self.json_type, "x-field": self._named()}

    def _typed(self, value: JsonValue, /) -> Held | None:
        return value if isinstance(value, dict | list) else None

    def _read(self, typed: str, setting: Setting, /) -> JsonValue | Refused:
        if len(typed) > MOST_CHARACTERS:
            return Refused("json-long", {"most": MOST_CHARACTERS})
        try:
            found: JsonValue = json.loads(typed, parse_constant=_refuse, object_pairs_hook=_members)
        except json.JSONDecodeError as error:
            return Refused("json-invalid", {"line": error.lineno, "column": error.colno})
        except (ValueError, RecursionError):
            return Refused("json-invalid", {"line": 1, "column": 1})
        wanted = setting.schema.get("type", self.json_type)
        if not isinstance(found, list if wanted == "array" else dict):
            return Refused("type", {"expected": str(wanted)})
        return self._flaw(found, setting.schema) or found

    def _flaw(self, value: Held, _schema: JsonObject, /) -> Refused | None:
        if _levels(value) > MOST_LEVELS:
            return Refused("json-deep", {"most": MOST_LEVELS})
        broken = next(iter(unstorable(value).values()), None)
        if broken is not None:
            return broken
        if len(_written(value)) > MOST_CHARACTERS:
            return Refused("json-long", {"most": MOST_CHARACTERS})
        return None

    def _normal(self, value: Held, _schema: JsonObject, /) -> JsonValue:
        return value

    def _text(self, value: Held, _setting: Setting, /) -> str:
        return _written(value)

    def _slot(self, _value: Held, _language: str, /) -> str | float | datetime | None:
        return None

    def search_words(self, value: JsonValue, schema: JsonObject) -> str:
        _ = value, schema
        return ""

    def sample(self, schema: JsonObject, seed: int) -> JsonValue:
        one: JsonObject = {"name": f"{titled(schema)} {seed}", "number": seed}
        return [one] if schema.get("type") == "array" else one


def indented(value: JsonValue) -> str:
    """Write data as people read and change it, over several lines."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def _written(value: Held) -> str:
    return json.dumps(value, ensure_ascii=False)


def _refuse(name: str) -> JsonValue:
    raise ValueError(f"{name} is no JSON")


def _members(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    """Take an object's members; one that stands twice is a mistake, which last one wins hides."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a member stands twice")
    return found


def _levels(value: JsonValue) -> int:
    """Count how deep data is nested, level by level, so that nothing can overflow."""
    level: list[JsonValue] = [value]
    count = 0
    while level and count <= MOST_LEVELS:
        inner = [one for one in level if isinstance(one, dict | list)]
        count += bool(inner)
        level = [each for one in inner for each in (one.values() if isinstance(one, dict) else one)]
        if not inner:
            break
    return count
