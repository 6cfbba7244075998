"""Text on one line."""

from stuga.models.definition.kinds.base import whole
from stuga.models.definition.kinds.texts import TextKind
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue


class Text(TextKind):
    """Text on one line; line breaks that were pasted in become spaces."""

    name = "text"
    as_written = True
    names_records = True
    many_valued = True
    grouped = True
    methods = frozenset({"redact", "mask", "hmac"})
    searchable = True
    inferred = True

    def new_schema(self) -> JsonObject:
        return {"type": "string", "maxLength": 200}

    def _read(self, typed: str, _setting: Setting, /) -> JsonValue | Refused:
        return " ".join(line.strip() for line in typed.splitlines())

    def sample(self, schema: JsonObject, seed: int) -> JsonValue:
        return fitted(f"{titled(schema)} {seed}", schema)


def titled(schema: JsonObject) -> str:
    """Use the field's title, which makes samples readable in the app's own language."""
    title = schema.get("title")
    return title if isinstance(title, str) and title else "Text"


def fitted(text: str, schema: JsonObject) -> str:
    """Cut or fill up a text to the lengths that the schema allows."""
    return text[: whole(schema, "maxLength", len(text))].ljust(whole(schema, "minLength", 0), "x")
