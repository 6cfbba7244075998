"""Fields in the rows of a list: a new one, their order, which must be filled in."""

from functools import partial

from flask import Response, request

from stuga.builder.designer import rows
from stuga.builder.designer.answers import acted, desk_to_change, refused
from stuga.builder.designer.blueprint import build
from stuga.builder.designer.edits import fields
from stuga.builder.designer.field_form import POINTING
from stuga.builder.designer.field_pages import field_page, found
from stuga.builder.designer.model_pages import point
from stuga.builder.designer.service import Change
from stuga.builder.designer.typed import Typed
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.web import signed_in


@build.post("/<app_key>/models/<model_key>/fields/<field_key>/fields")
@signed_in
def add_row_field(actor: Actor, app_key: str, model_key: str, field_key: str) -> Response:
    """Add a field to the rows of a list."""
    desk = desk_to_change(actor, app_key)
    if found(desk, model_key, field_key)[1].kind.name != "list":
        raise NotFoundError
    typed = Typed(request.form, desk.locale)
    title = typed.title("field")
    offered = [one.name for group in rows.kinds(field_key, desk.locale).values() for one in group]
    kind = typed.choice("kind", offered, empty=False)
    if typed.errors:
        return refused(field_page(desk, model_key, field_key, typed))

    def change(document: JsonObject) -> JsonObject:
        result, path = fields.add_in_list(document, model_key, field_key, kind, title)
        if kind in POINTING:
            point(result, model_key, path)
        return result

    said = typed.locale.text("New field “{title}”", title=title)
    return _acted(actor, app_key, (model_key, field_key), change, said)


def _acted(
    actor: Actor, app_key: str, place: tuple[str, str], change: Change, said: str
) -> Response:
    model_key, path = place
    return acted(
        actor,
        app_key,
        change,
        said=said,
        to=lambda: f"/build/{app_key}/models/{model_key}/fields/{path}",
        show=partial(field_page, model_key=model_key, field_key=path),
    )


@build.post("/<app_key>/models/<model_key>/fields/<field_key>/table")
@signed_in
def act_on_row_field(actor: Actor, app_key: str, model_key: str, field_key: str) -> Response:
    """Move a field among those of its rows, or say whether it must be filled in."""
    act, _, rest = request.form.get("do", "").partition(":")
    path, _, on = rest.partition(":")
    locale = frame.locale_of(actor)
    place = (model_key, field_key)
    if act in {"up", "down"}:
        by = -1 if act == "up" else 1
        change = partial(fields.move_field, model=model_key, key=path, by=by)
        return _acted(actor, app_key, place, change, locale.text("The field is moved"))
    if act != "required":
        raise NotFoundError
    change = partial(fields.switch, model=model_key, key=path, name=act, on=on == "on")
    return _acted(actor, app_key, place, change, locale.text("The field is changed"))
