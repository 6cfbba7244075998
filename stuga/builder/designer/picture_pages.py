"""An app's pictures: added, looked through, and deleted when nothing shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, request

from stuga.builder.apps import queries as apps
from stuga.builder.designer.answers import desk_of, desk_to_change, refused
from stuga.builder.designer.blueprint import FOLDER
from stuga.builder.designer.desk import Desk
from stuga.builder.designer.picture_uses import Used, used_in
from stuga.models import Picture
from stuga.platform import clock
from stuga.platform.authz import Actor, Permission, require
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.pictures import queries, service
from stuga.platform.pictures.commands import AddPicture, Owner
from stuga.platform.pictures.refusals import WORDS, PictureRefusedError
from stuga.platform.ui import Link, page
from stuga.platform.ui.widgets.sizes import size_words
from stuga.platform.web import see_other, signed_in, takes_files

picture_desk: Final = Blueprint("build-pictures", __name__, url_prefix="/build/<app_key>")
PART: Final = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One picture as the page shows it."""

    name: str
    title: str
    about: str
    width: int
    height: int
    uses: Sequence[Used]


@picture_desk.get("/pictures")
@signed_in
def show_pictures(actor: Actor, app_key: str) -> str:
    """Show an app's pictures, with where each is used."""
    require(actor, Permission.APP_READ)
    return pictures_page(desk_of(actor, app_key))


def pictures_page(desk: Desk, error: str = "", asked: str = "") -> str:
    """Render the pictures.

    :param error: why one was not taken
    :param asked: the picture that is used, and asked to be deleted
    """
    cards = _cards(desk)
    title = desk.locale.text("Pictures")
    crumbs = (Link(title=desk.draft.app.title, href=f"{desk.home}/"), Link(title=title))
    sheets = ("builder", "pictures")
    return page(
        f"{FOLDER}/pictures.html",
        desk.shell(title, f"{desk.home}/pictures", crumbs=crumbs, stylesheets=sheets),
        desk=desk,
        cards=cards,
        unused=sum(not one.uses for one in cards),
        asked=next((one for one in cards if one.name == asked), None),
        error=error,
    )


def owner_of(desk: Desk) -> Owner:
    """Return whose pictures the app's are."""
    return Owner(desk.draft.app.id, desk.key)


def _cards(desk: Desk) -> Sequence[Card]:
    used = used_in(desk)
    return [_card(desk, one, used.get(one.name, ())) for one in queries.pictures_of(owner_of(desk))]


def _card(desk: Desk, row: Picture, uses: Sequence[Used]) -> Card:
    number = desk.locale.number
    pixels = f"{number(row.width)} × {number(row.height)}"  # noqa: RUF001  # as sizes are written
    return Card(
        name=row.name,
        title=row.title,
        about=f"{pixels} · {size_words(row.size, desk.locale)}",
        width=row.width,
        height=row.height,
        uses=uses,
    )


@picture_desk.post("/pictures")
@signed_in
@takes_files
def add_picture(actor: Actor, app_key: str) -> Response:
    """Take a picture."""
    require(actor, Permission.APP_WRITE)
    found = apps.get_app(app_key)
    locale, part = frame.locale_of(actor), request.files.get(PART)
    if part is None or not part.filename:
        words = locale.text(WORDS["file-missing"])
        return refused(pictures_page(desk_to_change(actor, app_key), words))
    command = AddPicture(
        owner=Owner(found.id, found.key),
        title=part.filename,
        content=part.stream,  # type: ignore[arg-type]  # of bytes, as werkzeug opens it
        now=clock.now(),
    )
    try:
        row = service.add(actor, command)
    except PictureRefusedError as error:
        words = locale.text(WORDS[error.refused.code], **error.refused.arguments)
        return refused(pictures_page(desk_to_change(actor, app_key), words))
    frame.leave_toast(locale.text("The picture “{title}” is there", title=row.title))
    return see_other(f"/build/{app_key}/pictures")


@picture_desk.post("/pictures/delete")
@signed_in
def delete_picture(actor: Actor, app_key: str) -> Response:
    """Delete a picture; one that is shown somewhere only when that is wanted all the same."""
    require(actor, Permission.APP_WRITE)
    desk, name = desk_to_change(actor, app_key), request.form.get("name", "")
    if queries.find(owner_of(desk), name) is None:
        raise NotFoundError
    if used_in(desk).get(name) and request.form.get("sure") != "yes":
        return refused(pictures_page(desk, asked=name))
    row = service.remove(actor, owner_of(desk), name)
    frame.leave_toast(desk.locale.text("The picture “{title}” is deleted", title=row.title))
    return see_other(f"/build/{app_key}/pictures")
