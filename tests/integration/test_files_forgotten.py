"""Forgetting reaches files: rows, bytes and thumbnails are gone, from a real storage."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update
from structlog.testing import capture_logs

from stuga.models import File, Outbox, Record, RetentionRun
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz.actor import system
from stuga.platform.db import db
from stuga.platform.storage import Bucket
from stuga.platform.storage.s3 import S3Storage
from stuga.platform.tenancy.entry import bound
from stuga.runtime.files import tasks
from stuga.runtime.retention import sweeping, trash
from stuga.runtime.retention.commands import StartRun
from tests.factories.cast import Browser, Tenant
from tests.factories.files import (
    CASES,
    PDF,
    a_case,
    blobs_of,
    filed,
    picture,
    rows_of,
    sent,
)
from tests.factories.jobs import run_outbox
from tests.factories.storage import MemoryStorage

RULES = "/api/v1/retention/rules"
AFTER = datetime(2027, 3, 3, tzinfo=UTC)
CLOSED: JsonObject = {"start": {"field": "closed_on"}, "keep_max": "P1Y"}


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    return filed(bjorkby).browser("member")


def a_full_case(nils: Browser) -> UUID:
    """Make a case with a file and a picture, which lie in three objects."""
    photo = sent(nils, "photo.jpg", picture(), field="photo")
    contract, signed = sent(nils, "contract.pdf"), {"name": "Sten Ek"}
    return a_case(nils, contract=contract, photo=photo, signed=signed, closed_on="2026-03-01")


def put(tenant: Tenant, rule: JsonObject) -> None:
    body = {"app": "cases", "model": "case", "key": "closed", "title": "Closed", "rule": rule}
    answer = tenant.browser("admin").post(RULES, json=body)
    assert answer.status_code == 201, answer.text
    run_outbox(tenant)


def swept(tenant: Tenant) -> JsonObject:
    with tenant.inside():
        run_id = sweeping.start(system(), StartRun(now=AFTER)).id
    run_outbox(tenant)
    with tenant.inside():
        return dict(db.session.get_one(RetentionRun, (tenant.id, run_id)).report)


def test_a_rule_that_drops_fields_takes_their_files(
    bjorkby: Tenant, file_storage: S3Storage, nils: Browser
) -> None:
    case = a_full_case(nils)
    assert len(blobs_of(bjorkby, file_storage)) == 3
    fields = {name: {"method": "drop"} for name in ("contract", "photo", "signed")}
    put(bjorkby, {**CLOSED, "action": "anonymise", "fields": fields})

    assert swept(bjorkby)["records"] == 1

    assert set(nils.get(f"{CASES}/{case}").get_json()["data"]) == {
        "applicant",
        "kind",
        "closed_on",
    }
    assert rows_of(bjorkby) == {}
    assert blobs_of(bjorkby, file_storage) == []


def test_a_rule_that_deletes_records_takes_their_files(
    bjorkby: Tenant, file_storage: S3Storage, nils: Browser
) -> None:
    a_full_case(nils)
    put(bjorkby, {**CLOSED, "action": "delete"})

    swept(bjorkby)

    assert nils.get(CASES).get_json()["items"] == []
    assert rows_of(bjorkby) == {}
    assert blobs_of(bjorkby, file_storage) == []


def test_the_trash_keeps_files_for_its_days_and_no_longer(
    bjorkby: Tenant, file_storage: S3Storage, nils: Browser
) -> None:
    case = a_full_case(nils)
    nils.delete(f"{CASES}/{case}")
    empty(bjorkby, clock.now())
    assert len(blobs_of(bjorkby, file_storage)) == 3

    empty(bjorkby, clock.now() + timedelta(days=31))

    with bjorkby.inside():
        assert db.session.scalars(select(Record.id)).all() == []
    assert rows_of(bjorkby) == {}
    assert blobs_of(bjorkby, file_storage) == []


def empty(tenant: Tenant, now: datetime) -> None:
    with tenant.inside():
        trash.empty(system(), now=now)
    run_outbox(tenant)


def test_removing_bytes_is_done_again_without_harm(
    bjorkby: Tenant, memory: MemoryStorage, nils: Browser
) -> None:
    file = sent(nils)
    with bjorkby.inside():
        for _ in range(2):
            db.session.add(Outbox(kind="blob.delete", payload={"files": [file]}))

    assert run_outbox(bjorkby) == 2

    assert blobs_of(bjorkby, memory) == []


def test_the_night_tells_of_what_is_only_known_or_only_stored(
    bjorkby: Tenant, memory: MemoryStorage, nils: Browser
) -> None:
    fine, missing = sent(nils, "fine.pdf"), sent(nils, "missing.pdf")
    orphan = sent(nils, "orphan.pdf")
    with bjorkby.inside():
        db.session.execute(delete(File).where(File.name == "orphan.pdf"))
        old = clock.now() - timedelta(days=2)
        db.session.execute(update(File).values(created_at=old))
    with bound(bjorkby.id):
        memory.delete(Bucket.FILES, f"files/{missing}")
        memory.put(Bucket.QUARANTINE, "left", BytesIO(PDF), media_type="application/pdf")
    memory.age = timedelta(days=2)

    with bjorkby.inside(), capture_logs() as said:
        found = tasks.compare()

    assert (found.fine, found.missing, found.orphaned) == (1, 1, 1)
    assert found.named == [UUID(missing), UUID(orphan)]
    (line,) = [one for one in said if one["event"] == "files.reconciled"]
    assert (line["missing"], line["orphaned"], line["unclaimed"]) == (1, 1, 1)
    assert "pdf" not in str(line)
    assert [one for one in blobs_of(bjorkby, memory) if "left" in one] == []
    assert f"files/{fine}" in blobs_of(bjorkby, memory)


def test_a_record_of_another_tenant_keeps_its_files(
    bjorkby: Tenant, granby: Tenant, memory: MemoryStorage, nils: Browser
) -> None:
    a_full_case(nils)
    rut = filed(granby).browser("owner")
    a_full_case(rut)
    put(granby, {**CLOSED, "action": "delete"})

    swept(granby)

    assert blobs_of(granby, memory) == []
    assert len(blobs_of(bjorkby, memory)) == 3
