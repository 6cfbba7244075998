"""Finds where a field is used, so that nobody removes it by surprise."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.conditions import fields_in
from stuga.models.definition.document import App, Model
from stuga.models.definition.paths import every
from stuga.models.definition.reading import text_at, texts_at
from stuga.models.json import JsonObject, JsonValue

SINGLE: Final = ("field", "by", "x", "color", "board_by", "calendar_by", "sum", "avg", "min", "max")
SEVERAL: Final = ("columns", "filters", "sort")
CONDITIONS: Final = ("show", "required", "filter", "where", "when")


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that names a field: a screen, a role, the label, a rule; `path` leads to it."""

    what: str
    key: str
    title: str


def field_uses(app: App, model: Model, field: str) -> tuple[Use, ...]:
    """List what names a field of a model, beside the model's own index and search."""
    return tuple(_uses(app, model, field))


def _uses(app: App, model: Model, field: str) -> Iterator[Use]:
    for screen in app.screens.values():
        if names(screen.raw, model.key, field, screen.model):
            yield Use("screen", screen.key, screen.title)
    for role in app.roles.values():
        rights = role.rights(model.key)
        grants = (rights.create, rights.read, rights.update, rights.delete, rights.export)
        held = [one for one in grants if one is not None]
        if any(field in one.fields.named or field in fields_in(one.where) for one in held):
            yield Use("role", role.key, role.title)
    for rule in app.retention.values():
        is_here = rule.key in model.retention or any(
            one.privacy.retention == rule.key for _, one in every(model.fields)
        )
        if is_here and (text_at(rule.start, "field") == field or field in fields_in(rule.when)):
            yield Use("rule", rule.key, rule.title)
    if field in model.label_fields:
        yield Use("label", model.key, model.title)


def names(raw: JsonValue, model: str, field: str, at_model: str) -> bool:
    """Tell whether a part of a screen names a field, given the model it is about."""
    if isinstance(raw, list):
        return any(names(one, model, field, at_model) for one in raw)
    if not isinstance(raw, dict):
        return False
    here = text_at(raw, "model") or at_model
    # A related list's own members are about the records it lists.
    if here == model and _named_here(raw, field):
        return True
    return any(names(one, model, field, here) for one in raw.values())


def _named_here(raw: JsonObject, field: str) -> bool:
    if any(raw.get(name) == field for name in SINGLE):
        return True
    if any(one.lstrip("-") == field for name in SEVERAL for one in texts_at(raw, name)):
        return True
    return any(field in fields_in(raw.get(name)) for name in CONDITIONS)
