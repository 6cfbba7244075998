"""Workers killed by `kill -9` in the middle of their work: another finishes, nothing twice."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import URL

from stuga.local.processes import Process, within
from stuga.models import (
    AuditDetail,
    Erased,
    ImportFailure,
    Outbox,
    Record,
    RecordChange,
    RecordUnique,
    RetentionRun,
)
from stuga.platform import clock
from stuga.platform.authz.actor import system
from stuga.platform.config import Settings
from stuga.platform.db import db, reading_trail
from stuga.platform.tenancy import current_tenant_id
from stuga.runtime.exchange.batches import ROWS_AT_ONCE
from stuga.runtime.exchange.kinds_of_job import IMPORT
from stuga.runtime.records.bulk import bulk
from stuga.runtime.records.commands import Bulk, Operation
from stuga.runtime.records.definitions import live
from stuga.runtime.records.history import BY_RULE
from stuga.runtime.records.trimming import TRIM
from stuga.runtime.records.uniqueness import hashes_of
from stuga.runtime.retention import sweeping
from stuga.runtime.retention.commands import StartRun
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.forgetting import CASE, form, send
from tests.factories.imports import CASES, csv_of, how_it_went
from tests.factories.jobs import run_outbox
from tests.factories.records import Desk, entries_of
from tests.factories.workers import (
    PATIENCE_SECONDS,
    Obstacle,
    Works,
    an_obstacle,
    kill_all,
    kill_alone,
    let_leases_end,
    works_in,
)

LEFT_OVER = 7
ROWS = 2 * ROWS_AT_ONCE + LEFT_OVER
WRONG = 50
DUE = sweeping.ROWS + 20
AFTER = datetime(2027, 3, 3, tzinfo=UTC)


@pytest.fixture
def cases(bjorkby: Tenant) -> Tenant:
    publish(bjorkby)
    return bjorkby


@pytest.fixture
def works(tmp_path: Path, settings: Settings) -> Iterator[Works]:
    with works_in(tmp_path, settings) as works:
        yield works


@pytest.fixture
def obstacle(superuser_url: URL, database: str) -> Iterator[Obstacle]:
    url = superuser_url.set(drivername="postgresql", database=database)
    with an_obstacle(url.render_as_string(hide_password=False)) as obstacle:
        yield obstacle


def count(tenant: Tenant, table: type[Record | RecordUnique | ImportFailure | Erased]) -> int:
    with tenant.inside():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def kill_and_go_on(
    tenant: Tenant, works: Works, obstacle: Obstacle, kill: Callable[[Process], None]
) -> None:
    """Kill a worker that waits at an obstacle; clear that, and let another worker go on."""
    worker = works.start_worker()
    works.wake(tenant)
    assert obstacle.stops_someone()
    kill(worker)
    assert within(PATIENCE_SECONDS, lambda: not worker.running)
    obstacle.clear()
    let_leases_end(tenant)
    works.start_worker()
    works.wake(tenant)


def all_done(tenant: Tenant, kind: str) -> bool:
    with tenant.inside():
        found = select(Outbox.id).where(Outbox.kind == kind)
        return db.session.scalar(found.limit(1)) is None


@pytest.mark.parametrize("kill", [kill_alone, kill_all])
def test_a_worker_killed_in_an_import_doubles_and_loses_nothing(
    cases: Tenant, works: Works, obstacle: Obstacle, kill: Callable[[Process], None]
) -> None:
    own = Desk(cases).case(reference="own")
    take_reference(cases, obstacle, f"R-{ROWS_AT_ONCE + 21}", own.id)
    location = begun(cases)

    kill_and_go_on(cases, works, obstacle, kill)

    assert within(PATIENCE_SECONDS, lambda: all_done(cases, IMPORT))
    found = how_it_went(cases.browser("member"), location)
    wrong = len(range(0, ROWS, WRONG))
    assert (found["state"], found["done"], found["total"]) == ("done", ROWS, ROWS)
    assert (found["created"], found["failed"]) == (ROWS - wrong, wrong)
    assert references(cases) == Counter(f"R-{one}" for one in range(ROWS) if one % WRONG) + Counter(
        ["own"]
    )
    assert count(cases, RecordUnique) == count(cases, Record) == ROWS - wrong + 1
    assert count(cases, ImportFailure) == wrong
    batches = [
        json.loads(one.body)["target"]["count"] for one in entries_of(cases, "record.import")
    ]
    assert len(batches) == 3
    assert sum(batches) == ROWS - wrong


def take_reference(tenant: Tenant, obstacle: Obstacle, reference: str, record_id: UUID) -> None:
    """Hold a unique value as if another were about to use it: who wants it waits."""
    with tenant.inside():
        model = live("cases").model("case")
        [(rule, value)] = hashes_of(model, {"reference": reference}).items()
        tenant_id = current_tenant_id()
    obstacle.put(
        "INSERT INTO record_unique (tenant_id, model_id, rule, value_hmac, record_id)"
        " VALUES (%(tenant)s, %(model)s, %(rule)s, %(value)s, %(record)s)",
        {
            "tenant": tenant_id,
            "model": model.id,
            "rule": rule,
            "value": value,
            "record": record_id,
        },
    )


def begun(tenant: Tenant) -> str:
    lines = ["Applicant,Kind,Reference"]
    lines += [f"Person {one},{'permit' if one % WRONG else 'x'},R-{one}" for one in range(ROWS)]
    answer = tenant.browser("member").post(CASES, data=csv_of(*lines), content_type="text/csv")
    assert answer.status_code == 202, answer.text
    return str(answer.headers["Location"])


def references(tenant: Tenant) -> Counter[str]:
    with tenant.inside():
        return Counter(str(data["reference"]) for data in db.session.scalars(select(Record.data)))


def test_a_worker_killed_in_a_sweep_doubles_and_loses_nothing(
    cases: Tenant, works: Works, obstacle: Obstacle
) -> None:
    ids = filled(cases)
    send(cases.browser("admin"), f"{CASE}/new", form())
    run_outbox(cases)
    run_id = begin_run(cases)
    mark_as_erased(cases, obstacle, ids[-5])

    kill_and_go_on(cases, works, obstacle, kill_all)

    assert within(PATIENCE_SECONDS, lambda: state_of(cases, run_id) == "done")
    with cases.inside():
        report = db.session.get_one(RetentionRun, (cases.id, run_id)).report
        revisions = Counter(db.session.scalars(select(Record.revision)))
        by_rule = select(RecordChange.record_id).where(RecordChange.via == BY_RULE)
        changed = Counter(db.session.scalars(by_rule))
        left = {str(data.get("applicant")) for data in db.session.scalars(select(Record.data))}
    assert (report["records"], report["waiting"], report["failed"]) == (DUE, 0, 0)
    assert revisions == {2: DUE}
    assert changed == Counter(ids)
    assert left == {"[removed]"}
    assert count(cases, Erased) == 2 * DUE
    assert count(cases, RecordUnique) == DUE
    told = [one.target_id for one in entries_of(cases, "record.anonymise")]
    assert Counter(told) == Counter(ids)
    assert len(entries_of(cases, "retention.run")) == 1
    assert within(PATIENCE_SECONDS, lambda: all_done(cases, TRIM))
    with cases.inside(), reading_trail() as session:
        said = " ".join(str(value) for value in session.scalars(select(AuditDetail.val)))
    assert "Person " not in said


def filled(tenant: Tenant) -> list[UUID]:
    """Make cases that are due, a few more than one slice takes; return their ids in order."""
    made = tuple(
        Operation(
            do="create",
            data={
                "applicant": f"Person {one}",
                "email": f"person-{one}@example.com",
                "kind": "permit",
                "reference": f"R-{one}",
                "closed_on": "2020-03-01",
            },
        )
        for one in range(DUE)
    )
    command = Bulk(app="cases", model="case", now=clock.now(), operations=made)
    with tenant.inside():
        bulk(tenant.actor("member"), command)
        return list(db.session.scalars(select(Record.id).order_by(Record.id)))


def begin_run(tenant: Tenant) -> UUID:
    with tenant.inside():
        return sweeping.start(system(), StartRun(now=AFTER)).id


def state_of(tenant: Tenant, run_id: UUID) -> str:
    with tenant.inside():
        return db.session.get_one(RetentionRun, (tenant.id, run_id)).state


def mark_as_erased(tenant: Tenant, obstacle: Obstacle, record_id: UUID) -> None:
    """Hold the mark of a record's erasure, as if another were about to set it."""
    obstacle.put(
        "INSERT INTO erased (tenant_id, record_id, field, rule_id)"
        " VALUES (%(tenant)s, %(record)s, 'email', %(record)s)",
        {"tenant": tenant.id, "record": record_id},
    )
