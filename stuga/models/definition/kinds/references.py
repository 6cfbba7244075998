"""Records of another model, any number of them."""

import re
from collections.abc import Sequence
from datetime import tzinfo

from babel import Locale

from stuga.models.definition.kinds.base import DEFAULT_ZONE, PRESENCE, Compared
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.definition.kinds.typed import Setting, TypedKind, cleaned
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

SEPARATORS = re.compile(r"[;|\n]")
"""What stands between several records in one cell of a spreadsheet."""


class References(TypedKind[list[str]]):
    """The ids of records, each once, in the order in which they were chosen."""

    name = "references"
    encryptable = False
    from_columns = False
    slot = None
    operators = frozenset({"contains"}) | PRESENCE
    compared_as = Compared.LIST
    json_type = "array"

    def _suits(self, schema: JsonObject, /) -> bool:
        items = schema.get("items")
        return isinstance(items, dict) and items.get("type") == "string"

    def new_schema(self) -> JsonObject:
        return {
            "type": "array",
            "x-field": self._named(model="", on_delete="unlink"),
            "items": {"type": "string"},
            "uniqueItems": True,
            "maxItems": 100,
        }

    def _typed(self, value: JsonValue, /) -> list[str] | None:
        if not isinstance(value, list):
            return None
        ids = [one for one in value if isinstance(one, str)]
        return ids if len(ids) == len(value) else None

    def parse(
        self,
        typed: str | Sequence[str],
        schema: JsonObject,
        locale: Locale,
        *,
        zone: tzinfo = DEFAULT_ZONE,
    ) -> JsonValue | Refused:
        """Read the chosen ids, or the one cell of a spreadsheet that lists them."""
        if isinstance(typed, str):
            return super().parse(typed, schema, locale, zone=zone)
        chosen = [cleaned(text) for text in typed]
        refused = next((one for one in chosen if isinstance(one, Refused)), None)
        texts = [one.strip() for one in chosen if isinstance(one, str) and one.strip()]
        return refused or (_read(texts) if texts else None)

    def _read(self, typed: str, _setting: Setting, /) -> JsonValue | Refused:
        return _read([part.strip() for part in SEPARATORS.split(typed) if part.strip()])

    def _flaw(self, value: list[str], _schema: JsonObject, /) -> Refused | None:
        return None if all(id_of(one) for one in value) else Refused("reference-invalid")

    def _normal(self, value: list[str], _schema: JsonObject, /) -> JsonValue:
        return [*dict.fromkeys(id_of(one) or one for one in value)]

    def _text(self, value: list[str], _setting: Setting, /) -> str:
        return "; ".join(value)

    def search_words(self, value: JsonValue, schema: JsonObject) -> str:
        _ = value, schema
        return ""

    def sample(self, _schema: JsonObject, seed: int) -> JsonValue:
        return [f"00000000-0000-5000-8000-{seed * 10 + n:012d}" for n in range(1 + seed % 3)]


def _read(texts: Sequence[str]) -> JsonValue | Refused:
    ids = [id_of(text) for text in texts]
    if not ids or None in ids:
        return Refused("reference-invalid")
    return [*dict.fromkeys(ids)]
