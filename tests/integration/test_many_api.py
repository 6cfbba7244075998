"""Many records changed, deleted and restored through the API: at once, and as a job."""

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from sqlalchemy import delete, func, select, update

from stuga.models import BulkJob, Outbox, RecordChange, RoleGrant
from stuga.platform import clock
from stuga.platform.config import Settings
from stuga.platform.db import db
from stuga.platform.jobs.relay import leased_of
from stuga.runtime.records.many.service import CHANGE, FORGET
from stuga.runtime.records.many.slices import ROWS
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.jobs import run_outbox
from tests.factories.many import (
    MANY,
    asked,
    filled,
    how_it_went,
    in_trash,
    kinds_of,
    refused_in,
)
from tests.factories.records import Desk, diffs_of, entries_of

PROGRAM = Path(__file__).with_name("many_killed.py")
COMPLAINT = {"kind": "complaint"}
PERMIT, CHANGED = ("permit", 1), ("complaint", 2)


@pytest.fixture
def nils(bjorkby: Tenant) -> Desk:
    publish(bjorkby, roles={"member": "handler", "owner": "handler"})
    return Desk(bjorkby)


def work(tenant: Tenant) -> None:
    """Do one slice, as a worker would."""
    [row] = [one for one in leased_of(tenant.app, tenant.id) if one.kind == CHANGE]
    current_app.tasks[row.kind].run(str(tenant.id), str(row.id), str(row.token))


def test_chosen_records_are_changed_at_once_with_history_and_one_entry(nils: Desk) -> None:
    ids = filled(nils, 4)

    found = asked(
        nils.tenant.browser("member"), do="update", ids=list(map(str, ids[:3])), patch=COMPLAINT
    )

    assert (found["state"], found["total"], found["changed"]) == ("done", 3, 3)
    assert kinds_of(nils.tenant) == {f"R-{number}": CHANGED for number in range(3)} | {
        "R-3": PERMIT
    }
    assert diffs_of(nils.tenant, ids[0])[-1] == {"kind": ["permit", "complaint"]}
    [_, entry] = entries_of(nils.tenant, "record.bulk")
    assert json.loads(entry.body)["target"]["count"] == 3
    assert [one.action for one in entries_of(nils.tenant, "bulk.%")] == ["bulk.create"]


def test_all_that_match_are_changed_and_no_others(nils: Desk) -> None:
    filled(nils, 3)
    filled(nils, 1, kind="complaint", reference="other")
    browser = nils.tenant.browser("member")

    found = asked(
        browser, "?filter[kind]=permit&q=sten", do="update", all=True, patch={"amount": 5}
    )

    assert found["changed"] == 3
    assert kinds_of(nils.tenant)["other"] == ("complaint", 1)


def test_a_field_that_the_filter_asks_for_may_change_without_skipping_any(nils: Desk) -> None:
    filled(nils, 2 * ROWS + 7)
    browser = nils.tenant.browser("member")

    begun = asked(
        browser, "?filter[kind]=permit", status=202, do="update", all=True, patch=COMPLAINT
    )
    assert (begun["state"], begun["done"]) == ("running", 0)
    run_outbox(nils.tenant)

    found = how_it_went(browser, begun)
    assert (found["state"], found["done"], found["failed"]) == ("done", 2 * ROWS + 7, 0)
    assert set(kinds_of(nils.tenant).values()) == {CHANGED}
    assert len(entries_of(nils.tenant, "record.bulk")) == 1 + 3


def test_many_are_deleted_and_come_back(nils: Desk) -> None:
    filled(nils, 130)
    browser = nils.tenant.browser("member")

    asked(browser, status=202, do="delete", all=True)
    run_outbox(nils.tenant)
    assert in_trash(nils.tenant) == 130

    back = asked(browser, status=202, do="restore", all=True)
    run_outbox(nils.tenant)
    assert how_it_went(browser, back)["changed"] == 130
    assert in_trash(nils.tenant) == 0


