"""Number series: given by the server, one after another, without a gap, whoever writes."""

import copy
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from stuga.models import Record, RecordSequence
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.errors import InvalidError
from stuga.runtime.records import service
from stuga.runtime.records.bulk import bulk
from stuga.runtime.records.commands import Bulk, CreateRecord, Operation
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.orders import ORDERS, SELLERS
from tests.factories.records import Desk

WRITERS, AT_ONCE = 32, 8
GIVEN = {"/number": Refused("sequence-given")}


@pytest.fixture
def nils(bjorkby: Tenant) -> Desk:
    publish(bjorkby, ORDERS, roles=SELLERS)
    return Desk(bjorkby, model="order", app="orders")


def numbers(tenant: Tenant) -> list[str]:
    with tenant.inside():
        data = db.session.scalars(select(Record.data).where(Record.data.has_key("number")))
        return sorted(str(one["number"]) for one in data)


def this_year(*several: int) -> list[str]:
    return [f"C-{clock.now().year}-{number:05}" for number in several]


def import_rows(nils: Desk, rows: list[JsonObject], *, atomic: bool = False) -> list[str]:
    actor = nils.tenant.actor("member")
    with nils.tenant.inside():
        operations = tuple(Operation(do="create", data=row) for row in rows)
        done = bulk(
            actor,
            Bulk(
                app="orders",
                model="order",
                now=clock.now(),
                operations=operations,
                atomic=atomic,
            ),
        )
        return [one.status for one in done.results]


def test_a_new_record_has_the_next_number(nils: Desk) -> None:
    first, second = nils.create(title="One"), nils.create(title="Two")

    assert [first.data["number"], second.data["number"]] == this_year(1, 2)
    assert numbers(nils.tenant) == this_year(1, 2)


@pytest.mark.parametrize("typed", ["C-1", "", None])
def test_nobody_types_a_number(nils: Desk, typed: str | None) -> None:
    with pytest.raises(InvalidError) as refused:
        nils.create(title="One", number=typed or "C-1")

    assert refused.value.errors == GIVEN
    made = nils.create(title="One")
    with pytest.raises(InvalidError) as refused:
        nils.patch(made.id, 1, number=typed)
    assert refused.value.errors == GIVEN
    assert nils.create(title="Two").data["number"] == this_year(2)[0]


def test_a_number_stays_whatever_becomes_of_the_rest(nils: Desk) -> None:
    made = nils.create(title="One")

    nils.patch(made.id, 1, title="Changed")
    nils.replace(made.id, 2, title="Replaced")
    again = nils.replace(made.id, 3, title="Given back", number=made.data["number"])

    assert again.data["number"] == made.data["number"]
    nils.delete(made.id)
    assert nils.restore(made.id).data["number"] == made.data["number"]


def test_a_number_that_is_gone_is_never_given_again(nils: Desk) -> None:
    made = nils.create(title="One")
    nils.delete(made.id)
    with nils.tenant.inside():
        row = db.session.scalars(select(Record).where(Record.id == made.id)).one()
        db.session.delete(row)

    assert nils.create(title="Two").data["number"] == this_year(2)[0]


def test_a_refused_record_leaves_no_gap(nils: Desk) -> None:
    nils.create(title="One", code="A")
    for wrong in ({"code": "A"}, {"title": 5}, {"lines": [{}]}):
        with pytest.raises(InvalidError):
            nils.create(**{"title": "Two", **wrong})

    assert nils.create(title="Two").data["number"] == this_year(2)[0]


def test_rows_of_an_import_that_are_refused_leave_no_gap(nils: Desk) -> None:
    nils.create(title="One", code="A")
    rows: list[JsonObject] = [
        {"title": "Two"},
        {"title": "Taken", "code": "A"},
        {"code": "no title"},
        {"title": "Three", "code": "B"},
        {"title": "Twice", "code": "B"},
        {"title": "Typed", "number": "C-1"},
        {"title": "Four"},
    ]

    statuses = import_rows(nils, rows)

    refused = "refused"
    assert statuses == ["created", refused, refused, "created", refused, refused, "created"]
    assert numbers(nils.tenant) == this_year(1, 2, 3, 4)
    assert nils.create(title="Five").data["number"] == this_year(5)[0]


def test_all_or_none_leaves_no_gap(nils: Desk) -> None:
    with pytest.raises(InvalidError):
        import_rows(nils, [{"title": "One"}, {}], atomic=True)

    assert nils.create(title="One").data["number"] == this_year(1)[0]


def test_many_at_once_have_every_number_once(nils: Desk) -> None:
    def make(number: int) -> str:
        if number % 4 == 0:  # some are refused after the number was taken
            try:
                nils.create(title="Refused", code="A")
            except InvalidError:
                return ""
        return str(nils.create(title=f"No {number}").data["number"])

    nils.create(title="First", code="A")
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        made = [one for one in pool.map(make, range(WRITERS)) if one]

    assert sorted(made) == this_year(*range(2, len(made) + 2))
    assert len(made) == WRITERS * 3 // 4


def _at(nils: Desk, *moments: datetime) -> Iterator[str]:
    for moment in moments:
        actor = nils.tenant.actor("member")
        with nils.tenant.inside():
            command = CreateRecord(app="orders", model="order", now=moment, data={"title": "x"})
            yield str(service.create(actor, command).data["number"])


def test_a_year_begins_at_one_where_the_tenant_is(nils: Desk) -> None:
    made = _at(
        nils,
        datetime(2026, 12, 31, 12, tzinfo=UTC),
        datetime(2026, 12, 31, 22, 30, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 30, tzinfo=UTC),  # past midnight in Stockholm
        datetime(2027, 1, 1, 12, tzinfo=UTC),
    )

    assert list(made) == ["C-2026-00001", "C-2026-00002", "C-2027-00001", "C-2027-00002"]


def test_another_format_counts_for_itself(nils: Desk) -> None:
    nils.create(title="One")
    changed = copy.deepcopy(ORDERS)
    changed["models"]["order"]["properties"]["number"]["x-field"]["format"] = "N{number}"
    publish(nils.tenant, changed)

    assert nils.create(title="Two").data["number"] == "N1"
    with nils.tenant.inside():
        rows = db.session.scalars(select(RecordSequence)).all()
        assert {(row.format, row.year != 0, row.last) for row in rows} == {
            ("C-{year}-{number:05}", True, 1),
            ("N{number}", False, 1),
        }


def test_another_tenant_counts_for_itself(nils: Desk, granby: Tenant) -> None:
    nils.create(title="One")
    publish(granby, ORDERS, roles=SELLERS)

    assert (
        Desk(granby, "owner", "order", "orders").create(title="One").data["number"]
        == this_year(1)[0]
    )
