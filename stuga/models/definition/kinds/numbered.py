"""What the kinds share whose values a register gave out."""

import re
from abc import abstractmethod
from datetime import datetime
from typing import Final

from stuga.models.definition.kinds.base import EQUALITY, PRESENCE, REDACTED, text_setting
from stuga.models.definition.kinds.registers import Register
from stuga.models.definition.kinds.texts import TextKind
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

_MASKED: Final = re.compile(r"[0-9A-Z+-]*•+[0-9A-Z+-]*")
_HASHED: Final = re.compile(r"[0-9a-f]{64}")
_LONGEST: Final = 40
_LONGEST_TYPED: Final = 80


class NumberedKind(TextKind):
    """A number of a register, stored without what people write between its digits.

    `5560••••••` is stored too where masking fits, and `[removed]` or a keyed hash where those
    methods do: it is what they leave, and cannot be typed.
    """

    operators = EQUALITY | PRESENCE
    names_records = True
    many_valued = True
    methods = frozenset({"mask"})

    @abstractmethod
    def register(self, schema: JsonObject) -> Register:
        """Find the register that a field's numbers are of."""

    def country(self, schema: JsonObject) -> str:
        """Give the country that the field names; the kind's first if it names none of them."""
        named = text_setting(schema, "country")
        return named if named in self.countries else next(iter(self.countries), "")

    def _read(self, typed: str, setting: Setting, /) -> JsonValue | Refused:
        register = self.register(setting.schema)
        found = register.read(typed) if len(typed) <= _LONGEST_TYPED else ""
        return register.flaw(found) or found

    def _flaw(self, value: str, schema: JsonObject, /) -> Refused | None:
        return None if self._is_left(value) else self.register(schema).flaw(value)

    def _is_left(self, value: str) -> bool:
        """Tell whether it is what a method leaves of a number."""
        if "mask" in self.methods and len(value) <= _LONGEST and _MASKED.fullmatch(value):
            return True
        if "redact" in self.methods and value == REDACTED:
            return True
        return "hmac" in self.methods and _HASHED.fullmatch(value) is not None

    def _text(self, value: str, setting: Setting, /) -> str:
        register = self.register(setting.schema)
        return value if register.flaw(value) else register.shown(value)

    def _slot(self, value: str, _language: str, /) -> str | float | datetime | None:
        return value

    def sample(self, schema: JsonObject, seed: int) -> JsonValue:
        return self.register(schema).sample(seed)
