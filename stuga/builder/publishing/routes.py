"""The API of versions, below `/api/v1/apps/<app>/versions`."""

from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request

from stuga.builder.publishing import progress, schemas, service
from stuga.builder.publishing.commands import Publish, Published, RestoreVersion
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.identity import frame
from stuga.platform.web import (
    answer,
    arguments,
    body,
    if_match,
    signed_in,
    with_revision,
)
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
            choices=given["choices"],
        ),
    )
    return _made(app_key, done)


@versions.get("/<int:number>")
@signed_in
def get_version(actor: Actor, app_key: str, number: int) -> Response:
    version = service.get_version(actor, app_key, number)
    return answer(schemas.whole_described(version))


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
            choices=given["choices"],
        ),
    )
    return _made(app_key, done)


@versions.get("/preview")
@signed_in
def preview_draft(actor: Actor, app_key: str) -> Response:
    locale = frame.locale_of(actor)
    preview = service.preview_publish(actor, app_key, now=clock.now(), locale=locale)
    return answer(schemas.preview_described(preview, frame.tongue()))


@versions.get("/<int:number>/preview")
@signed_in
def preview_version(actor: Actor, app_key: str, number: int) -> Response:
    locale = frame.locale_of(actor)
    preview = service.preview_restore(actor, app_key, number, now=clock.now(), locale=locale)
    return answer(schemas.preview_described(preview, frame.tongue()))


def _made(app_key: str, done: Published) -> Response:
    """Answer 201 with the version that serves, or 202 with the migration it waits for."""
    shown = schemas.published_described(done, frame.tongue())
    home = f"{request.script_root}/api/v1/apps/{app_key}"
    if done.version is not None:
        place, status = f"{home}/versions/{done.version.number}", HTTPStatus.CREATED
    else:
        waits_for = done.migration.id if done.migration else ""
        place, status = f"{home}/migrations/{waits_for}", HTTPStatus.ACCEPTED
    response = answer(shown, status=status, location=place)
    return with_revision(response, done.draft_revision)


migrations: Final = Blueprint(
    "migrations", __name__, url_prefix="/api/v1/apps/<app_key>/migrations"
)


@migrations.get("")
@signed_in
def list_migrations(actor: Actor, app_key: str) -> Response:
    return answer(schemas.migrations_described(progress.list_migrations(actor, app_key)))


@migrations.get("/<uuid:migration_id>")
@signed_in
def get_migration(actor: Actor, app_key: str, migration_id: UUID) -> Response:
    state = progress.get_migration(actor, app_key, migration_id)
    return answer(schemas.migration_described(state))


@migrations.post("/<uuid:migration_id>/cancel")
@signed_in
def cancel_migration(actor: Actor, app_key: str, migration_id: UUID) -> Response:
    state = progress.cancel_migration(actor, app_key, migration_id, now=clock.now())
    return answer(schemas.migration_described(state))


@migrations.post("/<uuid:migration_id>/confirm")
@signed_in
def confirm_migration(actor: Actor, app_key: str, migration_id: UUID) -> Response:
    """Let go of what was put aside, before its thirty days are over."""
    state = progress.confirm_migration(actor, app_key, migration_id, now=clock.now())
    return answer(schemas.migration_described(state))
