"""What is wrong with a formula, in a builder's words."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final, Protocol

from stuga.models.definition.document import Model
from stuga.models.definition.saying import (
    Listed,
    Phrase,
    Said,
    Sentence,
    all_of,
    msgid,
    quoted,
    said,
)

_PLAIN: Final[Mapping[str, str]] = {
    "formula-long": msgid(
        "{where}: the formula is longer than a thousand characters. Spread it over several "
        "computed fields."
    ),
    "formula-broken": msgid("{where}: the formula holds a sign that cannot be kept."),
    "formula-syntax": msgid(
        "{where}: the formula cannot be understood. Look for a bracket, a quotation mark or an "
        "operator too few or too many."
    ),
    "formula-deep": msgid(
        "{where}: the formula is nested too deeply. Spread it over several computed fields."
    ),
    "formula-loops": msgid(
        "{where}: the formula goes through lists more than three times, or through three within "
        "each other. Spread it over several computed fields."
    ),
    "formula-digits": msgid("{where}: a number in the formula has more than 15 digits."),
}
_COSTLY: Final = msgid("{where}: the formula takes too long or too much to check. Simplify it.")

_OPERATORS: Final[Mapping[str, str]] = {"_?_:_": "? :", "_[_]": "[ ]", "@in": "in", "-_": "-"}
_NUMBERS: Final = frozenset({"double", "int", "uint"})
_TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(_NUMBERS, msgid("a number")),
    "string": msgid("a text"),
    "bool": msgid("yes or no"),
    "google.protobuf.timestamp": msgid("a date"),
    "timestamp": msgid("a date"),
    "google.protobuf.duration": msgid("a duration"),
    "duration": msgid("a duration"),
    "list": msgid("a list"),
    "map": msgid("a group of values"),
    "null_type": msgid("nothing"),
    "null": msgid("nothing"),
}
_SOMETHING: Final = msgid("a value")
_OPERANDS: Final = re.compile(r"\b([a-z][A-Za-z_.]*)(\([^()]*(?:\([^()]*\))*[^()]*\))?")


class Flawed(Protocol):
    """A formula that was looked at."""

    @property
    def flaw(self) -> str: ...
    @property
    def at(self) -> int | None: ...
    @property
    def about(self) -> str: ...


def flaw_said(found: Flawed, model: Model, where: Phrase) -> Sentence:
    """Say what is wrong with a formula, and at which character."""
    what = _what(found, model, where)
    if found.at is None:
        return what
    place = said("It is at character {at} of the formula.", at=found.at + 1)
    return Listed((what, place), between=" ")


def _what(found: Flawed, model: Model, where: Phrase) -> Said:
    if found.flaw in _PLAIN:
        return Said(_PLAIN[found.flaw], {"where": where})
    match found.flaw:
        case "formula-unknown":
            return _unknown(found.about, model, where)
        case "formula-operands":
            return _operands(found.about, where)
        case "formula-excluded":
            return said(
                "{where}: “{name}” cannot be used in formulas.", where=where, name=found.about
            )
        case "formula-result":
            return said(
                "{where}: the formula gives {type}, which is not what the field is to hold.",
                where=where,
                type=_type(found.about),
            )
        case _:
            return Said(_COSTLY, {"where": where})


def _unknown(name: str, model: Model, where: Phrase) -> Said:
    """Say that a name means nothing in formulas, and which one may have been meant."""
    bare = re.sub(r"^(record|filled)\.", "", name)
    field = model.fields.get(bare)
    if field is not None and bare == name:
        return said(
            "{where}: write “{right}” instead of “{name}”.",
            where=where,
            right=f"record.{name}",
            name=name,
        )
    if field is not None:
        return said(
            "{where} reads “{field}”, which formulas may not: it is encrypted, or numbered when "
            "the record is saved.",
            where=where,
            field=field.title,
        )
    near = get_close_matches(bare, list(model.fields), n=1)
    if near and bare != name:
        return said(
            "{where}: there is no “{name}”. Did you mean “{near}”?",
            where=where,
            name=name,
            near=f"record.{near[0]}",
        )
    return said("{where}: formulas know nothing called “{name}”.", where=where, name=name)


def _operands(about: str, where: Phrase) -> Said:
    """Read `_+_ (double, string)`: what an operator or a function cannot take."""
    name, _, written = about.partition(" ")
    operator = _OPERATORS.get(name, name.strip("_"))
    types = [one[1] for one in _OPERANDS.finditer(written)]
    if operator == "+" and "string" in types and _NUMBERS & set(types):
        return said(
            "{where}: a number cannot be joined to a text. Write text(…) around the number.",
            where=where,
        )
    return said(
        "{where}: “{operator}” cannot take {types}.",
        where=where,
        operator=operator,
        types=all_of(_type(one) for one in types) if types else quoted(""),
    )


def _type(name: str) -> Said:
    return Said(_TYPES.get(name.lower().split("(")[0].split("<")[0], _SOMETHING))
