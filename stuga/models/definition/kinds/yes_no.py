"""Yes or no."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from stuga.models.definition.kinds.base import PRESENCE, Compared, Slot
from stuga.models.definition.kinds.typed import Setting, TypedKind
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "sv": ("Ja", "Nej"),
    "nb": ("Ja", "Nei"),
    "en": ("Yes", "No"),
}
_YES: Final = frozenset(["yes", "y", "ja", "j", "on", "true", "sant", "sann", "1", "x", "✓", "✔"])
_NO: Final = frozenset(["no", "n", "nej", "nei", "off", "false", "falskt", "falsk", "usann", "0"])


class YesNo(TypedKind[bool]):
    """Yes or no; a box that is not ticked is no only if the form posts its hidden twin."""

    name = "yes-no"
    grouped = True
    impersonal = True
    slot = Slot.NUMBER
    operators = frozenset({"is", "is_not"}) | PRESENCE
    compared_as = Compared.TRUTH
    inferred = True
    json_type = "boolean"

    def new_schema(self) -> JsonObject:
        return {"type": "boolean"}

    def _typed(self, value: JsonValue, /) -> bool | None:
        return value if isinstance(value, bool) else None

    def _read(self, typed: str, _setting: Setting, /) -> JsonValue | Refused:
        word = typed.casefold()
        if word in _YES:
            return True
        return False if word in _NO else Refused("yes-no-invalid")

    def _normal(self, value: bool, _schema: JsonObject, /) -> JsonValue:  # noqa: FBT001
        return value

    def _text(self, value: bool, setting: Setting, /) -> str:  # noqa: FBT001
        yes, no = _WORDS.get(setting.locale.language, _WORDS["en"])
        return yes if value else no

    def _slot(self, value: bool, _language: str, /) -> str | float | datetime | None:  # noqa: FBT001
        return 1.0 if value else 0.0

    def sample(self, _schema: JsonObject, seed: int) -> JsonValue:
        return seed % 2 == 0
