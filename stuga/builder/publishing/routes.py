"""The API of versions, below `/api/v1/apps/<app>/versions`."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, request

from stuga.builder.publishing import schemas, service
from stuga.builder.publishing.commands import Publish, Published, RestoreVersion
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.identity import frame
from stuga.platform.web import answer, arguments, body, if_match, signed_in, with_revision
from stuga.platform.web.paging import opened_cursor, sealed_cursor

versions: Final = Blueprint("versions", __name__, url_prefix="/api/v1/apps/<app_key>/versions")


@versions.get("")
@signed_in
def list_versions(actor: Actor, app_key: str) -> Response:
    asked = arguments(schemas.PageSchema())
    listing = f"versions:{app_key}"
    opened = opened_cursor(asked["cursor"], listing)[0] if asked["cursor"] else 0
    before = opened if isinstance(opened, int) else 0
    page = service.list_versions(actor, app_key, before=before, limit=asked["limit"])
    cursor = sealed_cursor([page.next_number], listing) if page.next_number else None
    return answer(schemas.page_described(page, cursor))


@versions.post("")
@signed_in
def publish(actor: Actor, app_key: str) -> Response:
    given = body(schemas.PublishSchema())
    done = service.publish(
        actor,
        Publish(
            app_key=app_key,
            revision=if_match(),
            now=clock.now(),
            note=given["note"],
            confirm=frozenset(given["confirm"]),
        ),
    )
    return _made(app_key, done)


@versions.get("/<int:number>")
@signed_in
def get_version(actor: Actor, app_key: str, number: int) -> Response:
    return answer(schemas.whole_described(service.get_version(actor, app_key, number)))


@versions.post("/<int:number>/restore")
@signed_in
def restore_version(actor: Actor, app_key: str, number: int) -> Response:
    given = body(schemas.PublishSchema())
    done = service.restore_version(
        actor,
        RestoreVersion(
            app_key=app_key,
            number=number,
            revision=if_match(),
            now=clock.now(),
            note=given["note"],
            confirm=frozenset(given["confirm"]),
        ),
    )
    return _made(app_key, done)


def _made(app_key: str, done: Published) -> Response:
    place = f"{request.script_root}/api/v1/apps/{app_key}/versions/{done.version.number}"
    shown = schemas.published_described(done, frame.tongue())
    response = answer(shown, status=HTTPStatus.CREATED, location=place)
    return with_revision(response, done.draft_revision)
