"""Changes of many records of the tests."""

from uuid import UUID

from sqlalchemy import select

from stuga.models import Record
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import clock
from stuga.platform.db import db
from stuga.runtime.records import service
from stuga.runtime.records.commands import Bulk, Operation
from tests.factories.cast import Browser, Tenant
from tests.factories.records import CASE, Desk

MANY = "/api/v1/apps/cases/bulk"


def filled(desk: Desk, count: int, prefix: str = "R", **data: JsonValue) -> list[UUID]:
    """Make so many cases, of different references: R-0 and on."""
    made: list[UUID] = []
    for start in range(0, count, 1000):
        operations = tuple(
            Operation(do="create", data={**CASE, "reference": f"{prefix}-{number}", **data})
            for number in range(start, min(start + 1000, count))
        )
        command = Bulk(app="cases", model=desk.model, now=clock.now(), operations=operations)
        with desk.tenant.inside():
            done = service.bulk(desk.tenant.actor(desk.who), command)
        made += [one.id for one in done.results if one.id]
    assert len(made) == count
    return made


def asked(browser: Browser, query: str = "", *, status: int = 200, **body: object) -> JsonObject:
    """Ask for a change of many cases; return what is answered."""
    answer = browser.post(f"{MANY}/case{query}", json=body)
    assert answer.status_code == status, answer.get_data(as_text=True)
    found: JsonObject = answer.get_json()
    return found


def how_it_went(browser: Browser, begun: JsonObject) -> JsonObject:
    """Return how a change of many goes."""
    answer = browser.get(f"{MANY}/{begun['id']}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: JsonObject = answer.get_json()
    return found


def refused_in(browser: Browser, begun: JsonObject, query: str = "") -> list[JsonObject]:
    """Return which records were refused."""
    answer = browser.get(f"{MANY}/{begun['id']}/failures{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: list[JsonObject] = answer.get_json()["items"]
    return found


def kinds_of(tenant: Tenant) -> dict[str, tuple[JsonValue, int]]:
    """Return kind and revision of each case, by its reference."""
    with tenant.inside():
        rows = db.session.execute(select(Record.data, Record.revision)).all()
    return {str(data.get("reference")): (data.get("kind"), revision) for data, revision in rows}


def in_trash(tenant: Tenant) -> int:
    """Return how many records lie in the trash."""
    with tenant.inside():
        return len(
            db.session.scalars(select(Record.id).where(Record.deleted_at.is_not(None))).all()
        )
