"""Turns stored values of one kind of field into another's; what they cannot mean is not guessed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, tzinfo
from functools import cached_property
from typing import Final

from babel import Locale

from stuga.models.definition.comparing import is_empty
from stuga.models.definition.field import Field
from stuga.models.definition.keywords import is_number
from stuga.models.definition.kinds.choice import named_choice
from stuga.models.definition.kinds.choices import items_of
from stuga.models.definition.kinds.date import date_of
from stuga.models.definition.kinds.date_time import local_of, moment_of, moment_text
from stuga.models.definition.kinds.numbers_typed import decimal_of
from stuga.models.definition.refusals import Refused
from stuga.models.definition.validation import tester
from stuga.models.json import JsonValue

NOT_CONVERTED: Final = Refused("not-converted")
AUTO: Final = "auto"
FORMATS: Final = (AUTO, "ymd", "dmy", "mdy")
"""The orders in which a text may name a day; `auto` is as people of the app's language do."""
DAYS: Final = frozenset({"date", "date-time"})
REFERENCES: Final = frozenset({"reference", "references"})
NAMED: Final = REFERENCES | {"person"}
_YEAR_FIRST: Final = re.compile(r"\s*[0-9]{4}")
_ORDERS: Final[Mapping[str, Locale]] = {
    "ymd": Locale("sv"),
    "dmy": Locale("sv"),
    "mdy": Locale("en", "US"),
}

Fits = Callable[[JsonValue], bool]


