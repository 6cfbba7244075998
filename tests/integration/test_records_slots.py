"""Slots: assigned when a version is published, filled by a job that survives being killed."""

import copy
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from celery import current_app
from sqlalchemy import select, update

from stuga.models import AuditEntry, Model, ModelField, Outbox, Record, RetentionRule
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import db, reading_trail
from stuga.platform.jobs.relay import leased_of
from stuga.runtime.records import service, slots
from stuga.runtime.records.commands import Bulk, Operation
from stuga.runtime.records.definitions import live, restamp
from stuga.runtime.records.due import recompute_due
from stuga.runtime.records.filling import ROWS, Slice, fill, locked_rows
from tests.factories.apps import SMALL_CASES, publish, put_live
from tests.factories.cast import Tenant
from tests.factories.jobs import run_outbox
from tests.factories.records import Desk, row_of

MANY = ROWS + 20


@pytest.fixture
def nils(bjorkby: Tenant) -> Desk:
    publish(bjorkby)
    return Desk(bjorkby)


def indexed(*index: str, search: tuple[str, ...] = ("applicant",), **changes: object) -> JsonObject:
    """Return the small app with other indexes and search fields."""
    made = copy.deepcopy(SMALL_CASES)
    settings = made["models"]["case"]["x-model"]
    settings.update({"index": [*index], "search": [*search], "unique": []})
    made["models"]["case"]["properties"].update(changes)
    return made


def slots_of(tenant: Tenant) -> Mapping[str, tuple[str, bool]]:
    with tenant.inside():
        places = live("cases").model("case").slots
    return {key: (one.column, one.filled) for key, one in places.items()}


def model_id(tenant: Tenant) -> UUID:
    with tenant.inside():
        return live("cases").model("case").id


def make_many(desk: Desk, count: int) -> None:
    rows = tuple(
        Operation(
            do="create",
            data={"applicant": f"Sten {n}", "kind": "permit", "email": f"s{n}@example.se"},
        )
        for n in range(count)
    )
    actor = desk.tenant.actor(desk.who)
    with desk.tenant.inside():
        command = Bulk(app="cases", model="case", now=clock.now(), operations=rows)
        service.bulk(actor, command)


def column(tenant: Tenant, name: str) -> list[object]:
    with tenant.inside():
        return list(db.session.scalars(select(getattr(Record, name)).order_by(Record.id)))


def test_indexed_fields_get_slots_of_their_kind_filled_at_once(nils: Desk) -> None:
    assert slots_of(nils.tenant) == {
        "kind": ("t1", True),
        "closed_on": ("d1", True),
        "amount": ("n1", True),
        "reference": ("t2", True),
    }


def test_a_slot_follows_its_field(nils: Desk) -> None:
    case = nils.case(amount=12.5, closed_on="2026-05-01", reference="Åre 7")
    row = row_of(nils.tenant, case.id)
    assert row is not None
    assert (row.t1, row.n1, row.d1) == ("permit", 12.5, datetime(2026, 5, 1, tzinfo=UTC))
    assert row.search == "sten ek\nåre 7"
    nils.patch(case.id, 1, amount=None, kind="complaint", reference="B")
    row = row_of(nils.tenant, case.id)
    assert row is not None
    assert (row.t1, row.n1, row.t2, row.search) == ("complaint", None, "b", "sten ek\nb")


def test_text_slots_sort_as_the_language_of_the_app_does(bjorkby: Tenant) -> None:
    publish(bjorkby, {**indexed("reference"), "language": "sv"})
    nils = Desk(bjorkby)
    for name in ("Östersund", "Zeta", "Ale", "Åre"):
        nils.case(reference=name)
    with bjorkby.inside():
        found = db.session.scalars(select(Record).order_by(Record.t1)).all()
    assert [one.data["reference"] for one in found] == ["Ale", "Zeta", "Åre", "Östersund"]


