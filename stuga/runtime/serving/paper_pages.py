"""The screens of an app on paper: a record, a dashboard or a page as a PDF made by the server."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, make_response

from stuga.models.definition.document import Screen
from stuga.models.json import JsonObject
from stuga.platform.audit import Act
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.pictures.commands import Owner
from stuga.platform.ui.paper import Paper, blocks_of, pdf_of
from stuga.platform.ui.screens.rendering import View, render
from stuga.platform.web import signed_in
from stuga.platform.web.application import tenant
from stuga.platform.web.downloads import as_attachment
from stuga.runtime.serving.details import detail_view
from stuga.runtime.serving.free_screens import dashboard_view, page_view
from stuga.runtime.serving.paper_files import with_files
from stuga.runtime.serving.paper_pictures import with_pictures
from stuga.runtime.serving.request import visit_of
from stuga.runtime.serving.talks import Asked
from stuga.runtime.serving.visits import Visit

paper_pages: Final = Blueprint("paper-pages", __name__, url_prefix="/apps/<app>")
PDF: Final = "pdf"
"""What follows the address of a screen in that of its PDF."""
LONGEST_NAME: Final = 80
POLICY: Final = "default-src 'none'; sandbox"
UNFIT: Final = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')


@paper_pages.get(f"/<screen>/{PDF}")
@signed_in
def print_screen(actor: Actor, app: str, screen: str) -> Response:
    """Give a dashboard or a page as a PDF."""
    at = visit_of(actor, app)
    found = at.opened(screen)
    match found.type:
        case "dashboard":
            return _printed(at, found, dashboard_view(at, found, act=Act.SCREEN_PRINT))
        case "page":
            return _printed(at, found, page_view(at, found, act=Act.SCREEN_PRINT))
        case _:
            raise NotFoundError


@paper_pages.get(f"/<screen>/<uuid:record_id>/{PDF}")
@signed_in
def print_record(actor: Actor, app: str, screen: str, record_id: UUID) -> Response:
    """Give a record as a PDF: what its page shows to whoever asks."""
    at = visit_of(actor, app)
    found = at.opened(screen)
    if found.type != "detail":
        raise NotFoundError
    view = detail_view(at, found, record_id, csrf="", wanted=Asked(), act=Act.RECORD_PRINT)
    return _printed(at, found, replace(view, changes=None))


def _printed(at: Visit, screen: Screen, view: View) -> Response:
    title = getattr(view, "title", "") or screen.title
    return paper_sent(at, title, blocks_of(render(view, at.locale)))


def paper_sent(at: Visit, title: str, blocks: Sequence[JsonObject]) -> Response:
    """Set blocks in type and give them as a file to keep."""
    shown, pictures = with_pictures(Owner(at.app.app_id), blocks)
    shown, files = with_files(at, shown)
    paper = Paper(
        title=title,
        organisation=tenant().title,
        place=at.definition.title,
        made=at.now,
        blocks=shown,
        pictures={**pictures, **files},
    )
    response = make_response(pdf_of(paper, at.locale))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = as_attachment(file_name(title))
    response.headers["Content-Security-Policy"] = POLICY
    return response


def file_name(title: str) -> str:
    """Call a file after what it holds, without signs that file systems refuse."""
    return f"{UNFIT.sub('-', title)[:LONGEST_NAME].strip(' .') or PDF}.pdf"
