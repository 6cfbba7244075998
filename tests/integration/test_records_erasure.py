"""What retention takes from records is gone from everywhere they stand."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from celery import current_app
from sqlalchemy import func, select, text

from stuga.models import (
    Erased,
    Outbox,
    Record,
    RecordChange,
    RecordLink,
    RecordUnique,
    RetentionRule,
)
from stuga.models.definition.methods import ABSENT, Left
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.errors import NotFoundError
from stuga.platform.jobs.relay import leased_of
from stuga.runtime.records import erasure, trimming
from stuga.runtime.records.aftermath import Because, gathered
from stuga.runtime.records.definitions import live, restamp
from stuga.runtime.records.erasure import Purged, anonymise, due_records, purge
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.jobs import run_outbox
from tests.factories.records import Desk, entries_of, parts_of, row_of

NOW = datetime(2030, 1, 1, 3, tzinfo=UTC)
REDACTED: dict[str, Left] = {"applicant": "[removed]", "email": ABSENT}
RULE: JsonObject = {
    "start": {"field": "closed_on"},
    "keep_max": "P1Y",
    "action": "anonymise",
    "fields": {"applicant": {"method": "redact"}, "email": {"method": "drop"}},
}


@pytest.fixture
def nils(bjorkby: Tenant) -> Desk:
    publish(bjorkby)
    return Desk(bjorkby)


@pytest.fixture
def papers(nils: Desk) -> Desk:
    return Desk(nils.tenant, model="paper")


def put_in_force(tenant: Tenant, rule: JsonObject = RULE) -> Because:
    with tenant.inside():
        row = RetentionRule(
            app_id=live("cases").app_id, model="case", key="closed", title="A year", rule=rule
        )
        db.session.add(row)
        db.session.flush()  # the rule's id is wanted, which PostgreSQL makes
        restamp(row.app_id)
        return Because(rule_id=row.id, rule_title=row.title, run_id=None, now=NOW)


def anonymise_due(tenant: Tenant, because: Because, changes: dict[str, Left] = REDACTED) -> int:
    with tenant.inside():
        found = due_records(NOW, 100)
        model = live("cases").model("case")
        with gathered() as aftermath:
            for locked in found:
                methods = {"applicant": "redact", "email": "drop"}
                anonymise(model, locked, changes, because, aftermath, methods=methods)
    run_outbox(tenant)
    return len(found)


def purge_due(tenant: Tenant, because: Because) -> Purged:
    with tenant.inside(), gathered() as aftermath:
        done = purge(live("cases"), due_records(NOW, 100), because, aftermath)
    run_outbox(tenant)
    return done


COMMITMENT: Final = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])")
"""The entries' commitments: 43 letters by chance, which now and then spell a name."""


def everything(tenant: Tenant) -> str:
    """Return all that the database holds of a tenant's records and their entries' detail."""
    with tenant.inside():
        tables = ("record", "record_change", "record_link", "record_unique", "erased", "outbox")
        found = [
            row[0]
            for table in tables
            for row in db.session.execute(text(f"SELECT {table}::text FROM {table}"))  # noqa: S608
        ]
    parts = [parts_of(tenant, one.id) for one in entries_of(tenant)]
    bodies = [one.body.decode() for one in entries_of(tenant)]
    return COMMITMENT.sub("", "\n".join([*found, *bodies, json.dumps(parts)]))


def test_anonymised_values_are_gone_from_everywhere(nils: Desk) -> None:
    because = put_in_force(nils.tenant)
    case = nils.case(applicant="Sten Karlsson", email="old@example.se", reference="C-1")
    nils.patch(case.id, 1, applicant="Sten Ek", email="sten@example.se")
    nils.patch(case.id, 2, closed_on="2028-05-01", amount=5)
    other = nils.case(applicant="Mona Berg")
    nils.patch(other.id, 1, applicant="Mona Lund")
    before = everything(nils.tenant)
    for canary in ("Sten Ek", "Karlsson", "old@example.se", "sten@example.se", "sten ek"):
        assert canary in before
    assert anonymise_due(nils.tenant, because) == 1
    after = everything(nils.tenant)
    for canary in ("Sten", "Karlsson", "example.se", "sten"):
        assert canary not in after
    assert "Mona Berg" in after
    found = nils.get(case.id)
    assert found.data == {
        "applicant": "[removed]",
        "kind": "permit",
        "reference": "C-1",
        "closed_on": "2028-05-01",
        "amount": 5,
    }
    assert found.revision == 4


