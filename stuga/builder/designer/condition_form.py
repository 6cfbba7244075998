"""Conditions as lines of field, operator and value; what is deeper is left to the definition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stuga.builder.designer.typed import Typed
from stuga.models.definition.document import SYSTEM_FIELDS, Field, Model
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui import Locale
from stuga.platform.ui.refusal_words import refusal_text
from stuga.platform.ui.screens.operator_words import WORDS

OFFERED: Final = (
    "is", "is_not", "contains", "starts_with", "lt", "lte", "gt", "gte", "empty", "filled",
)  # fmt: skip
ALONE: Final = frozenset({"empty", "filled"})
JOINS: Final = ("all", "any")
MOST: Final = 6
RELATIONS: Final = frozenset({"person", "reference", "references"})


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison as it is typed."""

    field: str = ""
    operator: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A condition as a panel shows it.

    :ivar deeper: the condition says more than lines can; it is shown, and kept as it is
    """

    join: str = "all"
    lines: Sequence[Line] = ()
    deeper: bool = False

    def with_blank(self) -> Sequence[Line]:
        """Return the lines with an empty one to go on in."""
        return (*self.lines, Line())[:MOST]


def lines_of(condition: JsonValue, model: Model, locale: Locale) -> Lines:
    """Write a condition as lines, where it is that simple."""
    if not isinstance(condition, dict):
        return Lines()
    join = next((one for one in JOINS if one in condition), "all")
    parts = condition.get(join, [condition])
    lines = [_line(part, model, locale) for part in parts] if isinstance(parts, list) else [None]
    found = [one for one in lines if one is not None]
    if len(found) != len(lines) or len(found) > MOST:
        return Lines(deeper=True)
    return Lines(join=join, lines=found)


def _line(part: JsonValue, model: Model, locale: Locale) -> Line | None:
    if not isinstance(part, dict) or len(part) != 2:  # noqa: PLR2004  # the field and one operator
        return None
    key = part.get("field")
    field = model.field(key) if isinstance(key, str) else None
    operator = next((name for name in part if name != "field"), "")
    value = part.get(operator)
    if field is None or operator not in OFFERED:
        return None
    if operator in ALONE:
        return Line(field.key, operator) if value is True else None
    if isinstance(value, dict | list) or field.kind.name in RELATIONS:
        return None
    return Line(field.key, operator, field.kind.text(value, field.schema, locale.babel))


def read_condition(typed: Typed, name: str, model: Model | None, raw: JsonValue) -> JsonValue:
    """Read lines into a condition; one that lines cannot show stays as it was."""
    if model is None or typed.form.get(f"{name}_deeper"):
        return raw
    found = [one for one in _typed_lines(typed, name, model) if one is not None]
    if len(found) < 2:  # noqa: PLR2004  # several comparisons are joined
        return found[0] if found else None
    join = typed.form.get(f"{name}_join", "")
    return {join if join in JOINS else "all": [*found]}


def _typed_lines(typed: Typed, name: str, model: Model) -> Iterator[JsonObject | None]:
    columns = (typed.form.getlist(f"{name}_{part}") for part in ("field", "operator", "value"))
    for key, operator, value in zip(*columns, strict=False):
        field = model.field(key)
        if field is None or not key:
            continue
        if operator not in OFFERED or operator not in field.kind.operators:
            words = typed.locale.text("{field} cannot be compared in that way.", field=field.title)
            typed.refuse(name, words)
            yield None
        elif operator in ALONE:
            yield {"field": key, operator: True}
        else:
            yield _comparison(typed, name, field, operator, value)


def _comparison(
    typed: Typed, name: str, field: Field, operator: str, value: str
) -> JsonObject | None:
    read = field.kind.parse(value.strip(), field.schema, typed.locale.babel)
    if read is None:
        typed.refuse(
            name, typed.locale.text("Say what to compare {field} with.", field=field.title)
        )
        return None
    if isinstance(read, Refused):
        typed.refuse(name, refusal_text(read, field.title, typed.locale))
        return None
    return {"field": field.key, operator: read}


def fields_compared(model: Model, locale: Locale) -> list[tuple[str, str]]:
    """List the fields that a line may name."""
    own = [(one.key, one.title) for one in model.fields.values() if one.kind.name not in RELATIONS]
    system = [SYSTEM_FIELDS[key] for key in ("created_at", "updated_at")]
    return [*own, *((one.key, locale.text(one.title)) for one in system)]


def operators(locale: Locale) -> list[tuple[str, str]]:
    """List how a line may compare."""
    return [(name, locale.text(WORDS[name])) for name in OFFERED]
