"""The page that tells an app's API to people: what there is for its reader, and how to ask."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, make_response, request

from stuga.platform.authz import Actor
from stuga.platform.ui import Locale, msgid, page
from stuga.platform.web import signed_in
from stuga.runtime.records import openapi
from stuga.runtime.serving.api_docs import Told, told
from stuga.runtime.serving.request import shell_of, visit_of
from stuga.runtime.serving.snippets import TOKEN

api_pages: Final = Blueprint("api-pages", __name__, url_prefix="/apps/<app>")
HEADINGS: Final[Mapping[str, tuple[str, str]]] = {
    "batch": (
        msgid("Several operations at once"),
        msgid(
            "All or nothing, unless atomic is false. In a batch, as names the record of an "
            "operation; a later one says @name as its id or as a reference."
        ),
    ),
    "many": (
        msgid("Changing many records"),
        msgid(
            "Name ids, or send all with filters in the address; expected refuses if there are more "
            "or fewer. 100 are done at once; more in the background: 202, with Location."
        ),
    ),
    "figures": (
        msgid("Figures"),
        msgid(
            "group names up to two fields, dates with :day, :week, :month, :quarter or :year; "
            "measure is count, or sum, avg, min or max of a field. Filters are those of lists."
        ),
    ),
    "files": (
        msgid("Files"),
        msgid("Send a file for a field, then write its id into the record."),
    ),
    "imports": (
        msgid("Imports"),
        msgid(
            "The first row names the fields. columns maps others; key names fields that find the "
            "record to change; dry_run only counts. Location tells where to ask how far it is."
        ),
    ),
    "exports": (
        msgid("Exports"),
        msgid("With filters, q, sort and fields as in a list. The file is kept for a day."),
    ),
}


@api_pages.get("/docs/api")
@signed_in
def show_api(actor: Actor, app: str) -> Response:
    """Show the endpoints and fields that are open to the reader."""
    at = visit_of(actor, app)
    document = openapi.describe(actor, app, root=request.script_root)
    root = f"{request.url_root.rstrip('/')}/api/v1"
    found = told(at, document, root=root)
    title = at.locale.text("The API of {app}", app=at.definition.title)
    response = make_response(
        page(
            "runtime/serving/api.html",
            replace(shell_of(at, title, stylesheets=("api",)), modules=("copy",)),
            app=at.definition,
            told=found,
            contents=_contents(at.locale, found),
            headings={key: [at.locale.text(one) for one in said] for key, said in HEADINGS.items()},
            specification=f"{root}/apps/{app}/openapi.json",
            token=TOKEN,
        )
    )
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:24], weak=True)
    return response


def _contents(locale: Locale, found: Told) -> Sequence[tuple[str, str]]:
    lists = [("lists", locale.text("Asking for lists"))] if found.listing else []
    return [
        ("how", locale.text("How to ask")),
        *lists,
        ("changes", locale.text("Changing safely")),
        *((f"model-{one.key}", one.title) for one in found.models),
        *((key, locale.text(HEADINGS[key][0])) for key in found.sections),
        ("limits", locale.text("How often")),
        ("errors", locale.text("Refusals")),
    ]
