"""Makes up records for previews: plausible, the same each time, of nobody."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from stuga.models.definition.document import App, Field, Model
from stuga.models.json import JsonObject, JsonValue

NAMES: Final = (
    "Sten Ek",
    "Åsa Öberg",
    "Mona Ærlig",
    "Bo Lund",
    "Ingrid Sjöström",
    "Karin Dahl",
    "Olav Moe",
    "Elsa Nyberg",
)
AMOUNTS: Final = (1250, 480, 12900, 3675.5, 89, 24000, 760, 5310)
MOST: Final = 6
_RELATIONS: Final = frozenset({"person", "reference", "references"})


def sample_records(model: Model, count: int = MOST) -> Sequence[JsonObject]:
    """Make up records of a model, every field filled."""
    return [_record(model, seed) for seed in range(1, count + 1)]


def _record(model: Model, seed: int) -> JsonObject:
    values = {key: _value(field, seed) for key, field in model.fields.items()}
    data: JsonObject = {key: value for key, value in values.items() if value is not None}
    for key in ("created_at", "updated_at"):
        data[key] = f"2026-01-{28 - seed:02}T{8 + seed:02}:15:00Z"
    for key in ("created_by", "updated_by"):
        data[key] = _id("person", seed)
    data["id"], data["revision"], data["version"] = _id(model.key, seed), seed, 1
    return data


def _value(field: Field, seed: int) -> JsonValue:
    kind = field.kind.name
    if kind in _MADE:
        return _MADE[kind](field, seed)
    if kind == "text" and field.privacy.identity == "name":
        return NAMES[seed % len(NAMES)]
    if kind == "text" and "pattern" not in field.schema:
        return f"{field.title} {seed}"
    if kind == "money":
        return AMOUNTS[seed % len(AMOUNTS)]
    try:
        return field.kind.sample(field.schema, seed)
    except (ValueError, TypeError, KeyError, IndexError, ArithmeticError):
        return None  # a draft may hold limits that nothing fits


def _row(field: Field, seed: int) -> JsonObject:
    values = {key: _value(inner, 1 + seed % MOST) for key, inner in field.inner.items()}
    return {key: value for key, value in values.items() if value is not None}


def _several(field: Field, seed: int) -> JsonValue:
    return [_id(field.references or "", 1 + (seed + n) % MOST) for n in range(1 + seed % 2)]


_MADE: Final[Mapping[str, Callable[[Field, int], JsonValue]]] = {
    "person": lambda _field, seed: _id("person", seed),
    "reference": lambda field, seed: _id(field.references or "", seed),
    "references": _several,
    "list": lambda field, seed: [_row(field, seed + n) for n in range(1 + seed % 3)],
}
"""How those kinds are made up whose values lead to others, or hold others."""


def sample_labels(app: App) -> Mapping[str, str]:
    """Name the people and records that samples refer to, by their ids."""
    labels = {_id("person", seed): NAMES[seed % len(NAMES)] for seed in range(MOST + 1)}
    for model in app.models.values():
        for seed in range(1, MOST + 1):
            labels[_id(model.key, seed)] = label_of(model, seed)
    return labels


def label_of(model: Model, seed: int) -> str:
    """Name one made-up record as its model says."""
    data: JsonObject = {
        key: value
        for key in model.label_fields
        if (field := model.fields.get(key))
        and field.kind.name not in _RELATIONS
        and (value := _value(field, seed)) is not None
    }
    return model.label_of(data, lambda _field, value: str(value)) or f"{model.title} {seed}"


def _id(model: str, seed: int) -> str:
    return f"sample-{model}-{seed}"
