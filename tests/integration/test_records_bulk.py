"""Many operations at once: all or none, or each by itself."""

from typing import Any

import psycopg
import pytest
from sqlalchemy import func, select

from stuga.models import Record, RecordChange, RecordLink, RecordUnique
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.errors import BadRequestError, InvalidError, NotFoundError
from stuga.runtime.records import service
from stuga.runtime.records.bulk import MOST_OPERATIONS
from stuga.runtime.records.commands import Bulk, Operation
from stuga.runtime.records.results import BulkDone
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.records import CASE, Desk, entries_of, parts_of


@pytest.fixture
def nils(bjorkby: Tenant) -> Desk:
    publish(bjorkby)
    return Desk(bjorkby)


def bulk(desk: Desk, *operations: Operation, atomic: bool = False) -> BulkDone:
    command = Bulk(
        app="cases", model=desk.model, now=clock.now(), operations=operations, atomic=atomic
    )
    with desk.tenant.inside():
        return service.bulk(desk.tenant.actor(desk.who), command)


def new(**data: object) -> Operation:
    made: JsonObject = {**CASE, **data}
    return Operation(do="create", data=made)


def count(desk: Desk) -> int:
    with desk.tenant.inside():
        return db.session.scalar(select(func.count()).select_from(Record)) or 0


def statuses(done: BulkDone) -> list[str]:
    return [one.status for one in done.results]


def test_records_are_made_in_order(nils: Desk) -> None:
    done = bulk(nils, *(new(reference=f"C-{number}") for number in range(50)))
    assert done.count == 50
    for number in (0, 17, 49):
        found = nils.get(done.results[number].id)
        assert found.data["reference"] == f"C-{number}"
        assert found.revision == 1


def test_a_thousand_records_take_a_handful_of_statements(
    nils: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements: list[str] = []
    send = psycopg.Cursor.execute

    def counting(cursor: Any, query: Any, *given: Any, **options: Any) -> Any:  # noqa: ANN401
        statements.append(str(query))
        return send(cursor, query, *given, **options)

    monkeypatch.setattr(psycopg.Cursor, "execute", counting)
    bulk(nils, *(new(reference=f"C-{number}") for number in range(MOST_OPERATIONS)))
    inserts = [one for one in statements if one.startswith("INSERT INTO record ")]
    assert len(inserts) == 1
    assert len(statements) < 20
    assert count(nils) == MOST_OPERATIONS


def test_more_than_a_thousand_are_refused(nils: Desk) -> None:
    with pytest.raises(BadRequestError):
        bulk(nils, *(new() for _ in range(MOST_OPERATIONS + 1)))


def test_each_operation_stands_by_itself_and_tells_how_it_went(nils: Desk) -> None:
    kept, changed, gone = nils.case(reference="C-1"), nils.case(), nils.case()
    done = bulk(
        nils,
        new(reference="C-2"),
        new(amount=-1),
        new(reference="C-1"),
        new(reference="C-2"),
        Operation(do="update", id=changed.id, data={"amount": 3}, revision=1),
        Operation(do="update", id=changed.id, data={"amount": 4}, revision=1),
        Operation(do="update", id=changed.id, data={"reference": "C-1"}),
        Operation(do="update", id=changed.id, data={"kind": "complaint"}),
        Operation(do="delete", id=gone.id),
        Operation(do="delete", id=gone.id),
        Operation(do="update", data={"amount": 1}),
    )
    assert statuses(done) == [
        "created",
        "refused",
        "refused",
        "refused",
        "updated",
        "refused",
        "refused",
        "updated",
        "deleted",
        "refused",
        "refused",
    ]
    assert [one.code for one in done.results if one.status == "refused"] == [
        "invalid",
        "invalid",
        "invalid",
        "record-changed",
        "invalid",
        "not-found",
        "not-found",
    ]
    assert done.results[1].errors is not None
    assert done.results[1].errors["/amount"].code == "minimum"
    assert done.results[2].errors is not None
    assert done.results[2].errors["/reference"].code == "taken"
    found = nils.get(changed.id)
    assert found.data == {**CASE, "kind": "complaint", "amount": 3}
    assert found.revision == 3
    assert nils.get(kept.id).revision == 1
    assert count(nils) == 4
    with nils.tenant.inside():
        assert db.session.scalar(select(func.count()).select_from(RecordUnique)) == 2


def test_all_or_none_is_none_if_one_is_refused(nils: Desk) -> None:
    case = nils.case(reference="C-1")
    with pytest.raises(InvalidError) as refused:
        bulk(
            nils,
            new(reference="C-2"),
            new(colour="red"),
            Operation(do="update", id=case.id, data={"amount": 3}),
            Operation(do="update", id=case.id, data={"amount": 3}, revision=1),
            new(reference="C-1"),
            atomic=True,
        )
    assert {at: one.code for at, one in refused.value.errors.items()} == {
        "/operations/1/colour": "unknown-field",
        "/operations/3": "record-changed",
        "/operations/4/reference": "taken",
    }
    assert count(nils) == 1
    assert nils.get(case.id).revision == 1


def test_all_or_none_is_all_if_none_is_refused(nils: Desk) -> None:
    case = nils.case()
    done = bulk(
        nils, new(), Operation(do="update", id=case.id, data={"amount": 3}), new(), atomic=True
    )
    assert statuses(done) == ["created", "updated", "created"]


def test_one_entry_tells_of_all_without_a_value(nils: Desk) -> None:
    case = nils.case()
    bulk(nils, new(), new(), Operation(do="update", id=case.id, data={"applicant": "Mona"}))
    [entry] = entries_of(nils.tenant, "record.bulk")
    assert b'"count":3' in entry.body
    assert str(case.id).encode() in entry.body
    assert parts_of(nils.tenant, entry.id) == {}
    with nils.tenant.inside():
        assert db.session.scalar(select(RecordChange.diff)) == {"applicant": ["Sten Ek", "Mona"]}


def test_references_of_many_are_kept_as_links(nils: Desk) -> None:
    cases = [nils.case() for _ in range(3)]
    papers = Desk(nils.tenant, model="paper")
    rows = [
        Operation(do="create", data={"title": f"Paper {n}", "case": str(case.id)})
        for n, case in enumerate(cases)
    ]
    done = bulk(papers, *rows, Operation(do="create", data={"title": "x", "case": rows[0].do}))
    assert statuses(done) == ["created", "created", "created", "refused"]
    with nils.tenant.inside():
        links = db.session.execute(select(RecordLink.from_id, RecordLink.to_id)).all()
    made = [one.id for one in done.results[:3]]
    assert set(links) == {(one, case.id) for one, case in zip(made, cases, strict=True)}


def test_what_a_role_may_not_do_is_refused_for_each(nils: Desk) -> None:
    nils.tenant.give("builder", "cases", "clerk")
    vera = Desk(nils.tenant, "builder")
    complaint, permit = nils.case(kind="complaint"), nils.case()
    done = bulk(
        vera,
        new(closed_on="2026-01-01"),
        new(),
        Operation(do="update", id=complaint.id, data={"amount": 1}),
        Operation(do="delete", id=permit.id),
    )
    assert [one.code for one in done.results] == ["invalid", "", "not-found", "not-permitted"]
    with pytest.raises(NotFoundError):
        bulk(Desk(nils.tenant, "auditor"), new())
