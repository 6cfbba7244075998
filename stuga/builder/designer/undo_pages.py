"""Takes the last act back, or does it again."""

from functools import partial

from flask import Response, request

from stuga.builder.designer import service
from stuga.builder.designer.answers import acted
from stuga.builder.designer.blueprint import build
from stuga.platform.authz import Actor
from stuga.platform.errors import BadRequestError
from stuga.platform.identity import frame
from stuga.platform.web import signed_in


@build.post("/<app_key>/undo")
@signed_in
def undo(actor: Actor, app_key: str) -> Response:
    """Carry out the operations that an earlier answer named, and go back to its page."""
    to = request.form.get("to", "")
    if not to.startswith(f"/build/{app_key}/") or "\\" in to:
        raise BadRequestError("A page of this app was expected.")
    said = frame.locale_of(actor).text("Taken back")
    return acted(
        actor,
        app_key,
        partial(service.with_patch, text=request.form.get("patch", "")),
        said=said,
        to=lambda: to,
        show=lambda _desk: "",
    )