def test_a_slot_stays_with_its_field_over_versions(nils: Desk) -> None:
    nils.case()
    publish(nils.tenant, indexed("reference", "email", "kind"))
    assert slots_of(nils.tenant) == {
        "kind": ("t1", True),
        "reference": ("t2", True),
        "email": ("t3", False),
    }


def test_a_new_slot_serves_once_it_is_filled_and_a_freed_one_is_cleared(nils: Desk) -> None:
    case = nils.case(amount=5, email="sten@example.se", closed_on="2026-05-01")
    publish(nils.tenant, indexed("email", search=("email",)))
    assert slots_of(nils.tenant) == {"email": ("t1", False)}
    run_outbox(nils.tenant)
    assert slots_of(nils.tenant) == {"email": ("t1", True)}
    row = row_of(nils.tenant, case.id)
    assert row is not None
    assert (row.t1, row.t2, row.n1, row.d1) == ("sten/example.se", None, None, None)
    assert row.search == "sten@example.se"
    assert row.revision == 1


def test_filling_reaches_the_trash_too(nils: Desk) -> None:
    case = nils.case(email="sten@example.se")
    nils.delete(case.id)
    publish(nils.tenant, indexed("email"))
    run_outbox(nils.tenant)
    row = row_of(nils.tenant, case.id)
    assert row is not None
    assert row.t1 == "sten/example.se"


def test_a_fill_that_was_killed_goes_on_where_it_was(nils: Desk) -> None:
    make_many(nils, MANY)
    publish(nils.tenant, indexed("email"))
    _perform_next(nils.tenant)
    assert [value is not None for value in column(nils.tenant, "t1")].count(True) >= ROWS
    [second] = leased_of(nils.tenant.app, nils.tenant.id)
    with pytest.raises(ConnectionError), nils.tenant.inside():
        _fill_and_die(nils.tenant, second.id)
    assert slots_of(nils.tenant) == {"email": ("t1", False)}
    _let_leases_end(nils.tenant)
    run_outbox(nils.tenant)
    assert slots_of(nils.tenant) == {"email": ("t1", True)}
    assert all(str(value).endswith("/example.se") for value in column(nils.tenant, "t1"))
    with nils.tenant.inside(), reading_trail() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "slots.fill")).all()
    assert len(entries) == 1


def _perform_next(tenant: Tenant) -> None:
    for row in leased_of(tenant.app, tenant.id):
        current_app.tasks[row.kind].run(str(tenant.id), str(row.id), str(row.token))


def _fill_and_die(tenant: Tenant, outbox_id: UUID) -> None:
    """Do a slice as its job does, and end as a killed worker's connection does: undone."""
    row = db.session.get_one(Outbox, (tenant.id, outbox_id))
    fill(live("cases").model("case"), locked_rows(Slice.read(row.payload)))
    raise ConnectionError


def _let_leases_end(tenant: Tenant) -> None:
    with tenant.inside():
        db.session.execute(
            update(Outbox)
            .values(lease_until=clock.now() - timedelta(seconds=1))
            .execution_options(synchronize_session=False)
        )


def test_a_fill_overtaken_by_another_version_does_not_open_its_slots(nils: Desk) -> None:
    make_many(nils, MANY)
    publish(nils.tenant, indexed("email"))
    _perform_next(nils.tenant)
    publish(nils.tenant, indexed("email", "applicant"))
    with nils.tenant.inside():
        slots.mark_filled(model_id(nils.tenant), 2)
    assert slots_of(nils.tenant) == {"email": ("t1", True), "applicant": ("t2", False)}
    run_outbox(nils.tenant)
    assert slots_of(nils.tenant) == {"email": ("t1", True), "applicant": ("t2", True)}
    assert column(nils.tenant, "t2")[0] == "sten 0"


