"""The pages of a model: its fields as a table, and what holds for the whole of it."""

from functools import partial
from typing import Final

from flask import Response, request

from stuga.builder.designer.answers import acted, desk_of, desk_to_change, refused
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import Desk
from stuga.builder.designer.edits import fields, models
from stuga.builder.designer.edits.tree import put
from stuga.builder.designer.field_form import POINTING
from stuga.builder.designer.home_pages import app_page
from stuga.builder.designer.kind_words import kinds_offered
from stuga.builder.designer.model_facts import field_rows, slot_words
from stuga.builder.designer.service import Change
from stuga.builder.designer.typed import Typed
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.reading import object_at
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, page
from stuga.platform.web import signed_in

SWITCHED: Final = ("index", "search", "unique", "required")


@build.get("/<app_key>/models/<model_key>")
@signed_in
def show_model(actor: Actor, app_key: str, model_key: str) -> str:
    """Show a model's fields."""
    return model_page(desk_of(actor, app_key), model_key)


def model_page(desk: Desk, model_key: str, typed: Typed | None = None) -> str:
    """Render a model's page; `typed` brings back what could not be taken."""
    model = desk.app.models.get(model_key)
    if model is None:
        raise NotFoundError
    path = f"{desk.home}/models/{model_key}"
    crumbs = (Link(title=desk.draft.app.title, href=f"{desk.home}/"), Link(title=model.title))
    return page(
        f"{FOLDER}/model.html",
        desk.shell(model.title, path, crumbs=crumbs),
        desk=desk,
        model=model,
        path=path,
        rows=field_rows(desk.app, model, desk.locale),
        slots=slot_words(model, desk.locale),
        kinds=kinds_offered(desk.locale),
        rules=[(one.key, one.title) for one in desk.app.retention.values()],
        screens=[one for one in desk.app.screens.values() if one.model == model_key],
        typed=typed.form if typed else {},
        errors=typed.errors if typed else {},
    )


@build.post("/<app_key>/models/<model_key>")
@signed_in
def set_model(actor: Actor, app_key: str, model_key: str) -> Response:
    """Set a model's title, how its records are named, and its proposed rules."""
    typed = Typed(request.form, frame.locale_of(actor))
    title = typed.title("title")
    members: JsonObject = {"title": title, "description": typed.text("description")}
    label = typed.text("label", longest=200)
    if typed.errors:
        return refused(model_page(desk_to_change(actor, app_key), model_key, typed))

    def change(document: JsonObject) -> JsonObject:
        rules = typed.several("retention", object_at(document, "retention"))
        settings: JsonObject = {"label": label, "retention": [*rules]}
        result = models.set_model(document, model_key, members, settings)
        about = object_at(object_at(object_at(result, "models"), model_key), "x-model")
        about["history"] = typed.ticked("history")
        if typed.ticked("comments") or "comments" in about:
            about["comments"] = typed.ticked("comments")
        return result

    return _acted(actor, app_key, model_key, change, typed.locale.text("The model is saved"))


def _acted(actor: Actor, app_key: str, model_key: str, change: Change, said: str) -> Response:
    return acted(
        actor,
        app_key,
        change,
        said=said,
        to=lambda: f"/build/{app_key}/models/{model_key}",
        show=partial(model_page, model_key=model_key),
    )


@build.post("/<app_key>/models/<model_key>/remove")
@signed_in
def remove_model(actor: Actor, app_key: str, model_key: str) -> Response:
    """Take a model away, with its screens."""
    title = request.form.get("title", model_key)
    said = frame.locale_of(actor).text("“{title}” and its screens are removed", title=title[:200])
    change = partial(models.remove_model, key=model_key)
    home = f"/build/{app_key}/"
    return acted(actor, app_key, change, said=said, to=lambda: home, show=app_page)


@build.post("/<app_key>/models/<model_key>/fields")
@signed_in
def add_field(actor: Actor, app_key: str, model_key: str) -> Response:
    """Add a field; it joins the model's form and page."""
    typed = Typed(request.form, frame.locale_of(actor))
    title = typed.title("field")
    kind = typed.choice("kind", KINDS, empty=False)
    if typed.errors:
        return refused(model_page(desk_to_change(actor, app_key), model_key, typed))

    def change(document: JsonObject) -> JsonObject:
        result, key = fields.add_field(document, model_key, kind, title)
        if kind in POINTING:
            point(result, model_key, key)
        return result

    said = typed.locale.text("New field “{title}”", title=title)
    return _acted(actor, app_key, model_key, change, said)


def point(document: JsonObject, model_key: str, path: str) -> None:
    """Let a new reference point at the first other model, until someone says which."""
    all_models = object_at(document, "models")
    others = [one for one in all_models if one != model_key] or [model_key]
    raw, key = fields.holder_of(document, model_key, path)
    schema = object_at(object_at(raw, "properties"), key)
    put(object_at(schema, "x-field"), "model", others[0])


@build.post("/<app_key>/models/<model_key>/table")
@signed_in
def act_on_field(actor: Actor, app_key: str, model_key: str) -> Response:
    """Move a field, or switch what holds for it."""
    act, _, rest = request.form.get("do", "").partition(":")
    key, _, on = rest.partition(":")
    locale = frame.locale_of(actor)
    if act in {"up", "down"}:
        by = -1 if act == "up" else 1
        change = partial(fields.move_field, model=model_key, key=key, by=by)
        return _acted(actor, app_key, model_key, change, locale.text("The field is moved"))
    if act not in SWITCHED:
        raise NotFoundError
    change = partial(fields.switch, model=model_key, key=key, name=act, on=on == "on")
    return _acted(actor, app_key, model_key, change, locale.text("The field is changed"))
