"""Text of several lines."""

from stuga.models.definition.kinds.text import fitted, titled
from stuga.models.definition.kinds.texts import TextKind
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue


class LongText(TextKind):
    """Text of several lines, each ended by one line feed. Too long to sort by."""

    name = "long-text"
    as_written = True
    methods = frozenset({"redact"})
    slot = None
    searchable = True

    def new_schema(self) -> JsonObject:
        return {"type": "string", "maxLength": 10_000, "x-field": self._named()}

    def _read(self, typed: str, _setting: Setting, /) -> JsonValue | Refused:
        return one_break(typed)

    def _normal(self, value: str, schema: JsonObject, /) -> JsonValue:
        composed = super()._normal(value, schema)
        return one_break(composed) if isinstance(composed, str) else composed

    def sample(self, schema: JsonObject, seed: int) -> JsonValue:
        line = f"{titled(schema)} {seed}."
        return fitted("\n".join([line] * (1 + seed % 3)), schema)


def one_break(text: str) -> str:
    r"""Leave `\n` as the only line break, as browsers and systems differ."""
    return "\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
