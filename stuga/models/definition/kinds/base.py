"""What every field kind can do with a value: read it, check it, show it, sort it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from babel import Locale

from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject, JsonValue

DEFAULT_ZONE: Final[tzinfo] = ZoneInfo("Europe/Stockholm")
"""The zone of a tenant that has not chosen one."""

EQUALITY: Final = frozenset({"is", "is_not", "in", "not_in"})
ORDER: Final = frozenset({"lt", "lte", "gt", "gte"})
MATCH: Final = frozenset({"contains", "starts_with"})
PRESENCE: Final = frozenset({"empty", "filled"})


REDACTED: Final = "[removed]"
"""What stands in the place of a value that was redacted."""


class Slot(StrEnum):
    """The family of index columns that a kind's values go to."""

    TEXT = "t"
    NUMBER = "n"
    DATE = "d"


class Compared(StrEnum):
    """What a condition takes a kind's values for."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    DATE = "date"
    MOMENT = "moment"
    TIME = "time"
    DURATION = "duration"
    LIST = "list"
    DATA = "data"


ORDERED: Final = frozenset(
    {Compared.NUMBER, Compared.DATE, Compared.MOMENT, Compared.TIME, Compared.DURATION}
)
"""What has less and more; of the rest the engines disagree."""
MEASURED: Final = frozenset({Compared.NUMBER, Compared.DURATION})
"""What can be added up; a duration counts as its seconds."""


class Kind(ABC):
    """A field kind. Values are JSON as stored; a schema is the field's property schema."""

    name: ClassVar[str]
    slot: ClassVar[Slot | None]
    operators: ClassVar[frozenset[str]]
    searchable: ClassVar[bool] = False
    compared_as: ClassVar[Compared] = Compared.TEXT
    inferred: ClassVar[bool] = False
    """Whether type and format alone tell the kind, without `x-field.kind`."""
    given: ClassVar[bool] = False
    """Whether the server alone makes the values: nobody types them, on any channel."""
    as_written: ClassVar[bool] = False
    """Whether what is stored is, letter for letter, what people read and type."""
    names_records: ClassVar[bool] = False
    """Whether a value can tell one record from the others, as a number or an address does."""
    many_valued: ClassVar[bool] = False
    """Whether there are so many possible values that the keyed hash of one does not tell it."""
    encryptable: ClassVar[bool] = True
    """Whether a value may be sealed; what points at others must stay readable."""
    grouped: ClassVar[bool] = False
    """Whether records are counted by its values, of which several records share each."""
    from_columns: ClassVar[bool] = True
    """Whether a column of a spreadsheet may become a field of this kind."""
    stamps: ClassVar[bool] = False
    """Whether the server adds to a value that comes in, such as when it came."""
    identity: ClassVar[str] = ""
    """How a person is found by a value, as `x-privacy.identity`; '' if not by the kind alone."""
    impersonal: ClassVar[bool] = False
    """Whether a value alone tells nothing of a person, whatever the field is called."""
    methods: ClassVar[frozenset[str]] = frozenset()
    """How values are anonymised beside `drop` and `keep`; `methods.py` knows how."""
    countries: ClassVar[tuple[str, ...]] = ()
    """The countries, one of which `x-field.country` names; the first where it names none."""

    @abstractmethod
    def fits(self, schema: JsonObject) -> bool:
        """Whether a property schema can hold values of this kind."""

    @abstractmethod
    def new_schema(self) -> JsonObject:
        """Make the property schema of a new field, without its title."""

    @abstractmethod
    def parse(
        self,
        typed: str | Sequence[str],
        schema: JsonObject,
        locale: Locale,
        *,
        zone: tzinfo = DEFAULT_ZONE,
    ) -> JsonValue | Refused:
        """Read what a person typed or a spreadsheet holds; nothing typed is `None`."""

    @abstractmethod
    def problem(self, value: JsonValue, schema: JsonObject) -> Refused | None:
        """Say what JSON Schema cannot; a value of the wrong JSON type is left to it."""

    def problems(self, value: JsonValue, schema: JsonObject) -> Errors:
        """Say the same of each part of a value, by the JSON pointer below it ('' for the whole)."""
        found = self.problem(value, schema)
        return {"": found} if found else {}

    @abstractmethod
    def normal(self, value: JsonValue, schema: JsonObject) -> JsonValue:
        """Give the one stored form of a value without a problem."""

    def stamped(self, value: JsonValue, before: JsonValue, at: str) -> JsonValue:
        """Add what the server alone can tell of a value, where `stamps` is set.

        :param before: the value as it is stored
        :param at: the moment, as values hold one
        """
        _ = before, at
        return value

    @abstractmethod
    def text(
        self,
        value: JsonValue,
        schema: JsonObject,
        locale: Locale,
        *,
        zone: tzinfo = DEFAULT_ZONE,
    ) -> str:
        """Give words for a cell, an export or a mail; `parse` reads them back where it can."""

    @abstractmethod
    def slot_value(
        self, value: JsonValue, schema: JsonObject, language: str
    ) -> str | float | datetime | None:
        """Give what the index column holds: it narrows a query, the stored value decides."""

    def search_words(self, value: JsonValue, schema: JsonObject) -> str:
        """Give what a search looks through in a value."""
        _ = schema
        return str(value) if isinstance(value, str | int | float) else ""

    @abstractmethod
    def sample(self, schema: JsonObject, seed: int) -> JsonValue:
        """Make a value that fits the schema (but not its `pattern`); one seed, one value."""


def settings(schema: JsonObject) -> JsonObject:
    """Find the field's own settings, `x-field`."""
    found = schema.get("x-field")
    return found if isinstance(found, dict) else {}


def text_setting(schema: JsonObject, key: str, default: str = "") -> str:
    """Find one text among the field's own settings."""
    found = settings(schema).get(key)
    return found if isinstance(found, str) else default


def whole(schema: JsonObject, keyword: str, default: int) -> int:
    """Find the whole number that a schema keyword gives, such as `maxLength`."""
    found = schema.get(keyword)
    return found if isinstance(found, int) and not isinstance(found, bool) else default