def test_what_a_late_request_wrote_by_the_old_version_is_found_again(nils: Desk) -> None:
    case = nils.case(email="sten@example.se")
    publish(nils.tenant, indexed("email"))
    run_outbox(nils.tenant)
    with nils.tenant.inside():
        row = db.session.get_one(Record, (nils.tenant.id, case.id))
        row.t1, row.updated_at = None, clock.now()
        [waiting] = db.session.scalars(select(Outbox)).all()
        assert waiting.next_at > clock.now()
        waiting.next_at = clock.now()
    run_outbox(nils.tenant)
    assert column(nils.tenant, "t1") == ["sten/example.se"]


def test_a_kind_that_changes_fills_its_slot_anew(nils: Desk) -> None:
    nils.case(closed_on="2026-05-01")
    moment = {"type": "string", "format": "date-time", "title": "Closed on"}
    publish(nils.tenant, indexed("kind", "closed_on", closed_on=moment))
    assert slots_of(nils.tenant)["closed_on"] == ("d1", False)


def test_fields_beyond_the_slots_are_read_from_data(nils: Desk) -> None:
    dates = {
        f"day_{n}": {"type": "string", "format": "date", "title": f"Day {n}"} for n in range(8)
    }
    publish(nils.tenant, indexed(*dates, **dates))
    found = slots_of(nils.tenant)
    assert sorted(column for column, _ in found.values()) == ["d1", "d2", "d3", "d4", "d5", "d6"]
    assert "day_7" not in found


def test_a_version_that_was_rolled_back_leaves_no_trace(nils: Desk) -> None:
    with pytest.raises(ConnectionError), nils.tenant.inside():
        _publish_look_and_die(indexed("email"))
    publish(nils.tenant, indexed("handler"))
    assert list(slots_of(nils.tenant)) == ["handler"]
    with nils.tenant.inside():
        assert live("cases").model("case").view.index == ("handler",)


def _publish_look_and_die(made: JsonObject) -> None:
    put_live(made)
    assert live("cases").model("case").view.index == ("email",)
    raise ConnectionError


def test_fields_and_models_that_are_gone_are_remembered(nils: Desk) -> None:
    made = indexed("kind")
    del made["models"]["paper"]
    del made["models"]["case"]["properties"]["notes"]
    publish(nils.tenant, made)
    with nils.tenant.inside():
        paper = db.session.scalar(select(Model).where(Model.key == "paper"))
        notes = db.session.scalar(select(ModelField).where(ModelField.key == "notes"))
        kind = db.session.scalar(select(ModelField).where(ModelField.key == "kind"))
        assert paper is not None
        assert notes is not None
        assert kind is not None
        assert paper.last_version == 1
        assert (notes.first_version, notes.last_version, notes.state) == (1, 1, "removed")
        assert (kind.first_version, kind.last_version, kind.state) == (1, None, "live")
    publish(nils.tenant)
    with nils.tenant.inside():
        notes = db.session.scalar(select(ModelField).where(ModelField.key == "notes"))
        assert notes is not None
        assert (notes.last_version, notes.state) == (None, "live")
        assert "paper" in live("cases").models


def test_a_rule_put_in_force_reckons_stored_records_anew(nils: Desk) -> None:
    make_many(nils, 3)
    closed = nils.case(closed_on="2026-05-01")
    with nils.tenant.inside():
        app_id = live("cases").app_id
        rule = {"start": {"field": "closed_on"}, "keep_max": "P1Y", "action": "anonymise"}
        db.session.add(
            RetentionRule(app_id=app_id, model="case", key="closed", title="A year", rule=rule)
        )
        restamp(app_id)
        recompute_due(live("cases").model("case").id)
    run_outbox(nils.tenant)
    expected = datetime(2027, 5, 1, 22, tzinfo=UTC)
    assert column(nils.tenant, "due_at") == [None, None, None, expected]
    later = nils.patch(closed.id, 1, closed_on="2026-06-01")
    row = row_of(nils.tenant, later.id)
    assert row is not None
    assert row.due_at == datetime(2027, 6, 1, 22, tzinfo=UTC)
    made = nils.case(closed_on="2026-05-01")
    row = row_of(nils.tenant, made.id)
    assert row is not None
    assert row.due_at == expected
