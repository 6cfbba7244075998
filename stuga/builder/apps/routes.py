"""The API of apps and drafts, below `/api/v1/apps`."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, request

from stuga.builder.apps import schemas, service
from stuga.builder.apps.commands import AppSummary, DeleteApp, RenameApp, SaveDraft
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.identity import frame
from stuga.platform.web import (
    answer,
    arguments,
    body,
    if_match,
    json_body,
    no_content,
    signed_in,
    with_revision,
)
from stuga.platform.web.paging import opened_cursor, sealed_cursor

apps: Final = Blueprint("apps", __name__, url_prefix="/api/v1/apps")
LISTING: Final = "apps"


@apps.get("")
@signed_in
def list_apps(actor: Actor) -> Response:
    asked = arguments(schemas.PageSchema())
    after = str(opened_cursor(asked["cursor"], LISTING)[0]) if asked["cursor"] else ""
    page = service.list_apps(actor, after_key=after, limit=asked["limit"])
    cursor = sealed_cursor([page.next_key], LISTING) if page.next_key else None
    return answer(schemas.page_described(page, cursor))


@apps.post("")
@signed_in
def create_app(actor: Actor) -> Response:
    made = service.create_app(actor, body(schemas.CreateAppSchema()))
    location = f"{request.script_root}/api/v1/apps/{made.key}"
    return _one(
        made, answer(schemas.app_described(made), status=HTTPStatus.CREATED, location=location)
    )


@apps.get("/<app_key>")
@signed_in
def get_app(actor: Actor, app_key: str) -> Response:
    found = service.get_app(actor, app_key)
    return _one(found, answer(schemas.app_described(found)))


@apps.patch("/<app_key>")
@signed_in
def rename(actor: Actor, app_key: str) -> Response:
    named = body(schemas.RenameAppSchema())
    command = RenameApp(app_key=app_key, revision=if_match(), now=clock.now(), **named)
    changed = service.rename(actor, command)
    return _one(changed, answer(schemas.app_described(changed)))


@apps.delete("/<app_key>")
@signed_in
def delete_app(actor: Actor, app_key: str) -> Response:
    typed = arguments(schemas.AppKeySchema())["key"]
    service.delete_app(actor, DeleteApp(app_key=app_key, typed_key=typed, now=clock.now()))
    return no_content()


@apps.get("/<app_key>/draft")
@signed_in
def get_draft(actor: Actor, app_key: str) -> Response:
    draft = service.get_draft(actor, app_key)
    return with_revision(answer(draft.document), draft.state.revision)


@apps.put("/<app_key>/draft")
@signed_in
def save_draft(actor: Actor, app_key: str) -> Response:
    command = SaveDraft(app_key=app_key, revision=if_match(), document=json_body(), now=clock.now())
    saved = service.save_draft(actor, command)
    return with_revision(answer(schemas.saved_described(saved)), saved.state.revision)


@apps.post("/<app_key>/draft/check")
@signed_in
def check_draft(actor: Actor, app_key: str) -> Response:
    """Check the body if there is one, which is not saved, else the draft."""
    document = json_body() if request.content_length else None
    checked = service.check_draft(actor, app_key, document)
    return answer(schemas.checked_described(checked, frame.tongue()))


def _one(app: AppSummary, response: Response) -> Response:
    return with_revision(response, app.draft.revision) if app.draft else response
