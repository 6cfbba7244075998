"""How each route of imports is called well."""

import io
from typing import Final
from uuid import UUID

from stuga.models import ImportJob
from stuga.platform import clock
from stuga.platform.authz.actor import system
from stuga.platform.db import db
from stuga.runtime.exchange import steering
from tests.factories.jobs import run_outbox
from tests.factories.walk import Call, Places, World

FILE: Final = b"Applicant,Kind\r\nSten Ek,permit\r\nMona Lund,complaint\r\n"
AGAIN: Final = "/api/v1/apps/{app}/imports/case?again=true"
PAGE: Final = "/apps/{app}/inbox/import"
JOB: Final = f"{PAGE}/{{job}}"


def a_file(world: World) -> Places:
    """Upload a file that waits for its columns to be mapped."""
    given = {"file": (io.BytesIO(FILE), "cases.csv")}
    answer = world.browser("owner").post(f"/apps/{world.app}/inbox/import", data=given)
    return {"job": answer.headers["Location"].rsplit("/", 1)[1]}


def an_import(world: World) -> Places:
    """Begin an import through the API."""
    path = AGAIN.replace("{app}", world.app)
    begun = world.browser("owner").post(path, data=FILE, content_type="text/csv")
    return {"job": begun.get_json()["id"]}


def a_stopped_import(world: World) -> Places:
    """Begin an import that errors keep from going on."""
    return stopped(world, an_import(world))


def a_tried_import(world: World) -> Places:
    """Try a file through the API, to the end."""
    path = AGAIN.replace("{app}", world.app) + "&dry_run=true"
    begun = world.browser("owner").post(path, data=FILE, content_type="text/csv")
    run_outbox(world.tenant)
    return {"job": begun.get_json()["id"]}


def stopped(world: World, places: Places) -> Places:
    """End an import early, as after its last attempt."""
    with world.tenant.inside():
        job = db.session.get_one(ImportJob, (world.tenant.id, UUID(places["job"])))
        steering.interrupt(system(), job, now=clock.now())
    return places


IMPORT_CALLS: Final = (
    Call(
        endpoint="imports.begin",
        method="POST",
        path=AGAIN,
        raw=(FILE, "text/csv"),
        status=202,
    ),
    Call(
        endpoint="imports.progress",
        path="/api/v1/apps/{app}/imports/{job}",
        given=an_import,
    ),
    Call(
        endpoint="imports.resume",
        method="POST",
        path="/api/v1/apps/{app}/imports/{job}/resume",
        given=a_stopped_import,
        status=202,
    ),
    Call(
        endpoint="imports.start",
        method="POST",
        path="/api/v1/apps/{app}/imports/{job}/start?again=true",
        given=a_tried_import,
        status=202,
    ),
    Call(
        endpoint="imports.pause",
        method="POST",
        path="/api/v1/apps/{app}/imports/{job}/pause",
        given=an_import,
    ),
    Call(
        endpoint="imports.cancel",
        method="POST",
        path="/api/v1/apps/{app}/imports/{job}/cancel",
        given=an_import,
    ),
    Call(endpoint="import_pages.show_upload", path=PAGE),
    Call(
        endpoint="import_pages.upload",
        method="POST",
        path=PAGE,
        files={"file": FILE},
        status=303,
    ),
    Call(endpoint="import_pages.show", path=JOB, given=a_file),
    Call(endpoint="import_pages.show", path=JOB, given=an_import),
    Call(
        endpoint="import_pages.decide",
        method="POST",
        path=JOB,
        given=a_file,
        form={"act": "names", "named": "yes"},
        status=303,
    ),
    Call(
        endpoint="import_pages.decide",
        method="POST",
        path=JOB,
        given=a_file,
        form={"c0": "applicant", "c1": "kind"},
    ),
    Call(
        endpoint="import_pages.cancel",
        method="POST",
        path=f"{JOB}/cancel",
        given=an_import,
        status=303,
    ),
    Call(
        endpoint="import_pages.pause",
        method="POST",
        path=f"{JOB}/pause",
        given=an_import,
        status=303,
    ),
    Call(
        endpoint="import_pages.resume",
        method="POST",
        path=f"{JOB}/resume",
        given=a_stopped_import,
        status=303,
    ),
    Call(endpoint="import_pages.download_failures", path=f"{JOB}/failures.csv", given=an_import),
)
