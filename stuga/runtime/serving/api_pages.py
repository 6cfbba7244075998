"""The page that tells an app's API to people: what there is for its reader, and how to ask."""

from typing import Final

from flask import Blueprint, Response, make_response, request

from stuga.platform.authz import Actor
from stuga.platform.ui import page
from stuga.platform.web import signed_in
from stuga.runtime.records import openapi
from stuga.runtime.serving.api_docs import told
from stuga.runtime.serving.request import shell_of, visit_of
from stuga.runtime.serving.snippets import TOKEN

api_pages: Final = Blueprint("api-pages", __name__, url_prefix="/apps/<app>")


@api_pages.get("/docs/api")
@signed_in
def show_api(actor: Actor, app: str) -> Response:
    """Show the endpoints and fields that are open to the reader."""
    at = visit_of(actor, app)
    document = openapi.describe(actor, app, root=request.script_root)
    root = f"{request.url_root.rstrip('/')}/api/v1"
    models = told(at, document, root=root)
    shell = shell_of(at, at.locale.text("The API of {app}", app=at.definition.title))
    specification = f"{root}/apps/{app}/openapi.json"
    return make_response(
        page(
            "runtime/serving/api.html",
            shell,
            app=at.definition,
            models=models,
            root=root,
            specification=specification,
            token=TOKEN,
        )
    )
