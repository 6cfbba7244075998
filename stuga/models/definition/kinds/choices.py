"""Several of the choices that the schema lists."""

import re
from collections.abc import Sequence
from datetime import tzinfo

from babel import Locale

from stuga.models.definition.kinds.base import DEFAULT_ZONE, PRESENCE, Compared
from stuga.models.definition.kinds.choice import choices_of, named_choice, new_choices
from stuga.models.definition.kinds.typed import Setting, TypedKind, cleaned
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue


class Choices(TypedKind[list[str]]):
    """Several choices, stored by `const` in the order of the schema."""

    name = "choices"
    encryptable = False
    grouped = True
    from_columns = False
    slot = None
    operators = frozenset({"contains"}) | PRESENCE
    compared_as = Compared.LIST
    inferred = True
    json_type = "array"

    def _suits(self, schema: JsonObject, /) -> bool:
        return bool(choices_of(items_of(schema)))

    def new_schema(self) -> JsonObject:
        items: JsonObject = {"type": "string", "oneOf": new_choices()}
        return {"type": "array", "uniqueItems": True, "items": items}

    def _typed(self, value: JsonValue, /) -> list[str] | None:
        if not isinstance(value, list):
            return None
        texts = [part for part in value if isinstance(part, str)]
        return texts if len(texts) == len(value) else None

    def parse(
        self,
        typed: str | Sequence[str],
        schema: JsonObject,
        locale: Locale,
        *,
        zone: tzinfo = DEFAULT_ZONE,
    ) -> JsonValue | Refused:
        """Read the ticked boxes, or the one cell of a spreadsheet that names them all."""
        if isinstance(typed, str):
            return super().parse(typed, schema, locale, zone=zone)
        ticked = [cleaned(text) for text in typed]
        return self._found([text for text in ticked if text != ""], schema)

    def _read(self, typed: str, setting: Setting, /) -> JsonValue | Refused:
        for parts in ([typed], re.split(r"[;|\n]", typed), re.split(r"[;|\n,]", typed)):
            found = self._found([part.strip() for part in parts if part.strip()], setting.schema)
            if not isinstance(found, Refused):
                return found
        return Refused("choice-unknown")

    def _found(self, texts: Sequence[str | Refused], schema: JsonObject) -> JsonValue | Refused:
        items = items_of(schema)
        named = [None if isinstance(text, Refused) else named_choice(text, items) for text in texts]
        consts = [const for const in named if const is not None]
        if len(consts) < len(texts):
            return Refused("choice-unknown")
        return self._normal(consts, schema) if consts else None

    def _flaw(self, value: list[str], schema: JsonObject, /) -> Refused | None:
        choices = choices_of(items_of(schema))
        return None if all(const in choices for const in value) else Refused("choice-unknown")

    def _normal(self, value: list[str], schema: JsonObject, /) -> JsonValue:
        known = list(choices_of(items_of(schema)))
        left = dict.fromkeys(const for const in value if const not in known)
        return [*(const for const in known if const in value), *left]

    def _text(self, value: list[str], setting: Setting, /) -> str:
        titles = choices_of(items_of(setting.schema))
        return "; ".join(titles.get(const, const) for const in value)

    def sample(self, schema: JsonObject, seed: int) -> JsonValue:
        known = list(choices_of(items_of(schema)))
        return [const for n, const in enumerate(known) if (seed + n) % 2 == 0] or [*known[:1]]


def items_of(schema: JsonObject) -> JsonObject:
    """Give the schema of one of the choices."""
    found = schema.get("items")
    return found if isinstance(found, dict) else {}
