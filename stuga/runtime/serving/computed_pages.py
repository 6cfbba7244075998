"""The address that a form asks what it computes, while one types."""

from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request

from stuga.models.json import JsonObject
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.telemetry import current_request
from stuga.platform.web import answer, public
from stuga.runtime.serving import computed, public_forms
from stuga.runtime.serving.app_pages import PUBLIC_FORM, RECORD, SCREEN
from stuga.runtime.serving.forms import begin
from stuga.runtime.serving.request import token, visit_of

computed_pages: Final = Blueprint("computed-pages", __name__, url_prefix="/apps/<app>")


@computed_pages.post(f"{SCREEN}/{computed.PLACE}")
@public(PUBLIC_FORM)
def compute_new(actor: Actor, app: str, screen: str) -> Response:
    """Answer what the form of a new record computes from what is typed."""
    return answer(_computed(actor, app, screen))


@computed_pages.post(f"{RECORD}/{computed.PLACE}")
@public(PUBLIC_FORM)
def compute_changed(actor: Actor, app: str, screen: str, record_id: UUID) -> Response:
    """Answer what the form of a record computes from what is typed over it."""
    return answer(_computed(actor, app, screen, record_id))


def _computed(actor: Actor, app: str, screen: str, record_id: UUID | None = None) -> JsonObject:
    at = visit_of(actor, app)
    found = at.opened(screen)
    if found.type != "form":
        raise NotFoundError
    filling = begin(at, found, record_id)
    computed.check_opened(filling, request.args.get(computed.OPENED, ""), token())
    if found.public and not actor.signed_in:
        network = current_request().network
        public_forms.count_post(request.path, network, now=at.now, most=computed.MOST_ASKED)
    pairs = list(request.form.items(multi=True))
    return computed.computed_json(filling, filling.read(public_forms.without_own(pairs)))