def test_the_history_tells_that_a_rule_acted_and_who_changed_what_before(nils: Desk) -> None:
    because = put_in_force(nils.tenant)
    case = nils.case()
    nils.patch(case.id, 1, applicant="Mona", amount=5, closed_on="2028-05-01")
    anonymise_due(nils.tenant, because)
    removed, update, _made = nils.history(case.id)
    assert (removed.what, removed.by, removed.diff) == ("anonymise", None, {})
    assert update.name == "Nils Berg"
    assert update.diff == {"amount": [None, 5], "closed_on": [None, "2028-05-01"]}


def test_entries_stay_and_say_what_became_of_the_record(nils: Desk) -> None:
    because = put_in_force(nils.tenant)
    case = nils.case(closed_on="2028-05-01")
    nils.patch(case.id, 1, applicant="Mona", amount=5)
    anonymise_due(nils.tenant, because)
    entries = entries_of(nils.tenant)
    assert [one.action for one in entries] == [
        "record.create",
        "record.update",
        "record.anonymise",
    ]
    assert parts_of(nils.tenant, entries[1].id) == {"changes": {"amount": [None, 5]}}
    assert parts_of(nils.tenant, entries[2].id) == {}
    assert b'"fields":["applicant","email"]' in entries[2].body


def test_a_rule_acts_once_and_again_on_a_new_value(nils: Desk) -> None:
    because = put_in_force(nils.tenant)
    case = nils.case(closed_on="2028-05-01")
    assert anonymise_due(nils.tenant, because) == 1
    assert anonymise_due(nils.tenant, because) == 0
    row = row_of(nils.tenant, case.id)
    assert row is not None
    assert row.due_at is None
    assert marks(nils.tenant) == {"applicant": "redact", "email": "drop"}
    nils.patch(case.id, 2, amount=7)
    assert anonymise_due(nils.tenant, because) == 0
    nils.patch(case.id, 3, applicant="Mona Berg")
    assert marks(nils.tenant) == {"email": "drop"}
    assert anonymise_due(nils.tenant, because) == 1
    assert nils.get(case.id).data["applicant"] == "[removed]"


def marks(tenant: Tenant) -> dict[str, str]:
    with tenant.inside():
        return {row.field: row.method for row in db.session.scalars(select(Erased))}


def test_a_rule_is_no_change_by_anyone(nils: Desk) -> None:
    because = put_in_force(nils.tenant)
    case = nils.case(closed_on="2028-05-01")
    before = row_of(nils.tenant, case.id)
    anonymise_due(nils.tenant, because)
    after = row_of(nils.tenant, case.id)
    assert before is not None
    assert after is not None
    assert (after.updated_at, after.updated_by) == (before.updated_at, before.updated_by)


def test_an_erased_unique_value_and_reference_are_free(nils: Desk, papers: Desk) -> None:
    because = put_in_force(nils.tenant, {**RULE, "fields": {"reference": {"method": "drop"}}})
    nils.case(closed_on="2028-05-01", reference="C-1")
    anonymise_due(nils.tenant, because, {"reference": ABSENT})
    assert nils.case(reference="C-1").revision == 1
    with nils.tenant.inside():
        assert db.session.scalar(select(func.count()).select_from(RecordUnique)) == 1
    kept = nils.case()
    paper = papers.create(title="Plan", case=str(kept.id))
    with nils.tenant.inside(), gathered() as aftermath:
        [locked] = erasure.lock_for_erasure([paper.id])
        anonymise(live("cases").model("paper"), locked, {"case": ABSENT}, because, aftermath)
    with nils.tenant.inside():
        assert db.session.scalar(select(func.count()).select_from(RecordLink)) == 0


