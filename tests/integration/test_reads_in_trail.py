"""When reads come into the trail: ordinary ones within a second, grave ones before the answer."""

import os
import re
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from copy import deepcopy
from http.client import HTTPConnection
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from flask import Flask
from sqlalchemy.engine import URL

from stuga.local.parts import STUGA
from stuga.local.processes import Child, Process, within
from stuga.models import Record
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act
from stuga.platform.audit.reads import READS, Reads, Waiting
from stuga.platform.config import Settings
from stuga.platform.db import db
from stuga.platform.telemetry import Request, bind_request
from stuga.platform.tenants.directory import Directory
from stuga.platform.web.application import TENANT_OF
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.records import Desk, entries_of, parts_of

CASES = "/api/v1/apps/cases/records/case"
PAGE = "/admin/audit/reads"
LIST = "/apps/cases/inbox"
PATIENCE_SECONDS = 60
Count = Callable[[Tenant, str], int]


@pytest.fixture
def trail(superuser_url: URL, database: str) -> Iterator[psycopg.Connection[tuple[int]]]:
    """Look at the database from beside: nothing is written for the sake of the look."""
    url = superuser_url.set(drivername="postgresql", database=database)
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as beside:
        yield beside


@pytest.fixture
def written(trail: psycopg.Connection[tuple[int]]) -> Count:
    def count(tenant: Tenant, action: str = "record.list") -> int:
        asked = "SELECT count(*) FROM audit_entry WHERE tenant_id = %s AND action = %s"
        row = trail.execute(asked, [tenant.id, action]).fetchone()
        assert row is not None
        return row[0]

    return count


@pytest.fixture
def slow(trail: psycopg.Connection[tuple[int]]) -> Iterator[Callable[[], object]]:
    """Let nobody write to the trail until what this gives is called."""
    trail.autocommit = False
    trail.execute("LOCK TABLE audit_entry IN SHARE ROW EXCLUSIVE MODE")
    yield trail.commit
    trail.commit()


def with_grave(field: str, **privacy: object) -> JsonObject:
    definition = deepcopy(SMALL_CASES)
    field_of = definition["models"]["case"]["properties"][field]
    field_of["x-privacy"] = {"personal": "direct", **privacy}
    return definition


def hold(tenant: Tenant, record_id: UUID) -> None:
    with tenant.inside():
        db.session.get_one(Record, (tenant.id, record_id)).held = True


def test_an_ordinary_read_does_not_wait_for_the_trail_and_is_in_it_soon(
    bjorkby: Tenant, written: Count, slow: Callable[[], object]
) -> None:
    publish(bjorkby)
    nils = bjorkby.browser("member")

    assert nils.get(LIST).status_code == 200
    assert nils.get(CASES).status_code == 200
    assert written(bjorkby) == 0
    slow()
    assert within(PATIENCE_SECONDS, lambda: written(bjorkby) == 2)
    assert len(entries_of(bjorkby, "record.list")) == 2


def test_whoever_reads_the_trail_finds_every_read_before(bjorkby: Tenant) -> None:
    publish(bjorkby)
    case = Desk(bjorkby).case(applicant="Sten Ek")
    nils, aud = bjorkby.browser("member"), bjorkby.browser("auditor")
    for _ in range(3):
        assert nils.get(f"{CASES}/{case.id}").status_code == 200

    page = aud.get("/admin/audit?action=record.read").text

    assert len(set(re.findall(r"/admin/audit/[0-9a-f-]{36}", page))) == 3


@pytest.mark.parametrize(
    "privacy",
    [{"personal": "special"}, {"personal": "criminal"}, {"audit": "reads"}],
    ids=["special", "criminal", "reads"],
)
def test_a_grave_read_is_there_before_its_answer(
    bjorkby: Tenant, written: Count, privacy: dict[str, object]
) -> None:
    publish(bjorkby, with_grave("notes", **privacy))
    case = Desk(bjorkby).case(notes="Ill")
    nils = bjorkby.browser("member")

    for number, path in enumerate((CASES, LIST, f"{CASES}?fields=reference"), 1):
        assert nils.get(path).status_code == 200
        assert written(bjorkby) == number
    assert nils.get(f"{CASES}/{case.id}").status_code == 200
    assert written(bjorkby, "record.read") == 1


