"""Problems of names that lead nowhere: fields, models, screens and roles that are not there."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from stuga.models.definition.checks.problem import (
    Problem,
    Problems,
    error,
    removing,
    replacing,
)
from stuga.models.definition.document import App, Field, Model, Screen
from stuga.models.definition.field import SYSTEM_FIELDS
from stuga.models.definition.reading import object_at


def knows(model: Model, key: str) -> bool:
    """Whether a model has a field, of a known kind or not, or it is a system field."""
    return key in SYSTEM_FIELDS or key in object_at(model.schema, "properties")


def unknown(what: str, key: str, known: Iterable[str], pointer: str, where: str) -> Problem:
    """Say that a name leads nowhere, and offer the nearest one or to take it away."""
    near = get_close_matches(key, list(known), n=1)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    fix = None
    if near:
        fix = replacing(f"Use “{near[0]}”", pointer, near[0])
    elif pointer.rsplit("/", 1)[-1].isdigit():
        fix = removing("Remove it", pointer)
    code = f"{what.replace(' ', '-')}-unknown"
    return error(pointer, code, f"{where} names the {what} “{key}”, which is not there.{hint}", fix)


def unknown_field(model: Model, key: str, pointer: str, where: str) -> Problem:
    known = [*object_at(model.schema, "properties"), *SYSTEM_FIELDS]
    return unknown("field", key, known, pointer, f"{where} (model “{model.title}”)")


def field_at(model: Model, key: str, pointer: str, where: str) -> tuple[Field | None, Problems]:
    """Find a field, or the problem that there is none."""
    if knows(model, key):
        return model.field(key), iter(())
    return None, iter((unknown_field(model, key, pointer, where),))


def unknown_fields(model: Model, keys: Mapping[str, str], where: str) -> Problems:
    """Find the fields that a model lacks; `keys` maps the pointer of each name to the name."""
    for pointer, key in keys.items():
        if not knows(model, key):
            yield unknown_field(model, key, pointer, where)


def unknown_screen(app: App, key: str, pointer: str, where: str) -> Problem:
    return unknown("screen", key, app.screens, pointer, where)


def unknown_model(app: App, key: str, pointer: str, where: str) -> Problem:
    return unknown("model", key, app.models, pointer, where)


def leads_to(app: App, screen: Screen, member: str, key: str, types: tuple[str, ...]) -> Problems:
    """Check that a screen's `open`, `create` or `edit` names a screen that fits."""
    if key:
        where = f"“{member}” of screen “{screen.title}”"
        yield from fits(app, key, (screen.model, *types), f"{screen.pointer}/{member}", where)


def fits(app: App, key: str, wanted: tuple[str, ...], pointer: str, where: str) -> Problems:
    """Check that a screen is there, of one of the types and for the model, which comes first."""
    model, *types = wanted
    target = app.screens.get(key)
    if target is None:
        yield unknown_screen(app, key, pointer, where)
    elif target.type not in types or target.model != model:
        kinds = " or ".join(types)
        yield error(
            pointer,
            "screen-unfit",
            f"{where} names the screen “{target.title}”, but it needs a {kinds} of the same model.",
        )
