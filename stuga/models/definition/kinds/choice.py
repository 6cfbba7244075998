"""One of the choices that the schema lists."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from stuga.models.definition.kinds.base import EQUALITY, PRESENCE
from stuga.models.definition.kinds.texts import TextKind
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue


class Choice(TextKind):
    """One choice, stored by its `const`; people read and may type its title."""

    name = "choice"
    names_records = True
    grouped = True
    impersonal = True
    operators = EQUALITY | PRESENCE
    inferred = True

    def _suits(self, schema: JsonObject, /) -> bool:
        return bool(choices_of(schema))

    def new_schema(self) -> JsonObject:
        return {"type": "string", "oneOf": new_choices()}

    def _read(self, typed: str, setting: Setting, /) -> JsonValue | Refused:
        return named_choice(typed, setting.schema) or Refused("choice-unknown")

    def _flaw(self, value: str, schema: JsonObject, /) -> Refused | None:
        return None if value in choices_of(schema) else Refused("choice-unknown")

    def _normal(self, value: str, _schema: JsonObject, /) -> JsonValue:
        return value

    def _text(self, value: str, setting: Setting, /) -> str:
        return choices_of(setting.schema).get(value, value)

    def _slot(self, value: str, _language: str, /) -> str | float | datetime | None:
        return value[:_LONGEST]

    def sample(self, schema: JsonObject, seed: int) -> JsonValue:
        consts = list(choices_of(schema))
        return consts[seed % len(consts)] if consts else None


_LONGEST: Final = 200


def choices_of(schema: JsonObject) -> Mapping[str, str]:
    """Map each `const` to its title, in order; a bare `enum` is its own title."""
    listed = schema.get("oneOf")
    if isinstance(listed, list):
        found = [part for part in listed if isinstance(part, dict)]
        consts = {const: part for part in found if isinstance(const := part.get("const"), str)}
        if len(consts) < len(listed):
            return {}
        titles = {const: part.get("title") for const, part in consts.items()}
        return {c: title if isinstance(title, str) else c for c, title in titles.items()}
    values = schema.get("enum")
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        return {}
    return {value: value for value in values if isinstance(value, str)}


def named_choice(typed: str, schema: JsonObject) -> str | None:
    """Find a choice by its `const`, else by its title, whatever the case."""
    choices = choices_of(schema)
    if typed in choices:
        return typed
    wanted = " ".join(typed.casefold().split())
    named = (const for const, title in choices.items() if title.casefold() == wanted)
    return next(named, None)


def new_choices() -> list[JsonValue]:
    """Make the two choices that a new field begins with."""
    return [{"const": f"choice-{n}", "title": f"Choice {n}"} for n in (1, 2)]