def test_a_name_that_holds_a_grave_field_makes_the_look_at_it_grave(
    bjorkby: Tenant, written: Count
) -> None:
    publish(bjorkby, with_grave("applicant", personal="special"))

    assert bjorkby.browser("member").get("/api/v1/apps/cases/records/paper").status_code == 200

    assert written(bjorkby) == 1


def test_a_form_that_offers_such_names_is_grave_for_whoever_may_only_create(
    bjorkby: Tenant, written: Count
) -> None:
    definition = with_grave("applicant", personal="special")
    definition["roles"]["handler"]["models"]["paper"] = {"create": True}
    definition["screens"]["paper"] = {
        "type": "form",
        "model": "paper",
        "title": "Paper",
        "elements": [{"type": "field", "field": "title"}, {"type": "field", "field": "case"}],
    }
    definition["roles"]["handler"]["screens"].append("paper")
    publish(bjorkby, definition)
    Desk(bjorkby).case(applicant="Sten Ek")

    assert "Sten Ek" in bjorkby.browser("member").get("/apps/cases/paper").text

    assert written(bjorkby, "screen.read") == 1


def test_a_look_at_a_record_on_hold_is_there_before_its_answer(
    bjorkby: Tenant, written: Count
) -> None:
    publish(bjorkby)
    case = Desk(bjorkby).case(applicant="Sten Ek")
    hold(bjorkby, case.id)
    nils = bjorkby.browser("member")

    assert nils.get(f"{CASES}/{case.id}").status_code == 200
    assert nils.get(CASES).status_code == 200

    assert (written(bjorkby, "record.read"), written(bjorkby)) == (1, 1)


@pytest.fixture
def forgetful(app: Flask) -> Iterator[None]:
    """Ask for the tenant anew each time, as every process does within half a minute."""
    app.extensions[TENANT_OF] = lambda slug, host: Directory().find(slug, host)
    yield
    app.extensions[TENANT_OF] = Directory().find


@pytest.mark.usefixtures("forgetful")
def test_a_tenant_may_want_every_read_there_before_its_answer(
    bjorkby: Tenant, written: Count
) -> None:
    publish(bjorkby)
    ada, nils = bjorkby.browser("owner"), bjorkby.browser("member")
    assert ada.post(PAGE, data={"reads": "in_transaction"}).status_code == 303

    assert nils.get(CASES).status_code == 200

    assert written(bjorkby) == 1
    assert re.search(r'value="in_transaction" checked', ada.get(PAGE).text)
    [entry] = entries_of(bjorkby, "tenant.update")
    assert parts_of(bjorkby, entry.id)["changes"] == {"reads": ["buffered", "in_transaction"]}


def test_there_are_two_ways_and_none_is_no_read(bjorkby: Tenant) -> None:
    ada = bjorkby.browser("owner")
    assert ada.post(PAGE, data={"reads": "off"}).status_code == 422
    assert re.search(r'value="buffered" checked', ada.get(PAGE).text)


@pytest.mark.parametrize("who", ["member", "builder", "auditor"])
def test_only_who_may_change_the_organisation_decides_it(bjorkby: Tenant, who: str) -> None:
    browser = bjorkby.browser(who)
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, data={"reads": "in_transaction"}).status_code == 403
    assert PAGE not in bjorkby.browser("auditor").get("/admin/audit").text
    assert PAGE in bjorkby.browser("owner").get("/admin/audit").text


def test_what_is_not_answered_was_not_read(bjorkby: Tenant) -> None:
    actor = bjorkby.actor("member")

    def fail() -> None:
        with bind_request(Request(id="1")), bjorkby.inside():
            audit.record_read(actor, Act.RECORD_LIST)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert entries_of(bjorkby, "record.list") == []


