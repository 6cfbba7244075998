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
from stuga.models.json import JsonObject, JsonValue

_TYPES: Final = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object with members",
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


def sentence(document: JsonObject, found: ValidationError) -> str:
    """Say where and what in one sentence, and what would be right."""
    error = _Finding.of(found)
    tell = _SENTENCES.get(str(error.validator), _other)
    return f"{place(document, list(error.absolute_path))}: {tell(error)}"


def fix_for(found: ValidationError) -> Fix | None:
    """Offer to correct a misspelt member or value, or to take away what is not known."""
    error = _Finding.of(found)
    here = error.absolute_path
    if error.validator == "enum" and isinstance(error.instance, str):
        near = get_close_matches(error.instance, _texts(error.validator_value), n=1)
        if near:
            title = f"Use “{near[0]}”"
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
    return Fix("Correct the spelling" if moved else "Remove what is not known", tuple(patch))


def _unknown(error: _Finding) -> list[str]:
    known = error.schema.get("properties", {})
    unknown = (name for name in error.instance if name not in known)
    return list(islice(unknown, _MOST_NAMES))


def _texts(values: Iterable[JsonValue]) -> list[str]:
    return [one for one in values if isinstance(one, str)]


def _listed(values: Iterable[JsonValue]) -> str:
    return ", ".join(one if isinstance(one, str) else json.dumps(one) for one in values)


def _quoted(value: JsonValue) -> str:
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    short = words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"
    return f"“{short}”"


def _required(error: _Finding) -> str:
    # One error for each missing member, and only its message tells which.
    missing = next(name for name in error.validator_value if error.message.startswith(repr(name)))
    return f"“{missing}” is missing."


def _additional(error: _Finding) -> str:
    names = ", ".join(f"“{name}”" for name in _unknown(error))
    known = _listed(error.schema.get("properties", {}))
    return f"{names} is not known here. Known are: {known}."


def _type(error: _Finding) -> str:
    wanted = error.validator_value
    kinds = [wanted] if isinstance(wanted, str) else wanted
    return f"this must be {' or '.join(_TYPES[kind] for kind in kinds)}."


def _pattern(error: _Finding) -> str:
    pattern = str(error.validator_value)
    said = _quoted(error.instance)
    for start, words in _PATTERNS.items():
        if pattern.startswith(start):
            return f"{said} {words}"
    return f"{said} has not the right form ({pattern})."


_PATTERNS: Final[Mapping[str, str]] = {
    "^[a-z][a-z0-9_]{": "cannot be a key. A key begins with a letter and holds only a to z, "
    "0 to 9 and _, at most 63 characters.",
    "^[a-z][a-z0-9_-]{": "cannot be a key. A key begins with a letter and holds only a to z, "
    "0 to 9, _ and -, at most 63 characters.",
    "^[a-z]{2,3}": "is not a language. Use its short code, such as sv, nb or en.",
    "^P": "is not a length of time. Write P2Y for two years, P6M for six months, P30D for 30 days.",
    "^-?P": "is not a length of time. Write -P30D for 30 days ago.",
    "^#": "is not a colour. Write # and six digits, such as #0b6e4f.",
}


def _enum(error: _Finding) -> str:
    return f"{_quoted(error.instance)} is not one of {_listed(error.validator_value)}."


def _const(error: _Finding) -> str:
    return f"this must be {_quoted(error.validator_value)}, not {_quoted(error.instance)}."


def _at_least(error: _Finding) -> str:
    return f"this needs at least {error.validator_value}."


def _at_most(error: _Finding) -> str:
    return f"this is more than {error.validator_value}, the most there can be."


def _too_short(error: _Finding) -> str:
    if not error.instance:
        return "this is empty."
    return f"this is shorter than {error.validator_value}."


def _few_members(error: _Finding) -> str:
    if "is_not" in error.schema.get("properties", {}):
        return "a condition needs a comparison, such as “is” or “filled”."
    return f"this needs one of {_listed(error.schema.get('properties', {}))}."


def _many_members(error: _Finding) -> str:
    if "is_not" in error.schema.get("properties", {}):
        return "a condition makes one comparison. Join several with “all” or “any”."
    if error.validator_value == 0:
        return "this cannot be used yet. Leave it empty."
    return f"this has more than {error.validator_value} members."


def _together(error: _Finding) -> str:
    needed = _listed(sorted({one for ones in error.validator_value.values() for one in ones}))
    return f"this needs {needed} beside it."


def _repeated(_error: _Finding) -> str:
    return "the same thing stands here twice."


def _other(error: _Finding) -> str:
    return f"{error.message}."


_SENTENCES: Final[Mapping[str, Callable[[_Finding], str]]] = {
    "required": _required,
    "additionalProperties": _additional,
    "type": _type,
    "pattern": _pattern,
    "enum": _enum,
    "const": _const,
    "minimum": _at_least,
    "exclusiveMinimum": lambda error: f"this must be more than {error.validator_value}.",
    "maximum": _at_most,
    "minLength": _too_short,
    "minItems": _too_short,
    "maxLength": lambda error: f"this is longer than {error.validator_value} characters.",
    "maxItems": lambda error: f"this has more than {error.validator_value} items.",
    "minProperties": _few_members,
    "maxProperties": _many_members,
    "dependentRequired": _together,
    "uniqueItems": _repeated,
}