def test_what_is_refused_is_told_record_by_record_and_the_rest_is_done(nils: Desk) -> None:
    ids = filled(nils, 3)
    nils.delete(ids[1])
    browser = nils.tenant.browser("member")

    found = asked(
        browser, do="update", ids=list(map(str, ids)), patch={"kind": "nothing", "amount": -1}
    )
    assert (found["done"], found["failed"], found["changed"]) == (3, 3, 0)
    refused = refused_in(browser, found)
    assert [(one["number"], one["id"]) for one in refused] == [
        (number, str(one)) for number, one in enumerate(ids, start=1)
    ]
    assert [one["code"] for one in refused] == ["invalid", "not-found", "invalid"]
    assert {one["pointer"]: one["code"] for one in refused[0]["errors"]} == {
        "/kind": "choice-unknown",
        "/amount": "minimum",
    }
    assert [one["number"] for one in refused_in(browser, found, "?after=1&limit=1")] == [2]
    assert kinds_of(nils.tenant)["R-0"] == PERMIT


@pytest.mark.parametrize(
    ("query", "body", "status"),
    [
        ("", {"do": "delete"}, 422),
        ("", {"do": "delete", "all": True, "ids": ["018f0000-0000-7000-8000-000000000000"]}, 422),
        ("", {"do": "update", "all": True}, 400),
        ("", {"do": "delete", "all": True, "patch": COMPLAINT}, 400),
        ("", {"do": "burn", "all": True}, 422),
        ("?sort=kind", {"do": "delete", "all": True}, 400),
        ("?filter[nothing]=1", {"do": "delete", "all": True}, 400),
        ("?q=a&q=b", {"do": "delete", "all": True}, 400),
        ("", {"do": "update", "all": True, "patch": {"nothing": 1}}, 422),
        ("", {"do": "delete", "all": True, "expected": 3}, 409),
    ],
)
def test_what_cannot_be_meant_changes_nothing(
    nils: Desk, query: str, body: dict[str, object], status: int
) -> None:
    filled(nils, 2)

    asked(nils.tenant.browser("member"), query, status=status, **body)

    assert kinds_of(nils.tenant) == {"R-0": PERMIT, "R-1": PERMIT}
    assert in_trash(nils.tenant) == 0


def test_it_is_done_only_to_as_many_as_were_expected(nils: Desk) -> None:
    filled(nils, 2)
    browser = nils.tenant.browser("member")

    answer = browser.post(f"{MANY}/case", json={"do": "delete", "all": True, "expected": 1})

    assert (answer.get_json()["code"], answer.get_json()["count"]) == ("count-changed", 2)
    for wrong in (2.5, "2", True):
        given = {"do": "delete", "all": True, "expected": wrong}
        assert browser.post(f"{MANY}/case", json=given).status_code == 422
    assert asked(browser, do="delete", all=True, expected=2.0)["changed"] == 2


def test_who_may_only_read_changes_nothing_and_strangers_find_nothing(nils: Desk) -> None:
    ids = filled(nils, 2)
    nils.tenant.give("auditor", "cases", "reader")
    chosen = [str(one) for one in ids]

    asked(nils.tenant.browser("auditor"), status=403, do="delete", ids=chosen)
    asked(nils.tenant.browser("builder"), status=404, do="delete", ids=chosen)
    begun = asked(nils.tenant.browser("owner"), do="update", ids=chosen, patch=COMPLAINT)

    assert nils.tenant.browser("member").get(f"{MANY}/{begun['id']}").status_code == 404
    assert in_trash(nils.tenant) == 0


def test_rights_on_rows_and_fields_hold_for_each_record(nils: Desk) -> None:
    open_one = nils.case(reference="open")
    closed = nils.case(reference="closed", closed_on="2026-01-31")
    hidden = nils.case(reference="hidden", kind="complaint", closed_on="2026-01-31")
    nils.tenant.give("auditor", "cases", "clerk")
    clerk = nils.tenant.browser("auditor")
    chosen = [str(one.id) for one in (open_one, closed, hidden)]

    found = asked(clerk, do="update", ids=chosen, patch={"amount": 5})
    everything = asked(clerk, do="update", all=True, patch={"amount": 6})

    assert [one["code"] for one in refused_in(clerk, found)] == ["not-permitted", "not-found"]
    assert (everything["total"], everything["changed"]) == (2, 1)
    asked(clerk, status=422, do="update", ids=chosen, patch={"closed_on": "2026-01-01"})
    asked(clerk, status=403, do="delete", ids=chosen)
    assert nils.get(open_one.id).data["amount"] == 6
    assert "amount" not in nils.get(hidden.id).data | nils.get(closed.id).data


