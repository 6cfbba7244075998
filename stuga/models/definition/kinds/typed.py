"""The steps that all field kinds share, around what each knows of its own type."""

import unicodedata
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import ClassVar, Generic, TypeVar

from babel import Locale

from stuga.models.definition.kinds.base import DEFAULT_ZONE, Kind
from stuga.models.definition.refusals import Refused
from stuga.models.definition.storable import is_broken
from stuga.models.json import JsonObject, JsonValue

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a value is typed or shown."""

    schema: JsonObject
    locale: Locale
    zone: tzinfo


class TypedKind(Kind, Generic[T]):
    """A kind whose values have one Python type; the hooks below see only such values."""

    json_type: ClassVar[str]

    @abstractmethod
    def _typed(self, value: JsonValue, /) -> T | None:
        """Give the value if it has the kind's JSON type."""

    @abstractmethod
    def _read(self, typed: str, setting: Setting, /) -> JsonValue | Refused:
        """Read one typed text, which is never empty."""

    def _suits(self, _schema: JsonObject, /) -> bool:
        return True

    def _flaw(self, _value: T, _schema: JsonObject, /) -> Refused | None:
        return None

    @abstractmethod
    def _normal(self, value: T, schema: JsonObject, /) -> JsonValue: ...

    def _text(self, value: T, _setting: Setting, /) -> str:
        return str(value)

    def _slot(self, _value: T, _language: str, /) -> str | float | datetime | None:
        return None

    def fits(self, schema: JsonObject) -> bool:
        return schema.get("type") == self.json_type and self._suits(schema)

    def parse(
        self,
        typed: str | Sequence[str],
        schema: JsonObject,
        locale: Locale,
        *,
        zone: tzinfo = DEFAULT_ZONE,
    ) -> JsonValue | Refused:
        text = cleaned(last_of(typed))
        if isinstance(text, Refused):
            return text
        text = text.strip()
        return self._read(text, Setting(schema, locale, zone)) if text else None

    def problem(self, value: JsonValue, schema: JsonObject) -> Refused | None:
        found = self._typed(value)
        return None if found is None else self._flaw(found, schema)

    def normal(self, value: JsonValue, schema: JsonObject) -> JsonValue:
        found = self._typed(value)
        return value if found is None else self._normal(found, schema)

    def text(
        self,
        value: JsonValue,
        schema: JsonObject,
        locale: Locale,
        *,
        zone: tzinfo = DEFAULT_ZONE,
    ) -> str:
        found = self._typed(value)
        return "" if found is None else self._text(found, Setting(schema, locale, zone))

    def slot_value(
        self, value: JsonValue, schema: JsonObject, language: str
    ) -> str | float | datetime | None:
        normal = self.normal(value, schema)
        found = self._typed(normal)
        return None if found is None or found == "" else self._slot(found, language)

    def _named(self, **more: JsonValue) -> JsonObject:
        return {"kind": self.name, **more}


def last_of(typed: str | Sequence[str]) -> str:
    """Take the text of a control that was posted once or, with its hidden twin, twice."""
    if isinstance(typed, str):
        return typed
    return typed[-1] if typed else ""


def cleaned(text: str) -> str | Refused:
    """Compose the text's accents (NFC); refuse what PostgreSQL cannot keep."""
    if is_broken(text):
        return Refused("text-broken")
    return unicodedata.normalize("NFC", text)
