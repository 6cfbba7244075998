"""The pages of roles: which screens one opens, and what may be done with which fields."""

from functools import partial

from flask import Response, request

from stuga.builder.designer.answers import acted, desk_of, desk_to_change, refused
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import TYPE_ICONS, Desk
from stuga.builder.designer.edits import roles
from stuga.builder.designer.edits.roles import ModelRights, given_rights, listed_screens
from stuga.builder.designer.typed import Typed
from stuga.models.definition.reading import object_at
from stuga.models.definition.rights import ACTS
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, page
from stuga.platform.web import signed_in


@build.get("/<app_key>/roles")
@signed_in
def show_roles(actor: Actor, app_key: str) -> str:
    """Show an app's roles."""
    return roles_page(desk_of(actor, app_key))


def roles_page(desk: Desk, typed: Typed | None = None) -> str:
    """Render the list of roles; `typed` brings back what could not be taken."""
    title = desk.locale.text("Roles")
    return page(
        f"{FOLDER}/roles.html",
        desk.shell(title, f"{desk.home}/roles", crumbs=_crumbs(desk, title)),
        desk=desk,
        acts={key: _acts(desk, key) for key in desk.app.roles},
        errors=typed.errors if typed else {},
    )


def _acts(desk: Desk, role: str) -> str:
    """Say in a few words what a role may do with each model."""
    words = _act_words(desk)
    found = desk.app.roles[role]
    parts = []
    for model in desk.app.models.values():
        rights = found.rights(model.key)
        held = [words[act].lower() for act in ACTS if rights.to(act) is not None]
        if held:
            parts.append(f"{model.title}: {', '.join(held)}")
    return " · ".join(parts)


def _act_words(desk: Desk) -> dict[str, str]:
    say = desk.locale.text
    return {
        "create": say("Create"),
        "read": say("See"),
        "update": say("Change"),
        "delete": say("Put in the trash"),
        "export": say("Export"),
    }


def _crumbs(desk: Desk, title: str, role: str = "") -> tuple[Link, ...]:
    home = Link(title=desk.draft.app.title, href=f"{desk.home}/")
    if not role:
        return (home, Link(title=title))
    return (home, Link(title=title, href=f"{desk.home}/roles"), Link(title=role))


@build.post("/<app_key>/roles")
@signed_in
def add_role(actor: Actor, app_key: str) -> Response:
    """Add a role and go to it."""
    typed = Typed(request.form, frame.locale_of(actor))
    title = typed.title("role")
    if typed.errors:
        return refused(roles_page(desk_to_change(actor, app_key), typed))
    made: list[str] = []

    def change(document: JsonObject) -> JsonObject:
        result, key = roles.add_role(document, title)
        made.append(key)
        return result

    return acted(
        actor,
        app_key,
        change,
        said=typed.locale.text("New role “{title}”", title=title),
        to=lambda: f"/build/{app_key}/roles/{made[0]}",
        show=roles_page,
    )


@build.get("/<app_key>/roles/<role_key>")
@signed_in
def show_role(actor: Actor, app_key: str, role_key: str) -> str:
    """Show one role."""
    return role_page(desk_of(actor, app_key), role_key)


def role_page(desk: Desk, role_key: str, typed: Typed | None = None) -> str:
    """Render a role's page."""
    role = desk.app.roles.get(role_key)
    if role is None:
        raise NotFoundError
    raw = object_at(object_at(object_at(desk.draft.document, "roles"), role_key), "models")
    given = {
        model.key: given_rights(object_at(raw, model.key), model.fields)
        for model in desk.app.models.values()
    }
    narrowed = {
        key: any(
            grant is not None and grant.where is not None
            for grant in (role.rights(key).to(act) for act in ACTS)
        )
        for key in desk.app.models
    }
    return page(
        f"{FOLDER}/role.html",
        desk.shell(
            role.title,
            f"{desk.home}/roles",
            crumbs=_crumbs(desk, desk.locale.text("Roles"), role.title),
        ),
        desk=desk,
        role=role,
        given=given,
        narrowed=narrowed,
        acts=[(act, _act_words(desk)[act]) for act in ACTS],
        type_icons=TYPE_ICONS,
        title=typed.form.get("title", "") if typed else role.title,
        errors=typed.errors if typed else {},
    )


@build.post("/<app_key>/roles/<role_key>")
@signed_in
def set_role(actor: Actor, app_key: str, role_key: str) -> Response:
    """Set a role's title, screens and rights."""
    typed = Typed(request.form, frame.locale_of(actor))
    title = typed.title("title")
    if typed.errors:
        return refused(role_page(desk_to_change(actor, app_key), role_key, typed))

    def change(document: JsonObject) -> JsonObject:
        raw = object_at(object_at(document, "roles"), role_key)
        wanted = typed.several("screen", object_at(document, "screens"))
        members: JsonObject = {"title": title, "screens": listed_screens(raw, wanted)}
        models = object_at(document, "models")
        rights = {key: _given(typed, key, document) for key in models}
        return roles.set_role(document, role_key, members, rights)

    return acted(
        actor,
        app_key,
        change,
        said=typed.locale.text("“{title}” is saved", title=title),
        to=lambda: f"/build/{app_key}/roles",
        show=roles_page,
    )


def _given(typed: Typed, model: str, document: JsonObject) -> ModelRights:
    properties = object_at(object_at(object_at(document, "models"), model), "properties")
    return ModelRights(
        acts=frozenset(typed.several(f"act.{model}", ACTS)),
        unseen=frozenset(typed.several(f"unseen.{model}", properties)),
        hidden=frozenset(typed.several(f"hidden.{model}", properties)),
        unchanged=frozenset(typed.several(f"unchanged.{model}", properties)),
    )


@build.post("/<app_key>/roles/<role_key>/remove")
@signed_in
def remove_role(actor: Actor, app_key: str, role_key: str) -> Response:
    """Take a role away."""
    title = request.form.get("title", role_key)[:200]
    return acted(
        actor,
        app_key,
        partial(roles.remove_role, key=role_key),
        said=frame.locale_of(actor).text("“{title}” is removed", title=title),
        to=lambda: f"/build/{app_key}/roles",
        show=roles_page,
    )