def test_a_job_that_is_stopped_keeps_what_it_has_done(nils: Desk) -> None:
    filled(nils, 2 * ROWS)
    browser = nils.tenant.browser("member")
    begun = asked(browser, status=202, do="delete", all=True)
    work(nils.tenant)

    answer = browser.post(f"{MANY}/{begun['id']}/cancel")
    run_outbox(nils.tenant)

    assert (answer.get_json()["state"], answer.get_json()["done"]) == ("cancelled", ROWS)
    assert in_trash(nils.tenant) == ROWS


def test_whoever_loses_the_right_changes_no_more(nils: Desk) -> None:
    filled(nils, 2 * ROWS)
    browser = nils.tenant.browser("member")
    begun = asked(browser, status=202, do="delete", all=True)
    work(nils.tenant)
    with nils.tenant.inside():
        gone = delete(RoleGrant).where(RoleGrant.person_id == nils.tenant.people["member"])
        db.session.execute(gone.execution_options(synchronize_session=False))

    run_outbox(nils.tenant)

    with nils.tenant.inside():
        job = db.session.scalars(select(BulkJob)).one()
        assert (str(job.id), job.state) == (begun["id"], "failed")
        assert job.settings["reason"] == "bulk-not-permitted"
    assert in_trash(nils.tenant) == ROWS


def test_records_made_after_the_start_are_left_alone(nils: Desk) -> None:
    filled(nils, 2 * ROWS)
    begun = asked(nils.tenant.browser("member"), status=202, do="delete", all=True)
    work(nils.tenant)
    late = nils.case(reference="late")

    run_outbox(nils.tenant)

    assert nils.get(late.id).revision == 1
    assert how_it_went(nils.tenant.browser("member"), begun)["done"] == 2 * ROWS


def test_a_worker_killed_in_the_middle_does_nothing_twice(nils: Desk, settings: Settings) -> None:
    filled(nils, 3 * ROWS + 7)
    browser = nils.tenant.browser("member")
    begun = asked(browser, status=202, do="update", all=True, patch=COMPLAINT)

    killed = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, str(PROGRAM), str(nils.tenant.id), "2"],
        check=False,
        env={**os.environ, **environment(settings)},  # noqa: TID251  # to be inherited
        cwd=PROGRAM.parents[2],
        capture_output=True,
        timeout=60,
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert list(kinds_of(nils.tenant).values()).count(CHANGED) == ROWS
    with nils.tenant.inside():
        past = clock.now() - timedelta(seconds=1)
        ended = update(Outbox).where(Outbox.kind == CHANGE).values(lease_until=past)
        db.session.execute(ended.execution_options(synchronize_session=False))
    run_outbox(nils.tenant)
    found = how_it_went(browser, begun)
    assert (found["state"], found["done"], found["failed"]) == ("done", 607, 0)
    assert set(kinds_of(nils.tenant).values()) == {CHANGED}
    with nils.tenant.inside():
        assert db.session.scalar(select(func.count()).select_from(RecordChange)) == 607


def environment(settings: Settings) -> dict[str, str]:
    return {
        "STUGA_DATABASE_URL": settings.database_url,
        "STUGA_READER_DATABASE_URL": settings.reader_database_url,
        "STUGA_PRIVACY_DATABASE_URL": settings.privacy_database_url,
        "STUGA_BROKER_URL": settings.broker_url,
        "STUGA_SECRET": settings.secret.hex(),
    }


def test_what_is_told_of_a_job_goes_after_a_week_and_its_values_at_its_end(nils: Desk) -> None:
    filled(nils, 1)
    asked(nils.tenant.browser("member"), do="update", all=True, patch={"applicant": "Mona Lund"})
    with nils.tenant.inside():
        assert "Mona" not in str(db.session.scalars(select(BulkJob.settings)).one())
        due = update(Outbox).where(Outbox.kind == FORGET).values(next_at=clock.now())
        db.session.execute(due.execution_options(synchronize_session=False))

    run_outbox(nils.tenant)

    with nils.tenant.inside():
        assert db.session.scalar(select(func.count()).select_from(BulkJob)) == 0
