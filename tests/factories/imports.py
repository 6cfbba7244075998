"""CSV files and imports of the tests."""

import io
from uuid import UUID

from stuga.models import ImportJob
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import db
from stuga.runtime.records.commands import ListRecords
from stuga.runtime.records.listing import page_of
from tests.factories.cast import Browser, Tenant
from tests.factories.jobs import run_outbox

CASES = "/api/v1/apps/cases/imports/case"


def csv_of(*lines: str, encoding: str = "utf-8") -> bytes:
    """Return a file of these lines."""
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)


def posted(content: bytes, name: str = "cases.csv", **fields: str) -> dict[str, object]:
    """Return a form with a file, as a browser posts it."""
    data = {"file": (io.BytesIO(content), name), **fields}
    return {"data": data, "content_type": "multipart/form-data"}


def imported(
    tenant: Tenant, content: bytes, *, who: str = "member", path: str = CASES
) -> JsonObject:
    """Import a file through the API, to the end; return how it went."""
    browser = tenant.browser(who)
    begun = browser.post(path, data=content, content_type="text/csv")
    assert begun.status_code == 202, begun.get_data(as_text=True)
    run_outbox(tenant)
    return how_it_went(browser, begun.headers["Location"])


def how_it_went(browser: Browser, location: str) -> JsonObject:
    answer = browser.get(location.removeprefix(f"/t/{browser.tenant.slug}"))
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: JsonObject = answer.get_json()
    return found


def job_row(tenant: Tenant, job_id: str) -> ImportJob:
    """Return a job's row as it stands."""
    with tenant.inside():
        return db.session.get_one(ImportJob, (tenant.id, UUID(job_id)))


def records_in(
    tenant: Tenant, model: str = "case", *, app: str = "cases", who: str = "member"
) -> list[JsonObject]:
    """Return what the records of a model hold, oldest first, as one of the cast sees it."""
    actor = tenant.actor(who)
    wanted = ListRecords(app=app, model=model, now=clock.now(), sort="created_at", limit=200)
    with tenant.inside():
        return [one.data for one in page_of(actor, wanted).records]
