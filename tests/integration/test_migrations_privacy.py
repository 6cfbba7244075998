"""Values that a new version took out of records: kept for a time, then gone everywhere."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from stuga.models import (
    AuditDetail,
    Erased,
    File,
    FormerValue,
    MigrationChange,
    ModelField,
    Record,
    RecordChange,
    RetentionRule,
)
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz.actor import system
from stuga.platform.db import db, reading_trail
from stuga.runtime.retention import sweeping
from stuga.runtime.retention.commands import StartRun
from tests.factories.building import saved
from tests.factories.carrying import STEN, UNA, Carried, bare
from tests.factories.cast import Tenant
from tests.factories.jobs import run_outbox
from tests.factories.records import Desk, entries_of

SECRET: JsonObject = {**STEN, "email": "sten@example.se", "notes": "a canary"}
MIGRATIONS = "/api/v1/apps/cases/migrations"
PLAIN: JsonObject = {"x-privacy": {"personal": "none"}}


def without_notes(case: JsonObject) -> None:
    del case["properties"]["notes"]


def removed(tenant: Tenant, *records: JsonObject) -> Carried:
    """Publish a version without notes, which someone has changed once."""
    app = Carried(tenant, *(records or (SECRET,)))
    Desk(tenant).patch(app.ids[0], 1, notes="another canary")
    app.change(without_notes)
    assert app.publish(removal__notes={"do": "remove"}).status_code == 201
    run_outbox(tenant)
    return app


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def traces(tenant: Tenant, words: str = "canary") -> list[str]:
    """Return every place that holds some words: records, what is beside them, the trail."""
    with tenant.inside():
        held = [str(one) for one in db.session.scalars(select(Record.data))]
        held += [str(one) for one in db.session.scalars(select(RecordChange.diff))]
        held += [str(one) for one in db.session.scalars(select(FormerValue.value))]
        held += [str(one) for one in db.session.scalars(select(MigrationChange.former))]
        held += [str(one) for one in db.session.scalars(select(Record.search))]
        with reading_trail() as session:
            held += [str(one) for one in session.scalars(select(AuditDetail.val))]
    return [one for one in held if words in one]


def test_what_is_removed_is_shown_nowhere_and_gone_after_thirty_days(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = removed(bjorkby)
    member, place = bjorkby.browser("member"), f"/api/v1/apps/cases/records/case/{app.ids[0]}"

    assert "canary" not in member.get(place).text
    assert "canary" not in member.get(f"{place}/history").text
    assert app.aside() == {"notes": ["another canary"]}
    at(monkeypatch, clock.now() + timedelta(days=29, hours=23))
    run_outbox(bjorkby)
    assert traces(bjorkby)
    at(monkeypatch, clock.now() + timedelta(hours=2))
    run_outbox(bjorkby)

    assert traces(bjorkby) == []
    assert app.aside() == {}
    [entry] = entries_of(bjorkby, "migration.purge")
    assert str(app.ids[0]) in entry.body.decode()


def test_the_builder_may_let_go_before(bjorkby: Tenant) -> None:
    app = removed(bjorkby)
    home = f"{MIGRATIONS}/{app.migration().id}"
    before = app.vera.get(home).get_json()

    confirmed = app.vera.post(f"{home}/confirm")
    run_outbox(bjorkby)

    assert before["put_aside"] == 1
    assert confirmed.status_code == 200
    assert traces(bjorkby) == []
    assert app.vera.get(home).get_json()["put_aside"] == 0
    assert app.vera.post(f"{home}/confirm").get_json()["code"] == "migration-over"
    assert app.restore(1).status_code == 201
    assert "notes" not in app.records()[0]


def test_what_is_held_stays_until_it_is_released(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = removed(bjorkby)
    hold(bjorkby, held=True)

    at(monkeypatch, clock.now() + timedelta(days=31))
    run_outbox(bjorkby)
    assert app.aside() == {"notes": ["another canary"]}
    hold(bjorkby, held=False)
    at(monkeypatch, clock.now() + timedelta(days=2))
    run_outbox(bjorkby)

    assert app.aside() == {}


def hold(tenant: Tenant, *, held: bool) -> None:
    with tenant.inside():
        db.session.execute(update(Record).values(held=held))


RULE: JsonObject = {
    "start": {"field": "closed_on"},
    "when": {"all": [{"field": "reference", "filled": True}]},
    "keep_max": "P1Y",
    "action": "anonymise",
    "fields": {"applicant": {"method": "redact"}, "reference": {"method": "drop"}},
}


def in_force(tenant: Tenant, rule: JsonObject = RULE) -> None:
    body = {"app": "cases", "model": "case", "key": "year", "title": "A year", "rule": rule}
    answer = tenant.browser("admin").post("/api/v1/retention/rules", json=body)
    assert answer.status_code == 201, answer.get_json()
    run_outbox(tenant)


def swept(tenant: Tenant, now: datetime) -> None:
    with tenant.inside():
        sweeping.start(system(), StartRun(now=now))
    run_outbox(tenant)


def renamed(case: JsonObject) -> None:
    case["properties"]["code"] = case["properties"].pop("reference")
    case["properties"]["ended_on"] = case["properties"].pop("closed_on")
    settings = case["x-model"]
    settings |= {"unique": [["code"]], "index": ["kind"], "search": ["code"], "label": "{code}"}


RENAMES = {"reference": "code", "closed_on": "ended_on"}


def test_rules_in_force_follow_a_rename_and_forget_under_every_name(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, {**UNA, "closed_on": "2026-01-01", "reference": "canary"})
    Desk(bjorkby).patch(app.ids[0], 1, reference="canary 2")
    in_force(bjorkby)

    assert app.change(renamed, renames=RENAMES).publish().status_code == 201
    run_outbox(bjorkby)

    with bjorkby.inside():
        [rule] = db.session.scalars(select(RetentionRule.rule))
        fields = dict(db.session.execute(select(ModelField.key, ModelField.renamed_to)).all())
        due = db.session.scalar(select(Record.due_at))
    assert rule["start"] == {"field": "ended_on"}
    assert rule["when"] == {"all": [{"field": "code", "filled": True}]}
    assert set(rule["fields"]) == {"applicant", "code"}
    assert (fields["reference"], fields["closed_on"]) == ("code", "ended_on")
    assert due == datetime(2027, 1, 1, 23, tzinfo=UTC)
    assert traces(bjorkby)
    swept(bjorkby, datetime(2027, 3, 1, tzinfo=UTC))
    assert app.records() == [{"applicant": "[removed]", "kind": "permit", "ended_on": "2026-01-01"}]
    assert traces(bjorkby) == []


def test_marks_of_what_was_erased_follow_a_rename(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, {**UNA, "closed_on": "2020-01-01"})
    in_force(bjorkby)
    swept(bjorkby, clock.now())

    assert app.change(renamed, renames=RENAMES).publish().status_code == 201

    with bjorkby.inside():
        assert set(db.session.scalars(select(Erased.field))) == {"applicant", "code"}


def test_what_lies_aside_goes_when_its_record_is_anonymised_or_purged(bjorkby: Tenant) -> None:
    closed = {**SECRET, "closed_on": "2020-01-01"}
    app = removed(bjorkby, closed, {**closed, "reference": "20", "email": "x@example.se"})
    assert len(app.aside()["notes"]) == 2
    rule = {**RULE, "fields": {"applicant": {"method": "redact"}}}
    in_force(bjorkby, rule)

    swept(bjorkby, clock.now())

    assert app.aside() == {}
    run_outbox(bjorkby)
    assert traces(bjorkby) == []


def test_nothing_lies_aside_past_what_retention_wants_of_the_record(bjorkby: Tenant) -> None:
    soon = (clock.now() - timedelta(days=360)).date().isoformat()
    app = Carried(bjorkby, {**SECRET, "closed_on": soon}, {**UNA, "notes": "canary 2"})
    in_force(bjorkby)

    assert app.change(without_notes).publish(removal__notes={"do": "remove"}).status_code == 201

    with bjorkby.inside():
        rows = db.session.execute(select(FormerValue.record_id, FormerValue.ends_at)).all()
        ends: dict[UUID, datetime] = dict(rows)
    assert ends[app.ids[0]] < clock.now() + timedelta(days=7)
    assert ends[app.ids[1]] > clock.now() + timedelta(days=29)


def test_what_was_prepared_for_a_record_goes_with_its_anonymisation(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stuga.builder.publishing import migrations  # noqa: PLC0415  # to be made small

    monkeypatch.setattr(migrations, "AT_ONCE", 0)
    app = Carried(bjorkby, {**SECRET, "closed_on": "2020-01-01", "reference": "canary"})
    in_force(bjorkby)
    app.change(renamed, renames=RENAMES)
    assert app.publish().status_code == 202
    with bjorkby.inside():
        work = migrations.works_for(*_migration(app))
        migrations.migrating.prepare(work[0], after=None)
        assert "canary" in str(db.session.scalars(select(MigrationChange.put)).all())

    swept(bjorkby, clock.now())

    assert [row["code"] for row in app.records() if "code" in row] == []
    assert app.records()[0]["ended_on"] == "2020-01-01"


def _migration(app: Carried):  # noqa: ANN202  # the app's row and its migration's
    from stuga.builder.publishing import queries  # noqa: PLC0415  # used here alone

    row = app.migration()
    return queries.app_with(row.app_id), row


def test_histories_forget_a_removed_field_of_records_that_had_no_value_left(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Carried(bjorkby, SECRET)
    Desk(bjorkby).patch(app.ids[0], 1, notes=None)
    assert app.change(without_notes).publish().status_code == 201
    assert traces(bjorkby)

    at(monkeypatch, clock.now() + timedelta(days=30, minutes=1))
    run_outbox(bjorkby)

    assert traces(bjorkby) == []


def test_a_field_that_has_come_back_keeps_its_history(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = removed(bjorkby)
    assert app.restore(1).status_code == 201

    at(monkeypatch, clock.now() + timedelta(days=30, minutes=1))
    run_outbox(bjorkby)

    assert app.records()[0]["notes"] == "another canary"
    changes = bjorkby.browser("member").get(f"/api/v1/apps/cases/records/case/{app.ids[0]}/history")
    assert "a canary" in changes.text


def with_own(case: JsonObject) -> None:
    """Give cases a file and a number of their own."""
    case["properties"]["contract"] = {
        "type": "string", "title": "Contract", "x-field": {"kind": "file"}, **PLAIN,
    }  # fmt: skip
    case["properties"]["number"] = {
        "type": "string", "title": "Number", **PLAIN,
        "x-field": {"kind": "sequence", "format": "C-{number:03}"},
    }  # fmt: skip


def attached(app: Carried) -> UUID:
    """Give the first record a file; return its id."""
    with app.tenant.inside():
        row = File(
            app_key="cases", model="case", field="contract", record_id=app.ids[0],
            name="a.pdf", media_type="application/pdf", size=1, state="stored",
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        record = db.session.get_one(Record, (app.tenant.id, app.ids[0]))
        record.data = {**record.data, "contract": str(row.id)}
        return row.id


def files(tenant: Tenant) -> list[str]:
    with tenant.inside():
        return list(db.session.scalars(select(File.field)))


def test_files_and_numbers_follow_their_field_and_files_go_with_it(bjorkby: Tenant) -> None:
    document = bare()
    with_own(document["models"]["case"])
    app = Carried(bjorkby, UNA, document=document)
    file_id = attached(app)

    def renamed_own(case: JsonObject) -> None:
        case["properties"]["agreement"] = case["properties"].pop("contract")
        case["properties"]["no"] = case["properties"].pop("number")

    app.change(renamed_own, renames={"contract": "agreement", "number": "no"})
    assert app.publish().status_code == 201
    app.add({**UNA, "reference": "14"})

    assert [one["no"] for one in app.records()] == ["C-001", "C-002"]
    assert app.records()[0]["agreement"] == str(file_id)
    assert files(bjorkby) == ["agreement"]
    app.change(lambda case: case["properties"].pop("agreement"))
    assert app.publish(["removal:case.agreement"]).status_code == 201
    run_outbox(bjorkby)
    assert files(bjorkby) == ["agreement"]
    app.vera.post(f"{MIGRATIONS}/{app.migration().id}/confirm")
    run_outbox(bjorkby)
    assert files(bjorkby) == []


def test_a_removed_model_goes_with_its_files(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = bare()
    with_own(document["models"]["case"])
    app = Carried(bjorkby, UNA, document=document)
    attached(app)
    del app.document["models"]["case"]
    app.document["models"]["paper"]["properties"] = {
        "title": {"type": "string", "title": "Title", **PLAIN}
    }
    app.document["roles"] = {}
    app.revision = saved(app.vera, app.document, revision=app.revision)
    assert app.publish(["removal:case"]).status_code == 201

    at(monkeypatch, clock.now() + timedelta(days=31))
    run_outbox(bjorkby)

    assert (app.records(), files(bjorkby)) == ([], [])
