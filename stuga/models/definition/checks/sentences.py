"""Turns the findings of a JSON Schema validator into sentences a builder understands."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Any, Final

from jsonschema.exceptions import ValidationError

from stuga.models.definition.checks.place import place
from stuga.models.definition.checks.problem import Fix
from stuga.models.definition.reading import pointer
from stuga.models.definition.saying import (
    Listed,
    Phrase,
    Said,
    all_of,
    in_row,
    msgid,
    one_of,
    quoted,
    said,
)
from stuga.models.json import JsonObject, JsonValue

_TYPES: Final[Mapping[str, str]] = {
    "string": msgid("a text"),
    "number": msgid("a number"),
    "integer": msgid("a whole number"),
    "boolean": msgid("true or false"),
    "array": msgid("a list"),
    "object": msgid("an object with members"),
}
_LONGEST_QUOTE: Final = 60
_MOST_NAMES: Final = 20


@dataclass(frozen=True, slots=True)
class _Finding:
    """What the validator found, as far as sentences need it; its values are any JSON."""

    validator: str
    validator_value: Any
    instance: Any
    schema: Mapping[str, Any]
    absolute_path: tuple[str | int, ...]
    message: str

    @classmethod
    def of(cls, error: ValidationError) -> "_Finding":
        schema = error.schema if isinstance(error.schema, Mapping) else {}
        path = tuple(error.absolute_path)
        value = error.validator_value
        return cls(str(error.validator), value, error.instance, schema, path, error.message)


def sentence(document: JsonObject, found: ValidationError) -> Listed:
    """Say where and what in one sentence, and what would be right."""
    error = _Finding.of(found)
    tell = _SENTENCES.get(str(error.validator), _other)
    return Listed((place(document, list(error.absolute_path)), tell(error)), between=": ")


def fix_for(found: ValidationError) -> Fix | None:
    """Offer to correct a misspelt member or value, or to take away what is not known."""
    error = _Finding.of(found)
    here = error.absolute_path
    if error.validator == "enum" and isinstance(error.instance, str):
        near = get_close_matches(error.instance, _texts(error.validator_value), n=1)
        if near:
            title = said("Use “{value}”", value=near[0])
            return Fix(title, ({"op": "replace", "path": pointer(*here), "value": near[0]},))
    if error.validator == "additionalProperties" and error.validator_value is False:
        return _fix_members(error, here)
    return None


def _fix_members(error: _Finding, here: tuple[str | int, ...]) -> Fix:
    known = list(error.schema.get("properties", {}))
    patch: list[JsonObject] = []
    for name in _unknown(error):
        near = [one for one in get_close_matches(name, known, n=1) if one not in error.instance]
        source = pointer(*here, name)
        if near:
            patch.append({"op": "move", "from": source, "path": pointer(*here, near[0])})
        else:
            patch.append({"op": "remove", "path": source})
    moved = [one["op"] for one in patch] == ["move"]
    title = said("Correct the spelling") if moved else said("Remove what is not known")
    return Fix(title, tuple(patch))


def _unknown(error: _Finding) -> list[str]:
    known = error.schema.get("properties", {})
    unknown = (name for name in error.instance if name not in known)
    return list(islice(unknown, _MOST_NAMES))


def _texts(values: Iterable[JsonValue]) -> list[str]:
    return [one for one in values if isinstance(one, str)]


def _listed(values: Iterable[JsonValue]) -> Listed:
    """List names as JSON has them, which are the same in every language."""
    return in_row(one if isinstance(one, str) else json.dumps(one) for one in values)


def _quoted(value: JsonValue) -> Said:
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return quoted(words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…")


def _required(error: _Finding) -> Said:
    # One error for each missing member, and only its message tells which.
    missing = next(name for name in error.validator_value if error.message.startswith(repr(name)))
    return said("“{name}” is missing.", name=missing)


def _additional(error: _Finding) -> Said:
    return said(
        "{names} is not known here. Known are: {known}.",
        names=in_row(quoted(name) for name in _unknown(error)),
        known=_listed(error.schema.get("properties", {})),
    )


def _type(error: _Finding) -> Said:
    wanted = error.validator_value
    kinds = [wanted] if isinstance(wanted, str) else wanted
    return said("this must be {types}.", types=one_of(Said(_TYPES[kind]) for kind in kinds))


def _pattern(error: _Finding) -> Said:
    pattern = str(error.validator_value)
    value = _quoted(error.instance)
    for start, words in _PATTERNS.items():
        if pattern.startswith(start):
            return Said(words, {"value": value})
    return said("{value} has not the right form (“{pattern}”).", value=value, pattern=pattern)


_PATTERNS: Final[Mapping[str, str]] = {
    "^[a-z][a-z0-9_]{": msgid(
        "{value} cannot be a key. A key begins with a letter and holds only a to z, "
        "0 to 9 and _, at most 63 characters."
    ),
    "^[a-z][a-z0-9_-]{": msgid(
        "{value} cannot be a key. A key begins with a letter and holds only a to z, "
        "0 to 9, _ and -, at most 63 characters."
    ),
    "^[a-z]{2,3}": msgid("{value} is not a language. Use its short code, such as sv, nb or en."),
    "^P": msgid(
        "{value} is not a length of time. Write P2Y for two years, P6M for six months, "
        "P30D for 30 days."
    ),
    "^-?P": msgid("{value} is not a length of time. Write -P30D for 30 days ago."),
    "^#": msgid("{value} is not a colour. Write # and six digits, such as #0b6e4f."),
}


def _enum(error: _Finding) -> Said:
    known = _listed(error.validator_value)
    return said("{value} is not one of {known}.", value=_quoted(error.instance), known=known)


def _const(error: _Finding) -> Said:
    wanted, value = _quoted(error.validator_value), _quoted(error.instance)
    return said("this must be {wanted}, not {value}.", wanted=wanted, value=value)


def _at_least(error: _Finding) -> Said:
    return said("this needs at least {limit}.", limit=_limit(error))


def _more_than(error: _Finding) -> Said:
    return said("this must be more than {limit}.", limit=_limit(error))


def _at_most(error: _Finding) -> Said:
    return said("this is more than {limit}, the most there can be.", limit=_limit(error))


def _too_short(error: _Finding) -> Said:
    if not error.instance:
        return said("this is empty.")
    return said("this is shorter than {limit}.", limit=_limit(error))


def _too_long(error: _Finding) -> Said:
    return said("this is longer than {limit} characters.", limit=_limit(error))


def _many_items(error: _Finding) -> Said:
    return said("this has more than {limit} items.", limit=_limit(error))


def _few_members(error: _Finding) -> Said:
    if "is_not" in error.schema.get("properties", {}):
        return said("a condition needs a comparison, such as “is” or “filled”.")
    return said("this needs one of {known}.", known=_listed(error.schema.get("properties", {})))


def _many_members(error: _Finding) -> Said:
    if "is_not" in error.schema.get("properties", {}):
        return said("a condition makes one comparison. Join several with “all” or “any”.")
    if error.validator_value == 0:
        return said("this cannot be used yet. Leave it empty.")
    return said("this has more than {limit} members.", limit=_limit(error))


def _together(error: _Finding) -> Said:
    needed = sorted({one for ones in error.validator_value.values() for one in ones})
    return said("this needs {names} beside it.", names=all_of(needed))


def _repeated(_error: _Finding) -> Said:
    return said("the same thing stands here twice.")


def _other(_error: _Finding) -> Said:
    return said("this has not the form that is asked for here.")


def _limit(error: _Finding) -> Phrase:
    limit = error.validator_value
    return limit if isinstance(limit, int | float) else str(limit)


_SENTENCES: Final[Mapping[str, Callable[[_Finding], Said]]] = {
    "required": _required,
    "additionalProperties": _additional,
    "type": _type,
    "pattern": _pattern,
    "enum": _enum,
    "const": _const,
    "minimum": _at_least,
    "exclusiveMinimum": _more_than,
    "maximum": _at_most,
    "minLength": _too_short,
    "minItems": _too_short,
    "maxLength": _too_long,
    "maxItems": _many_items,
    "minProperties": _few_members,
    "maxProperties": _many_members,
    "dependentRequired": _together,
    "uniqueItems": _repeated,
}
