"""Migrations of many records: in batches, beside the version that serves, once and for all."""

import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from celery import current_app
from sqlalchemy import delete, func, select, update

from stuga.builder.publishing import impact, migrations
from stuga.builder.publishing.kinds_of_job import PREPARE, TRY
from stuga.models import (
    FormerValue,
    MigrationChange,
    Outbox,
    Record,
    RecordChange,
    RecordUnique,
    RoleGrant,
)
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.config import Settings
from stuga.platform.db import db
from stuga.platform.jobs.relay import leased_of
from stuga.runtime.records.errors import AppChangedError
from tests.factories.building import stored
from tests.factories.carrying import Carried, decisions
from tests.factories.cast import Tenant
from tests.factories.jobs import run_outbox
from tests.factories.records import Desk, entries_of, row_of

PROGRAM = Path(__file__).with_name("migration_killed.py")
MIGRATIONS = "/api/v1/apps/cases/migrations"
PLAIN: JsonObject = {"x-privacy": {"personal": "none"}}


def many(count: int) -> list[JsonObject]:
    """Return so many cases; every fiftieth has a reference that is no number."""
    return [
        {
            "applicant": f"Person {number}",
            "kind": "permit",
            "reference": f"R-{number}" if number % 50 == 0 else f"{number}",
            "notes": f"note {number}",
        }
        for number in range(count)
    ]


def numbered(case: JsonObject) -> None:
    """Let references be whole numbers, and notes be called remarks."""
    case["properties"]["reference"] = {"type": "integer", "title": "Reference", **PLAIN}
    case["properties"]["remarks"] = case["properties"].pop("notes")
    case["x-model"]["search"] = ["applicant"]


def begun(tenant: Tenant, count: int) -> Carried:
    """Publish the change over so many records, and let nothing of it be done yet."""
    app = Carried(tenant, *many(count))
    run_outbox(tenant)
    app.change(numbered, renames={"notes": "remarks"})
    done = app.publish(type_change__reference={"do": "convert", "otherwise": "aside"})
    assert done.status_code == 202, done.get_json()
    home = f"/t/{tenant.slug}{MIGRATIONS}/"
    assert done.headers["Location"] == home + done.get_json()["migration"]["id"]
    return app


def work(tenant: Tenant, batches: int) -> None:
    """Do so many batches, as a worker would."""
    for _ in range(batches):
        [row] = [one for one in leased_of(tenant.app, tenant.id) if one.kind == PREPARE]
        current_app.tasks[row.kind].run(str(tenant.id), str(row.id), str(row.token))


