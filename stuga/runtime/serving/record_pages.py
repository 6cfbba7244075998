"""The page of one record in its frame."""

from http import HTTPStatus
from uuid import UUID

from flask import Response, make_response

from stuga.models.definition.document import Screen
from stuga.platform.ui import Link
from stuga.platform.ui.screens.whole_page import screen_page
from stuga.runtime.serving.details import detail_view
from stuga.runtime.serving.request import shell_of, token
from stuga.runtime.serving.talks import Asked
from stuga.runtime.serving.visits import Visit


def record_page(
    at: Visit, screen: Screen, record_id: UUID, wanted: Asked, *, status: int = HTTPStatus.OK
) -> Response:
    """Show a record, and of its comments those that are asked for.

    :raises NotFoundError: if there is none that the actor may see
    """
    view = detail_view(at, screen, record_id, csrf=token(), wanted=wanted)
    listed = at.first_for(screen.model, "list")
    crumbs = [Link(title=view.title)]
    if listed:
        crumbs.insert(0, Link(title=at.definition.screens[listed].title, href=at.path(listed)))
    return make_response(screen_page(view, shell_of(at, view.title, *crumbs)), status)