def test_what_is_held_or_not_due_is_left(nils: Desk) -> None:
    put_in_force(nils.tenant)
    days = ("2028-05-01", "2029-12-31", "2028-06-01")
    held, early, due = (nils.case(closed_on=day) for day in days)
    with nils.tenant.inside():
        db.session.get_one(Record, (nils.tenant.id, held.id)).held = True
    with nils.tenant.inside():
        found = [one.record.id for one in due_records(NOW, 100)]
    assert found == [due.id]
    assert early.id not in found


def test_what_another_run_holds_is_passed_over(nils: Desk) -> None:
    put_in_force(nils.tenant)
    first, second = nils.case(closed_on="2027-05-01"), nils.case(closed_on="2028-05-01")
    with nils.tenant.inside():
        assert [one.record.id for one in due_records(NOW, 1)] == [first.id]
        with nils.tenant.inside():
            assert [one.record.id for one in due_records(NOW, 100)] == [second.id]


def test_a_sweep_reads_what_is_due_by_its_index(nils: Desk) -> None:
    put_in_force(nils.tenant)
    nils.case(closed_on="2028-05-01")
    with nils.tenant.inside():
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = db.session.execute(
            text(
                "EXPLAIN SELECT id FROM record WHERE tenant_id = :tenant AND due_at <= now()"
                " AND NOT held ORDER BY due_at, id LIMIT 500"
            ),
            {"tenant": nils.tenant.id},
        )
        assert "record_due_idx" in "\n".join(row[0] for row in plan)


DELETE: JsonObject = {"start": {"field": "closed_on"}, "keep_max": "P1Y", "action": "delete"}


def test_a_purged_record_is_gone_with_all_that_was_of_it(nils: Desk, papers: Desk) -> None:
    because = put_in_force(nils.tenant, DELETE)
    case = nils.case(applicant="Sten Ek", reference="C-1", closed_on="2028-05-01")
    nils.patch(case.id, 1, applicant="Mona Berg")
    along = papers.create(title="Plan of Mona", case=str(case.id))
    mentions = papers.create(title="Note", mentions=str(case.id))
    done = purge_due(nils.tenant, because)
    assert done.ids == [along.id, case.id]
    after = everything(nils.tenant)
    for canary in ("Sten", "Mona", "mona"):
        assert canary not in after
    assert papers.get(mentions.id).data == {"title": "Note"}
    for desk, gone in ((nils, case), (papers, along)):
        with pytest.raises(NotFoundError):
            desk.restore(gone.id)
    assert [one.action for one in entries_of(nils.tenant, "record.purge")] == ["record.purge"] * 2
    assert nils.case(reference="C-1").revision == 1


def test_a_record_that_must_stay_referred_to_waits(nils: Desk, papers: Desk) -> None:
    because = put_in_force(nils.tenant, DELETE)
    case = nils.case(closed_on="2028-05-01")
    paper = papers.create(title="Decision", decides=str(case.id))
    assert purge_due(nils.tenant, because).waiting == [case.id]
    assert nils.get(case.id).id == case.id
    papers.delete(paper.id)
    assert purge_due(nils.tenant, because).ids == [case.id]


def test_a_record_waits_for_one_that_would_go_along_and_is_held(nils: Desk, papers: Desk) -> None:
    because = put_in_force(nils.tenant, DELETE)
    case = nils.case(closed_on="2028-05-01")
    paper = papers.create(title="Plan", case=str(case.id))
    with nils.tenant.inside():
        db.session.get_one(Record, (nils.tenant.id, paper.id)).held = True
    assert purge_due(nils.tenant, because).waiting == [case.id]


def test_what_went_with_another_in_the_same_batch_goes_once(nils: Desk, papers: Desk) -> None:
    because = put_in_force(nils.tenant, DELETE)
    case = nils.case(closed_on="2028-05-01")
    along = papers.create(title="Plan", case=str(case.id))
    mentions = papers.create(title="Note", mentions=str(case.id))
    with nils.tenant.inside(), gathered() as aftermath:
        several = erasure.lock_for_erasure([case.id, along.id, mentions.id])
        app = live("cases")
        paper = app.model("paper")
        by_id = {one.record.id: one for one in several}
        assert purge(app, [by_id[case.id]], because, aftermath).ids == [along.id, case.id]
        assert purge(app, [by_id[along.id]], because, aftermath).ids == []
        for one in (along, mentions):
            anonymise(paper, by_id[one.id], {"title": "[removed]"}, because, aftermath)
    assert papers.get(mentions.id).data == {"title": "[removed]"}
    with pytest.raises(NotFoundError):
        papers.get(along.id)
    actions = [one.action for one in entries_of(nils.tenant)]
    assert actions.count("record.purge") == 2
    assert actions.count("record.anonymise") == 1


