"""Stylesheets of themes."""

from typing import Final

from flask import Blueprint, Response

from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.ui.theme import named, stylesheet
from stuga.platform.web import public

theme_routes: Final = Blueprint("themes", __name__)
_A_YEAR: Final = "private, max-age=31536000, immutable"


@theme_routes.get("/theme/<name>.css")
@public("colours of pages, which strangers see too; the address says all that is in it")
def read_theme(_actor: Actor, name: str) -> Response:
    """Answer a theme's stylesheet; one of another day is today's, and not kept."""
    found = named(name)
    if found is None:
        raise NotFoundError
    theme, is_todays = found
    response = Response(stylesheet(theme), mimetype="text/css")
    response.headers["Cache-Control"] = _A_YEAR if is_todays else "no-cache"
    return response