def test_outside_the_web_nothing_waits(bjorkby: Tenant, written: Count) -> None:
    actor = bjorkby.actor("member")
    with bjorkby.inside():
        audit.record_read(actor, Act.RECORD_LIST)
    assert written(bjorkby) == 1


@pytest.fixture
def nothing_may_wait(app: Flask) -> Iterator[None]:
    before = app.extensions[READS]
    app.extensions[READS] = Reads(app, most=0)
    yield
    app.extensions[READS] = before


@pytest.mark.usefixtures("nothing_may_wait")
def test_when_enough_waits_the_next_is_written_at_once(bjorkby: Tenant, written: Count) -> None:
    publish(bjorkby)
    assert bjorkby.browser("member").get(CASES).status_code == 200
    assert written(bjorkby) == 1


def test_each_tenants_reads_come_into_its_own_trail(bjorkby: Tenant, granby: Tenant) -> None:
    for tenant in (bjorkby, granby):
        publish(tenant)
    for browser in (bjorkby.browser("member"), granby.browser("member")) * 2:
        assert browser.get(CASES).status_code == 200
    for tenant in (bjorkby, granby):
        found = entries_of(tenant, "record.list")
        assert [one.tenant_id for one in found] == [tenant.id] * 2


def test_what_the_database_cannot_take_now_waits_for_it(
    bjorkby: Tenant, trail: psycopg.Connection[tuple[int]], written: Count
) -> None:
    publish(bjorkby)
    nils = bjorkby.browser("member")
    trail.execute("REVOKE INSERT ON audit_detail FROM stuga_app")
    try:
        assert nils.get(CASES).status_code == 200
        assert entries_of(bjorkby, "record.list") == []
    finally:
        trail.execute("GRANT INSERT ON audit_detail TO stuga_app")
    assert within(PATIENCE_SECONDS, lambda: written(bjorkby) == 1)


def test_an_entry_that_cannot_be_written_keeps_no_other_from_it(
    app: Flask, bjorkby: Tenant, written: Count
) -> None:
    actor = bjorkby.actor("member")
    broken = Waiting(bjorkby.id, "SELECT %(id)s::text", {"id": "\ud800"})
    app.extensions[READS].add([broken])
    with bind_request(Request(id="1")), bjorkby.inside():
        audit.record_read(actor, Act.RECORD_LIST)
    assert within(PATIENCE_SECONDS, lambda: written(bjorkby) == 1)


def test_a_process_that_is_asked_to_end_writes_what_waits(
    settings: Settings, tmp_path: Path, bjorkby: Tenant, written: Count
) -> None:
    publish(bjorkby)
    nils = bjorkby.browser("member")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {
        "STUGA_DATABASE_URL": settings.database_url,
        "STUGA_READER_DATABASE_URL": settings.reader_database_url,
        "STUGA_PRIVACY_DATABASE_URL": settings.privacy_database_url,
        "STUGA_BROKER_URL": settings.broker_url,
        "STUGA_SECRET": settings.secret.hex(),
        "STUGA_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "STUGA_HOME": "",
    }
    command = [*STUGA, "web", f"--port={port}"]
    process = Process(Child(name="web", command=command, environ=environ, log=tmp_path / "web.log"))
    try:
        assert within(PATIENCE_SECONDS, lambda: answers(port, nils))
        asked = 1 + sum(answers(port, nils) for _ in range(8))
        os.kill(process.pid, signal.SIGTERM)
        assert within(PATIENCE_SECONDS, lambda: not process.running)
    finally:
        process.stop()
    assert asked == 9
    assert written(bjorkby) == asked


def answers(port: int, browser: Browser) -> bool:
    cookie = f"__Host-stuga-{browser.tenant.slug}={browser.secret}"
    asking = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    with closing(asking), suppress(OSError):
        asking.request("GET", f"/t/{browser.tenant.slug}{CASES}", headers={"Cookie": cookie})
        return asking.getresponse().status == 200
    return False
