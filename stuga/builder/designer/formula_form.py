"""The formula of a computed field: read, looked at while one types, tried on made-up values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from stuga.builder.designer.kind_words import kind_title
from stuga.builder.designer.typed import Typed
from stuga.models.definition.checks.formula_words import flaw_said
from stuga.models.definition.document import Field, Model
from stuga.models.definition.kinds import COMPUTED
from stuga.models.definition.refusals import Refused
from stuga.models.definition.saying import quoted
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.ui import Locale, msgid
from stuga.platform.ui.refusal_words import refusal_text
from stuga.platform.ui.screens.values import Values
from stuga.runtime.formulas.checking import check
from stuga.runtime.formulas.declaring import declared, type_of
from stuga.runtime.formulas.evaluating import At, evaluate
from stuga.runtime.formulas.limits import MOST_CHARACTERS

TYPE_WORDS: Final[Mapping[str, str]] = {
    "number": msgid("number"),
    "whole": msgid("whole number"),
    "truth": msgid("yes or no"),
    "text": msgid("text"),
    "date": msgid("date"),
    "moment": msgid("date and time"),
    "texts": msgid("list of texts"),
    "rows": msgid("list of rows"),
    "group": msgid("group of values"),
}
EXAMPLES: Final[Sequence[tuple[str, str]]] = (
    ("record.price * record.quantity", msgid("Reckons with numbers: + - * / %")),
    ("filled.fee ? record.fee : 0", msgid("Stands in for what is not filled in")),
    ("record.due < today", msgid("Compares: < <= > >= == !=")),
    ("record.name + ' ' + text(record.year)", msgid("Joins texts")),
    ("sum(record.lines.map(row, row.price))", msgid("Adds up the rows of a list")),
    ("days_between(record.begun, today)", msgid("Counts days")),
    ("round(record.total / 3, 2)", msgid("Rounds to so many decimals")),
)
FUNCTIONS: Final = "sum avg min max round days_between text join size"


@dataclass(frozen=True, slots=True)
class Readable:
    """A field that a formula can read, and how."""

    written: str
    title: str
    type: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands beside a formula on its field's page."""

    results: Sequence[tuple[str, str]]
    fields: Sequence[Readable]
    examples: Sequence[tuple[str, str]]
    functions: str
    most: int


def shown(model: Model, field: Field, locale: Locale) -> Shown:
    """Return what a formula of a field may give, read and use."""
    types = ((one, type_of(one)) for one in model.fields.values() if one.key != field.key)
    return Shown(
        results=[(name, kind_title(name, locale)) for name in COMPUTED],
        fields=[
            Readable(f"record.{one.key}", one.title, locale.text(TYPE_WORDS[type_]))
            for one, type_ in types
            if type_ is not None
        ],
        examples=[(source, locale.text(words)) for source, words in EXAMPLES],
        functions=FUNCTIONS,
        most=MOST_CHARACTERS,
    )


def read_formula(typed: Typed) -> tuple[str, str]:
    """Read the kind of the result and the formula."""
    result = typed.choice("result", COMPUTED, empty=False)
    formula = typed.text("formula", longest=MOST_CHARACTERS)
    if not formula:
        typed.refuse("formula", typed.locale.text("Write what it is computed by."))
    return result, formula


def check_typed(typed: Typed, model: Model, field: Field) -> None:
    """Refuse a formula that cannot be reckoned."""
    words = _flaw(typed, model, field)
    if words:
        typed.refuse("formula", words)


def said_of(typed: Typed, model: Model, field: Field) -> JsonObject:
    """Say what is wrong with a formula as typed, or what it gives over made-up values."""
    read_formula(typed)
    words = next(iter(typed.errors.values()), "") or _flaw(typed, model, field)
    return {"ok": not words, "message": words or _tried(typed, model, field)}


def _flaw(typed: Typed, model: Model, field: Field) -> str:
    source, result = typed.form.get("formula", ""), typed.form.get("result", "")
    fields = {key: one for key, one in model.fields.items() if key != field.key}
    found = check(source.strip(), fields, result)
    if not found.flaw:
        return ""
    return typed.locale.tell(flaw_said(found, model, quoted(field.title)))


def _tried(typed: Typed, model: Model, field: Field) -> str:
    """Say what the formula gives over made-up values; it is kept nowhere."""
    settings: JsonObject = {
        **field.settings,
        "kind": "computed",
        "formula": typed.form.get("formula", "").strip(),
        "result": typed.form.get("result", ""),
    }
    properties: JsonObject = {key: one.schema for key, one in model.fields.items()}
    properties[field.key] = {**field.schema, "x-field": settings}
    draft = Model.read(model.key, {**model.schema, "properties": properties})
    formulas = declared(draft)
    if formulas is None:
        return ""
    samples: JsonObject = {
        key: one.kind.sample(one.schema, 1)
        for key, one in draft.fields.items()
        if one.formula is None
    }
    locale = typed.locale
    [found] = evaluate(formulas, [samples], At(clock.now(), ZoneInfo(locale.zone)))
    value = found.get(field.key)
    if isinstance(value, Refused):
        return refusal_text(value, field.title, locale)
    words = Values(locale).words(draft.fields[field.key], value) or locale.text("nothing")
    return locale.text("With made-up values it gives {value}.", value=words)