def count_of(tenant: Tenant, table: type) -> int:
    with tenant.inside():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def state(app: Carried) -> JsonObject:
    found: JsonObject = app.vera.get(MIGRATIONS).get_json()["items"][0]
    return found


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let more than five records be many, and a batch be of five."""
    monkeypatch.setattr(migrations, "AT_ONCE", 5)
    monkeypatch.setattr(migrations.migrating, "ROWS", 5)
    return 12


def test_the_version_before_serves_until_all_records_are_ready(bjorkby: Tenant, few: int) -> None:
    app = begun(bjorkby, few)
    nils = Desk(bjorkby)

    work(bjorkby, 2)

    assert app.vera.get("/api/v1/apps/cases").get_json()["live_number"] == 1
    assert [one["notes"] for one in app.records()] == [f"note {n}" for n in range(few)]
    assert (state(app)["state"], state(app)["done"], state(app)["total"]) == ("preparing", 10, 12)
    again = app.publish()
    assert (again.status_code, again.get_json()["code"]) == (409, "publishing-now")
    late = nils.create(applicant="Late", kind="permit", reference="700", notes="written late")
    nils.patch(app.ids[0], 1, reference="500", notes="changed late")
    nils.delete(app.ids[1])
    run_outbox(bjorkby)

    assert state(app)["state"] == "done"
    by_id = {row.id: row for row in app.rows()}
    assert by_id[late.id].data["remarks"] == "written late"
    assert by_id[late.id].data["reference"] == 700
    assert by_id[app.ids[0]].data == {
        "applicant": "Person 0", "kind": "permit", "reference": 500, "remarks": "changed late",
    }  # fmt: skip
    assert by_id[app.ids[1]].deleted_at is not None
    assert by_id[app.ids[1]].data["reference"] == 1
    assert {row.app_version for row in by_id.values()} == {2}
    assert app.claims() == {"reference": few}
    assert count_of(bjorkby, MigrationChange) == 0
    published = [one.action for one in entries_of(bjorkby, "version.publish")]
    assert len(published) == 2
    assert len(entries_of(bjorkby, "migration.create")) == 1


def test_a_worker_killed_in_the_middle_doubles_and_loses_nothing(
    bjorkby: Tenant, settings: Settings
) -> None:
    app = begun(bjorkby, 1100)

    for batches in (2, 1, 2):
        kill_after(bjorkby, settings, batches)
        a_minute_later(bjorkby)
    run_outbox(bjorkby)

    found = state(app)
    assert (found["state"], found["done"], found["changed"]) == ("done", 1100, 1100)
    data = app.records()
    assert [one["remarks"] for one in data] == [f"note {n}" for n in range(1100)]
    assert [one.get("reference") for one in data] == [
        None if n % 50 == 0 else n for n in range(1100)
    ]
    assert found["put_aside"] == 1100
    assert count_of(bjorkby, FormerValue) == 1100
    assert count_of(bjorkby, RecordChange) == 1100
    assert app.claims() == {"reference": 1078}
    assert {row.revision for row in app.rows()} == {2}


def kill_after(tenant: Tenant, settings: Settings, batches: int) -> None:
    killed = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, str(PROGRAM), str(tenant.id), str(batches)],
        check=False,
        env={**os.environ, **environment(settings)},  # noqa: TID251  # to be inherited
        cwd=PROGRAM.parents[2],
        capture_output=True,
        timeout=120,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()


def environment(settings: Settings) -> dict[str, str]:
    return {
        "STUGA_DATABASE_URL": settings.database_url,
        "STUGA_READER_DATABASE_URL": settings.reader_database_url,
        "STUGA_PRIVACY_DATABASE_URL": settings.privacy_database_url,
        "STUGA_BROKER_URL": settings.broker_url,
        "STUGA_SECRET": settings.secret.hex(),
    }


def a_minute_later(tenant: Tenant) -> None:
    """Let the lease of the dead worker end."""
    with tenant.inside():
        past = clock.now() - timedelta(seconds=1)
        ended = update(Outbox).where(Outbox.kind == PREPARE).values(lease_until=past)
        db.session.execute(ended.execution_options(synchronize_session=False))


def test_ten_thousand_records_are_carried_along_in_bounded_memory(bjorkby: Tenant) -> None:
    """A late batch, and putting all in place, take no more memory than the first batch did."""
    app = Carried(bjorkby)
    stored(bjorkby, "case", *many(10_000))
    app.change(numbered, renames={"notes": "remarks"})
    choice = {"do": "convert", "otherwise": "aside"}
    assert app.publish(type_change__reference=choice).status_code == 202
    work(bjorkby, 1)

    first = peak_of(lambda: work(bjorkby, 1))
    work(bjorkby, 16)
    late = peak_of(lambda: work(bjorkby, 1))
    while state(app)["state"] == "preparing":
        last = peak_of(lambda: work(bjorkby, 1))

    assert state(app)["changed"] == 10_000
    assert late < 2 * first
    assert last < 2 * first
    assert app.claims() == {"reference": 9800}
    assert app.records()[-1]["remarks"] == "note 9999"


def peak_of(act: Callable[[], None]) -> int:
    """Return how many bytes an act took at most."""
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_nothing_has_changed_when_it_is_cancelled(bjorkby: Tenant, few: int) -> None:
    app = begun(bjorkby, few)
    before = app.records()
    work(bjorkby, 2)
    home = f"{MIGRATIONS}/{state(app)['id']}"

    cancelled = app.vera.post(f"{home}/cancel")

    assert (cancelled.status_code, cancelled.get_json()["state"]) == (200, "cancelled")
    assert app.vera.post(f"{home}/cancel").get_json()["code"] == "migration-over"
    run_outbox(bjorkby)
    assert app.records() == before
    assert (count_of(bjorkby, MigrationChange), app.claims()) == (0, {"reference": few})
    assert app.publish(["type-change:case.reference"]).status_code == 202


def test_a_value_that_must_convert_stops_it_and_says_where(bjorkby: Tenant, few: int) -> None:
    app = Carried(bjorkby, *many(few))
    app.change(numbered, renames={"notes": "remarks"})
    before = app.records()
    choice = {"do": "convert", "otherwise": "cancel"}
    assert app.publish(type_change__reference=choice).status_code == 202

    run_outbox(bjorkby)

    found = state(app)
    assert (found["state"], found["reason"]) == ("failed", "not-converted")
    assert found["field"] == "case.reference"
    assert app.records() == before
    assert count_of(bjorkby, MigrationChange) == 0


def test_whoever_loses_the_right_to_publish_stops_it(bjorkby: Tenant, few: int) -> None:
    app = begun(bjorkby, few)
    with bjorkby.inside():
        gone = delete(RoleGrant).where(
            RoleGrant.person_id == bjorkby.people["builder"], RoleGrant.role == "builder"
        )
        db.session.execute(gone.execution_options(synchronize_session=False))

    run_outbox(bjorkby)

    found = app.migration()
    assert (found.state, found.reason) == ("failed", "not-permitted")
    assert app.records()[0]["notes"] == "note 0"


def test_a_write_that_waits_for_the_switch_is_told_and_loses_nothing(
    bjorkby: Tenant, few: int
) -> None:
    """A request that began under the version before does not write in its form afterwards."""
    app = begun(bjorkby, few)
    nils = Desk(bjorkby)
    began, switched = Event(), Event()

    def late() -> str:
        from stuga.runtime.records import changing  # noqa: PLC0415  # to be slowed down here

        plain = changing.locked_live

        def slow(*given: object) -> object:
            began.set()
            switched.wait(30)
            return plain(*given)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("stuga.runtime.records.service.locked_live", slow)
            try:
                nils.patch(app.ids[0], 1, notes="by the old form")
            except Exception as error:  # noqa: BLE001  # told below
                return type(error).__name__
        return ""

    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(late)
        assert began.wait(30)
        run_outbox(bjorkby)
        switched.set()
        assert outcome.result() in {AppChangedError.__name__, "RecordChangedError"}

    row = row_of(bjorkby, app.ids[0])
    assert row is not None
    assert row.data["remarks"] == "note 0"


def test_what_was_written_by_the_version_before_is_settled_afterwards(
    bjorkby: Tenant, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = begun(bjorkby, few)
    run_outbox(bjorkby)
    with bjorkby.inside():
        model_id = db.session.scalar(select(Record.model_id).limit(1))
        row = Record(
            model_id=model_id, app_version=1,
            data={"applicant": "Sten", "kind": "permit", "reference": "901", "notes": "late"},
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        late = row.id
    later = clock.now() + timedelta(minutes=3)

    monkeypatch.setattr(clock, "now", lambda: later)
    run_outbox(bjorkby)

    row = row_of(bjorkby, late)
    assert row is not None
    assert (row.data["reference"], row.data["remarks"]) == (901, "late")
    assert app.claims()["reference"] == few


def test_concurrent_duplicates_are_refused_while_a_rule_becomes_unique(
    bjorkby: Tenant, few: int
) -> None:
    app = Carried(bjorkby, *[{**one, "amount": n} for n, one in enumerate(many(few))])
    app.change(lambda case: case["x-model"]["unique"].append(["amount"]))
    assert app.publish().status_code == 202
    work(bjorkby, 2)
    nils = Desk(bjorkby)
    nils.create(applicant="Same", kind="permit", amount=3)
    run_outbox(bjorkby)
    assert app.claims() == {"reference": few, "amount": few}

    def try_it(_number: int) -> bool:
        try:
            nils.create(applicant="Twin", kind="permit", amount=77)
        except Exception:  # noqa: BLE001  # counted
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(try_it, range(8))) == 1
    with bjorkby.inside():
        rules = db.session.scalars(select(RecordUnique.rule)).all()
    assert not [one for one in rules if one.startswith("~")]


def test_a_draft_is_tried_on_all_records_in_the_background(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(impact, "MOST_RECORDS", 2)
    app = Carried(bjorkby, *many(120))
    app.change(numbered, renames={"notes": "remarks"})
    path = "/api/v1/apps/cases/versions/preview"
    first = app.vera.get(path).get_json()
    capped = {one["code"]: one for one in first["effects"]}["type-change:case.reference"]
    assert (capped["capped"], capped["looked_at"]) == (True, 2)
    assert first["looked_at"] == {"done": 0, "total": 120, "over": False}

    run_outbox(bjorkby)

    then = app.vera.get(path).get_json()
    whole = {one["code"]: one for one in then["effects"]}["type-change:case.reference"]
    assert (whole["capped"], whole["affected"], whole["looked_at"]) == (False, 3, 120)
    assert then["looked_at"] == {"done": 120, "total": 120, "over": True}
    asked = decisions(app.publish())["type-change:case.reference"]
    assert asked["records"] == "3 records have a value in “Reference” that does not convert."
    with bjorkby.inside():
        assert db.session.scalars(select(Outbox).where(Outbox.kind == TRY)).all() == []


def test_another_tenants_migration_is_not_there(bjorkby: Tenant, granby: Tenant, few: int) -> None:
    app = begun(bjorkby, few)
    found: UUID = state(app)["id"]
    rut = granby.browser("owner")
    Carried(granby)
    acts: Sequence[tuple[str, str]] = (
        ("get", f"{MIGRATIONS}/{found}"),
        ("post", f"{MIGRATIONS}/{found}/cancel"),
        ("post", f"{MIGRATIONS}/{found}/confirm"),
        ("get", f"/build/cases/publishing/{found}"),
        ("post", f"/build/cases/publishing/{found}/cancel"),
        ("post", f"/build/cases/publishing/{found}/confirm"),
    )

    assert {getattr(rut, method)(path).status_code for method, path in acts} == {404}
    assert state(app)["state"] == "preparing"
