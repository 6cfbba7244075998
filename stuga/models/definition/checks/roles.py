"""Problems of roles: rights on fields and models that are not there, screens without rights."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition.checks.conditions import Place, condition_problems
from stuga.models.definition.checks.naming import (
    knows,
    unknown_field,
    unknown_model,
    unknown_screen,
)
from stuga.models.definition.checks.nouns import right_said
from stuga.models.definition.checks.problem import Problems, adding, warning
from stuga.models.definition.document import App, Model, Role
from stuga.models.definition.reading import object_at, texts_at
from stuga.models.definition.rights import ACTS
from stuga.models.definition.saying import Phrase, Said, msgid, said
from stuga.models.json import JsonObject

_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "list": ("read",),
    "detail": ("read",),
    "form": ("create", "update"),
}
_SHOWS: Final = msgid(
    "Role “{role}” has the screen “{screen}”, which shows “{model}”, but no right to read it. "
    "Give the right, or take the screen away."
)
_LACKS: Final[Mapping[str, str]] = {
    "list": _SHOWS,
    "detail": _SHOWS,
    "form": msgid(
        "Role “{role}” has the screen “{screen}”, which saves “{model}”, but no right to create or "
        "change it. Give the right, or take the screen away."
    ),
}


def role_problems(app: App) -> Problems:
    for role in app.roles.values():
        pointer = f"/roles/{role.key}"
        for at, key in enumerate(role.screens):
            if key not in app.screens:
                yield unknown_screen(app, key, f"{pointer}/screens/{at}", _named(role))
            else:
                yield from _screen(app, role, key, f"{pointer}/screens/{at}")
        for key in role.models:
            model = app.models.get(key)
            if model is None:
                yield unknown_model(app, key, f"{pointer}/models/{key}", _named(role))
            else:
                yield from _rights(app, role, model, f"{pointer}/models/{key}")
                yield from _unseen(app, role, model)
    yield from _unreachable(app)


def _named(role: Role) -> Said:
    return said("Role “{role}”", role=role.title)


def _screen(app: App, role: Role, key: str, pointer: str) -> Problems:
    screen = app.screens[key]
    needed = _NEEDS.get(screen.type, ())
    rights = role.rights(screen.model)
    model = app.models.get(screen.model)
    if model and needed and not screen.public and not any(rights.to(act) for act in needed):
        right: JsonObject = {**_raw_rights(app, role, screen.model), needed[0]: True}
        yield warning(
            pointer,
            "role-without-right",
            Said(
                _LACKS[screen.type],
                {"role": role.title, "screen": screen.title, "model": model.title},
            ),
            adding(said("Give the right"), f"/roles/{role.key}/models/{screen.model}", right),
        )


def _raw_rights(app: App, role: Role, model: str) -> JsonObject:
    raw = object_at(object_at(app.document, "roles"), role.key)
    return object_at(object_at(raw, "models"), model)


def _rights(app: App, role: Role, model: Model, pointer: str) -> Problems:
    raw = _raw_rights(app, role, model.key)
    for act in ACTS:
        right = object_at(raw, act)
        where = right_said(act, role.title)
        for at, key in enumerate(texts_at(right, "hidden")):
            if not knows(model, key):
                yield unknown_field(model, key, f"{pointer}/{act}/hidden/{at}", where)
        yield from _fields(model, right, f"{pointer}/{act}/fields", where)
        condition = right.get("where")
        if isinstance(condition, dict):
            place = Place(model, f"{pointer}/{act}/where", where)
            yield from condition_problems(condition, place)


def _unseen(app: App, role: Role, model: Model) -> Problems:
    """Find rights to change or delete what the role may not read: they open nothing."""
    rights = role.rights(model.key)
    if rights.read is None and (rights.update or rights.delete):
        pointer = f"/roles/{role.key}/models/{model.key}"
        act = "update" if rights.update else "delete"
        yield warning(
            f"{pointer}/{act}",
            "change-without-read",
            said(
                "Role “{role}” may change or delete “{model}” but not read it, so it can do "
                "neither: nobody acts on a record that they may not see. Give the right to read, "
                "or take these rights away.",
                role=role.title,
                model=model.title,
            ),
            adding(
                said("Give the right to read"),
                pointer,
                {**_raw_rights(app, role, model.key), "read": True},
            ),
        )


def _fields(model: Model, right: JsonObject, pointer: str, where: Phrase) -> Problems:
    fields = object_at(right, "fields")
    for member in ("only", "except"):
        for at, key in enumerate(texts_at(fields, member)):
            if not knows(model, key):
                yield unknown_field(model, key, f"{pointer}/{member}/{at}", where)


def _unreachable(app: App) -> Problems:
    """Find screens that no role has and nobody can open."""
    opened = {key for role in app.roles.values() for key in role.screens}
    for screen in app.screens.values():
        if screen.key not in opened and not screen.public:
            yield warning(
                screen.pointer,
                "screen-without-role",
                said(
                    "Screen “{screen}” belongs to no role, so nobody can open it. "
                    "Add it to a role.",
                    screen=screen.title,
                ),
            )
