"""What the form of a rule offers for a model: starts, methods that fit each field, conditions."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.field import Field
from stuga.models.definition.model import Model
from stuga.models.definition.paths import apart
from stuga.models.definition.reading import object_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui import Locale, msgid
from stuga.runtime.retention.rules import is_date, method_problem
from stuga.runtime.retention.wording import method_words, period_words, value_words

AS_IT_IS: Final = "as-it-is"
"""Stands for what a rule says already and the form cannot say."""

UNITS: Final[Mapping[str, str]] = {
    "days": msgid("days"),
    "months": msgid("months"),
    "years": msgid("years"),
}
Option = tuple[str, str]
_METHODS: Final[Sequence[tuple[str, JsonObject, str]]] = (
    ("drop", {"method": "drop"}, msgid("Remove it")),
    ("redact", {"method": "redact"}, msgid("Replace it by “[removed]”")),
    ("mask", {"method": "mask", "first": 1, "last": 0}, msgid("Leave only some characters")),
    ("generalise:month", {"method": "generalise", "to": "month"}, msgid("Leave only the month")),
    (
        "generalise:quarter",
        {"method": "generalise", "to": "quarter"},
        msgid("Leave only the quarter"),
    ),
    ("generalise:year", {"method": "generalise", "to": "year"}, msgid("Leave only the year")),
    ("generalise:decade", {"method": "generalise", "to": "decade"}, msgid("Leave only the decade")),
    ("truncate", {"method": "truncate"}, msgid("Leave only the area")),
    ("hmac", {"method": "hmac"}, msgid("Replace it by a code")),
)


@dataclass(frozen=True, slots=True)
class Period:
    """A number and its unit, as typed; a unit that begins with P is a whole ISO duration."""

    number: str = ""
    unit: str = "years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """All that stands in the form.

    :ivar action: `fields`, `record` or `delete`
    :ivar fields: keys of the fields that are ticked
    :ivar methods: field -> method of the form
    :ivar ends: field -> how many characters a mask leaves at either end
    """

    title: str = ""
    start: str = ""
    align: str = ""
    most: Period = Period()
    least: Period = Period()
    action: str = "record"
    fields: frozenset[str] = frozenset()
    methods: Mapping[str, str] = dataclasses.field(default_factory=dict)
    ends: Mapping[str, tuple[str, str]] = dataclasses.field(default_factory=dict)
    when: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """One field in the form.

    :ivar tells: whether it is personal: `personal`, `undecided` or `none`
    :ivar methods: those that fit it; empty if none does, because the field is required
    """

    key: str
    title: str
    tells: str
    methods: Sequence[Option]
    method: str
    first: str
    last: str
    ticked: bool


def form_rows(model: Model, typed: Typed, former: JsonObject, locale: Locale) -> Sequence[FieldRow]:
    """Return the fields of a model, the personal ones first, with what fits each."""
    rows = []
    for key, field in apart(model.fields):
        first, last = typed.ends.get(key, ("1", "0"))
        said = object_at(object_at(former, "fields"), key) or field.privacy.anonymise or {}
        methods = [(value, locale.text(words)) for value, words in methods_for(field, model)]
        if said and value_of(said) == AS_IT_IS and method_problem(said, field, model) is None:
            methods.append((AS_IT_IS, method_words(said, locale).capitalize()))
        rows.append(
            FieldRow(
                key=key,
                title=model.title_at(key),
                tells=_tells(field),
                methods=methods,
                method=typed.methods.get(key, ""),
                first=first,
                last=last,
                ticked=key in typed.fields,
            )
        )
    return sorted(rows, key=lambda row: row.tells == "none")


def _tells(field: Field) -> str:
    if not field.privacy.decided:
        return "undecided"
    return "personal" if field.privacy.is_personal else "none"


def units(typed: Typed, locale: Locale) -> Sequence[Option]:
    """Return the units of a period, and what a rule says that is none of them."""
    whole = {one.unit for one in (typed.most, typed.least) if one.unit.startswith("P")}
    found = [(unit, locale.text(words)) for unit, words in UNITS.items()]
    return [*found, *((unit, period_words(unit, locale)) for unit in sorted(whole))]


def methods_for(field: Field, model: Model) -> Sequence[Option]:
    """Return the methods that can be used on a field: value and msgid."""
    return [
        (value, words)
        for value, settings, words in _METHODS
        if method_problem(settings, field, model) is None
    ]


def settings_of(value: str) -> JsonObject:
    """Return the settings that a method of the form begins with."""
    return next((dict(settings) for name, settings, _ in _METHODS if name == value), {})


def value_of(settings: JsonObject) -> str:
    """Return which method of the form says the settings; `AS_IT_IS` if none does."""
    if settings.get("method") == "mask" and settings.keys() <= {"method", "first", "last"}:
        return "mask"
    return next((name for name, one, _ in _METHODS if one == settings), AS_IT_IS)


def starts(model: Model, locale: Locale) -> Sequence[Option]:
    """Return what can start the clock."""
    dates = [
        (f"field:{key}", one.title) for key, one in model.fields.items() if is_date(model, key)
    ]
    return [
        *dates,
        ("event:created", locale.text("When the record was created")),
        ("event:updated", locale.text("When the record was last changed")),
    ]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a field that a rule may be limited to."""

    value: str
    title: str
    condition: JsonObject


def conditions(model: Model, locale: Locale) -> Sequence[tuple[str, Sequence[Answer]]]:
    """Return for each field with answers its title and what a rule may be limited to."""
    found = []
    for field in model.fields.values():
        answers = [] if field.privacy.encrypt else _answers(field, locale)
        if answers:
            found.append((field.title, answers))
    return found


def _answers(field: Field, locale: Locale) -> Sequence[Answer]:
    values: list[JsonValue] = [one.const for one in field.choices]
    if field.kind.name == "yes-no":
        values = [True, False]
    operator = "contains" if field.kind.name == "choices" else "is"
    return [
        Answer(
            f"{field.key}={json.dumps(value, ensure_ascii=False)}",
            value_words(field, value, locale),
            {"field": field.key, operator: value},
        )
        for value in values
    ]
