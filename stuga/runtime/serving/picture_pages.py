"""Pictures of an app, for those who may see it."""

from typing import Final

from flask import Blueprint, Response, request
from sqlalchemy import select

from stuga.models import App
from stuga.platform.authz import Actor, Permission, may
from stuga.platform.db import db
from stuga.platform.errors import NotFoundError
from stuga.platform.pictures import queries
from stuga.platform.pictures.commands import Owner
from stuga.platform.pictures.sending import sent
from stuga.platform.web import public
from stuga.runtime.records import definitions

picture_pages: Final = Blueprint("picture-pages", __name__, url_prefix="/apps/<app>")
PLACE: Final = "_pictures"
SMALL: Final = "small"


@picture_pages.get(f"/{PLACE}/<name>")
@public("public forms and pages show pictures; other apps' are for those who may see the app")
def show_picture(actor: Actor, app: str, name: str) -> Response:
    """Answer one of an app's pictures; `?size=small` asks for its thumbnail."""
    wanted = select(App).where(App.key == app, App.deleted_at.is_(None))
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFoundError
    for_all = _is_public(app)
    if not (for_all or actor.roles_in(app) or may(actor, Permission.APP_READ)):
        raise NotFoundError
    row = queries.find(Owner(found.id, app), name)
    return sent(row, for_all=for_all, small=request.args.get("size") == SMALL)


def _is_public(app: str) -> bool:
    """Tell whether the live version has a screen that anyone may open."""
    try:
        live = definitions.live_as_found(app)
    except NotFoundError:
        return False
    return any(one.public for one in live.definition.screens.values())
