"""A number that the server gives each new record, one after another, without a gap."""

import re
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.kinds.base import text_setting
from stuga.models.definition.kinds.texts import TextKind
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

LONGEST_FORMAT: Final = 60
_PART: Final = re.compile(r"\{(year|number(?::0([1-9]))?)\}")


class Sequence(TextKind):
    """A text like `C-2026-00017`, made by the field's format when a record is made."""

    name = "sequence"
    as_written = True
    names_records = True
    many_valued = True
    impersonal = True
    from_columns = False
    searchable = True
    given = True

    def new_schema(self) -> JsonObject:
        return {"type": "string", "x-field": self._named(format="{year}-{number:04}")}

    def _read(self, typed: str, _setting: Setting, /) -> JsonValue | Refused:
        return typed

    def sample(self, schema: JsonObject, seed: int) -> JsonValue:
        return Format.of(schema).written(2026, seed + 1)


@dataclass(frozen=True, slots=True)
class Format:
    """How the numbers of a field are written: `C-{year}-{number:05}`."""

    text: str

    @classmethod
    def of(cls, schema: JsonObject) -> "Format":
        return cls(text_setting(schema, "format", "{number}"))

    @property
    def is_sound(self) -> bool:
        """Whether it says where the number goes, once, and nothing that is not known."""
        rest = _PART.sub("", self.text)
        numbers = [part for part in _PART.finditer(self.text) if part[1] != "year"]
        is_plain = not re.search(r"[{}\x00-\x1f]", rest) and self.text == self.text.strip()
        return len(numbers) == 1 and is_plain and len(self.text) <= LONGEST_FORMAT

    @property
    def is_yearly(self) -> bool:
        """Whether the numbers begin at 1 with every year."""
        return "{year}" in self.text

    def written(self, year: int, number: int) -> str:
        """Write a number; one that has outgrown its digits is written whole."""

        def part(match: re.Match[str]) -> str:
            return f"{year:04}" if match[1] == "year" else str(number).zfill(int(match[2] or 1))

        return _PART.sub(part, self.text)