@dataclass(frozen=True, slots=True)
class Known:
    """What a conversion must look up: the records that texts name, and how records are called.

    :ivar ids: what a record is called, as `called` writes it -> its id
    :ivar labels: a record's id -> what it is called
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


NOTHING_KNOWN: Final = Known()


def called(text: str) -> str:
    """Return a label as it is compared: case and spaces do not matter."""
    return " ".join(text.casefold().split())


def fitting(wanted: Field) -> Fits:
    """Make a function that tells whether a value can stand in a field as it is."""
    test = tester(wanted.schema)

    def fits(value: JsonValue) -> bool:
        found: dict[str, Refused] = {}
        test(value, "", found)
        return not found and wanted.kind.problem(value, wanted.schema) is None

    return fits


@dataclass(frozen=True)
class Conversion:
    """From a field as it was to the field as it is to be.

    :ivar order: one of `FORMATS`, where a text is to become a day
    """

    former: Field
    wanted: Field
    locale: Locale
    zone: tzinfo
    order: str = AUTO

    @property
    def leads_to_records(self) -> bool:
        """Whether texts are to become references, which must be looked up."""
        return self._to_record and (not self._from_record or self.needs_labels)

    @property
    def needs_labels(self) -> bool:
        """Whether references or people are to become texts, or to lead into another model."""
        return self._from_record and (
            not self._to_record or self.former.references != self.wanted.references
        )

    @property
    def reads_days(self) -> bool:
        """Whether texts are to become days, whose order must be named."""
        return self.wanted.kind.name in DAYS and self.former.kind.name not in DAYS

    @cached_property
    def _fits(self) -> Fits:
        return fitting(self.wanted)

    @property
    def _to_record(self) -> bool:
        return self.wanted.kind.name in REFERENCES

    @property
    def _from_record(self) -> bool:
        return self.former.kind.name in NAMED

    def __call__(self, value: JsonValue, known: Known = NOTHING_KNOWN) -> JsonValue | Refused:
        """Return what a value becomes, in its one stored form; a refusal if it means nothing."""
        if is_empty(value):
            return value
        found = self._between_lists(value, known)
        if isinstance(found, Refused) or is_empty(found):
            return NOT_CONVERTED
        found = self.wanted.kind.normal(found, self.wanted.schema)
        return found if self._fits(found) else NOT_CONVERTED

    def _between_lists(self, value: JsonValue, known: Known) -> JsonValue | Refused:
        """Take one for a list of one, and a list of one for one."""
        many = self.wanted.schema.get("type") == "array"
        if isinstance(value, list):
            if many and not self.needs_labels and self._fits(value):
                return value
            if not many and len(value) != 1:
                return self._joined(value, known)
            several = [self._one(each, known) for each in value]
        else:
            several = [self._one(value, known)]
        plain = [one for one in several if not isinstance(one, Refused)]
        if len(plain) < len(several):
            return NOT_CONVERTED
        if not many:
            return plain[0]
        flat: list[JsonValue] = []
        for one in plain:
            flat.extend(one if isinstance(one, list) else [one])
        return flat

    def _joined(self, value: list[JsonValue], known: Known) -> JsonValue | Refused:
        """Write several values as one text; several records or numbers are not one."""
        if not self.needs_labels:
            return self._one(value, known)
        if self._to_record:
            return NOT_CONVERTED
        labels = [known.labels.get(one, "") if isinstance(one, str) else "" for one in value]
        return self._typed("; ".join(labels)) if all(labels) else NOT_CONVERTED

    def _one(self, value: JsonValue, known: Known) -> JsonValue | Refused:
        if self._to_record or self._from_record:
            return self._record(value, known)
        if self._can_stay(value):
            return value
        special = _BETWEEN_DAYS.get((self.former.kind.name, self.wanted.kind.name))
        if special is not None and isinstance(value, str):
            return special(value, self.zone)
        return self._typed(self._words(value))

    def _can_stay(self, value: JsonValue) -> bool:
        """Tell whether the value means the same in both; a choice's key is not what people read."""
        if self.former.choices and not self.wanted.choices:
            return False
        return not self.reads_days and self._fits(value)

    def _record(self, value: JsonValue, known: Known) -> JsonValue | Refused:
        if not isinstance(value, str):
            return NOT_CONVERTED
        if self._from_record and not self.needs_labels:
            return value
        words = known.labels.get(value, "") if self._from_record else self._words(value)
        if not self._to_record:
            return self._typed(words)
        return known.ids.get(called(words), NOT_CONVERTED)

    def _words(self, value: JsonValue) -> str:
        """Return a value as a person would type it."""
        if isinstance(value, str) and not self.former.choices:
            return value
        if is_number(value):
            return f"{decimal_of(value).normalize():f}"
        kind, schema = self.former.kind, self.former.schema
        if _is_list(self.former) and not isinstance(value, list):
            value = [value]
        return kind.text(value, schema, self.locale, zone=self.zone)

    def _typed(self, words: str) -> JsonValue | Refused:
        if not words.strip():
            return NOT_CONVERTED
        choices = items_of(self.wanted.schema) if _is_list(self.wanted) else self.wanted.schema
        if self.wanted.choices:
            return named_choice(words.strip(), choices) or self._parsed(words)
        return self._parsed(words)

    def _parsed(self, words: str) -> JsonValue | Refused:
        locale = self.locale
        if self.reads_days and self.order != AUTO:
            if (self.order == "ymd") != bool(_YEAR_FIRST.match(words)):
                return NOT_CONVERTED
            locale = _ORDERS[self.order]
        return self.wanted.kind.parse(words, self.wanted.schema, locale, zone=self.zone)


def _is_list(wanted: Field) -> bool:
    return wanted.schema.get("type") == "array"


def _midnight(value: str, zone: tzinfo) -> JsonValue | Refused:
    day = date_of(value)
    moment = local_of(datetime.combine(day, time.min, zone), UTC) if day else None
    return NOT_CONVERTED if moment is None else moment_text(moment)


def _day(value: str, zone: tzinfo) -> JsonValue | Refused:
    moment = moment_of(value)
    local = local_of(moment, zone) if moment else None
    return NOT_CONVERTED if local is None else local.date().isoformat()


_BETWEEN_DAYS: Final[Mapping[tuple[str, str], Callable[[str, tzinfo], JsonValue | Refused]]] = {
    ("date", "date-time"): _midnight,
    ("date-time", "date"): _day,
}