def test_what_is_anonymised_and_then_taken_along_leaves_no_history(
    nils: Desk, papers: Desk
) -> None:
    because = put_in_force(nils.tenant, DELETE)
    case = nils.case(closed_on="2028-05-01")
    along = papers.create(title="Plan", case=str(case.id))
    with nils.tenant.inside(), gathered() as aftermath:
        by_id = {one.record.id: one for one in erasure.lock_for_erasure([case.id, along.id])}
        app = live("cases")
        changes = {"title": "[removed]"}
        anonymise(app.model("paper"), by_id[along.id], changes, because, aftermath)
        assert purge(app, [by_id[case.id]], because, aftermath).ids == [along.id, case.id]
    with nils.tenant.inside():
        assert db.session.scalar(select(func.count()).select_from(RecordChange)) == 0
        marked = {(one.record_id, one.field) for one in db.session.scalars(select(Erased))}
    assert {(along.id, ""), (case.id, "")} <= marked


def test_rules_reach_the_trash(nils: Desk) -> None:
    because = put_in_force(nils.tenant)
    case = nils.case(applicant="Sten", closed_on="2028-05-01", reference="C-1")
    nils.delete(case.id)
    assert anonymise_due(nils.tenant, because) == 1
    assert nils.restore(case.id).data["applicant"] == "[removed]"


def test_a_trim_that_runs_twice_changes_nothing(nils: Desk) -> None:
    case = nils.case()
    nils.patch(case.id, 1, applicant="Mona")
    for _ in range(2):
        with nils.tenant.inside():
            trimming.leave([case.id], ["applicant"])
        run_outbox(nils.tenant)
        entries = entries_of(nils.tenant)
        assert [parts_of(nils.tenant, one.id) for one in entries] == [{}, {}]


def test_one_job_trims_for_all_that_wait(nils: Desk) -> None:
    cases = [nils.case() for _ in range(5)]
    for case in cases:
        nils.patch(case.id, 1, applicant="Mona", amount=5)
    with nils.tenant.inside():
        for case in cases[:4]:
            trimming.leave([case.id], ["applicant"])
        trimming.leave([cases[4].id], None)
    [first, *others] = leased_of(nils.tenant.app, nils.tenant.id)
    for row in (first, *others):
        current_app.tasks[row.kind].run(str(nils.tenant.id), str(row.id), str(row.token))
        with nils.tenant.inside():
            assert db.session.scalar(select(func.count()).select_from(Outbox)) == 0
    updates = entries_of(nils.tenant, "record.update")
    kept = {"changes": {"amount": [None, 5]}}
    assert [parts_of(nils.tenant, one.id) for one in updates] == [kept] * 4 + [{}]


def test_another_tenants_trail_is_out_of_reach(nils: Desk, granby: Tenant) -> None:
    publish(granby)
    rut = Desk(granby, "owner")
    case = rut.case()
    rut.patch(case.id, 1, applicant="Mona")
    with nils.tenant.inside():
        trimming.leave([case.id], None)
    run_outbox(nils.tenant)
    assert "personal" in parts_of(granby, entries_of(granby)[-1].id)


def test_a_stale_due_time_is_put_right_without_a_change(nils: Desk) -> None:
    put_in_force(nils.tenant)
    case = nils.case(closed_on="2028-05-01")
    later = clock.now() + timedelta(days=9)
    with nils.tenant.inside(), gathered() as aftermath:
        aftermath.put_off(case.id, later)
    row = row_of(nils.tenant, case.id)
    assert row is not None
    assert (row.due_at, row.revision) == (later, 1)
    with nils.tenant.inside():
        count = db.session.scalar(select(func.count()).select_from(RecordChange))
    assert count == 0
