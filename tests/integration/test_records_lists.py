"""Lists, several references and addresses as records: checked, linked, found, forgotten."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text, update

from stuga.models import Record, RecordLink, RetentionRule
from stuga.models.json import JsonObject
from stuga.platform.db import db
from stuga.platform.errors import InvalidError
from stuga.runtime.records.aftermath import Because, gathered
from stuga.runtime.records.definitions import live, restamp
from stuga.runtime.records.erasure import anonymise
from stuga.runtime.records.errors import RecordInUseError
from stuga.runtime.records.queries import lock_record
from stuga.runtime.retention.rules import changes_for
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.jobs import run_outbox
from tests.factories.orders import ORDERS, SELLERS
from tests.factories.records import Desk, entries_of, parts_of, row_of

NOW = datetime(2030, 1, 1, 3, tzinfo=UTC)
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def nils(bjorkby: Tenant) -> Desk:
    publish(bjorkby, ORDERS, roles=SELLERS)
    return Desk(bjorkby, model="order", app="orders")


def named(nils: Desk, model: str, *names: str) -> list[str]:
    desk = Desk(nils.tenant, model=model, app="orders")
    return [str(desk.create(name=name).id) for name in names]


def refused(nils: Desk, **data: object) -> dict[str, str]:
    with pytest.raises(InvalidError) as error:
        nils.create(title="One", **data)
    return {at: one.code for at, one in error.value.errors.items()}


def test_rows_are_stored_in_their_normal_form(nils: Desk) -> None:
    [bolt] = named(nils, "product", "Bolt")

    made = nils.create(
        title="One",
        lines=[
            {"what": "Cafe\u0301", "qty": 2.0, "product": bolt.upper(), "parts": []},
            {"what": "Nut", "parts": [{"name": "Ring"}, {"name": ""}]},
        ],
    )

    assert made.data["lines"] == [
        {"what": "Café", "qty": 2, "product": bolt},
        {"what": "Nut", "parts": [{"name": "Ring"}]},
    ]


def test_what_is_wrong_in_a_row_is_told_where_it_stands(nils: Desk) -> None:
    assert refused(
        nils,
        lines=[
            {"what": "Nut", "qty": 0},
            {"qty": 1, "colour": "red"},
            {"what": "x", "product": NOBODY, "parts": [{"name": 5}, "bolt"]},
        ],
    ) == {
        "/lines/0/qty": "minimum",
        "/lines/1/what": "required",
        "/lines/1/colour": "unknown-field",
        "/lines/2/parts/0/name": "type",
        "/lines/2/parts/1": "type",
    }
    assert refused(nils, lines=[{"what": "x", "product": NOBODY}], tags=[NOBODY]) == {
        "/lines/0/product": "reference-unknown",
        "/tags/0": "reference-unknown",
    }


@pytest.mark.parametrize("lines", [5, "text", {"what": "x"}, [5], [[]], ["x"]])
def test_what_is_no_list_is_refused(nils: Desk, lines: object) -> None:
    assert all(one == "type" for one in refused(nils, lines=lines).values())


def test_an_address_and_a_place_are_checked_part_by_part(nils: Desk) -> None:
    assert refused(
        nils,
        ship_to={"street": "Storgatan 1", "postal_code": "1234", "city": "X", "country": "QQ"},
        spot={"lat": 91, "lon": "x"},
    ) == {
        "/ship_to/country": "country-unknown",
        "/spot/lat": "maximum",
        "/spot/lon": "type",
    }
    assert refused(nils, ship_to={"postal_code": "1234", "city": "X"}) == {
        "/ship_to/postal_code": "postal-code-invalid"
    }
    made = nils.create(title="One", ship_to={"street": " Ågatan  1 ", "postal_code": "12345"})
    assert made.data["ship_to"] == {"street": "Ågatan 1", "postal_code": "123 45"}


def links(nils: Desk) -> set[tuple[str, str]]:
    with nils.tenant.inside():
        rows = db.session.execute(select(RecordLink.field, RecordLink.to_id)).all()
        return {(field, str(to_id)) for field, to_id in rows}


def test_links_follow_what_the_rows_refer_to(nils: Desk) -> None:
    bolt, nut = named(nils, "product", "Bolt", "Nut")
    red, blue = named(nils, "tag", "Red", "Blue")
    made = nils.create(
        title="One",
        tags=[red, blue],
        lines=[{"what": "a", "product": bolt}, {"what": "b", "product": bolt}],
    )
    assert links(nils) == {("tags", red), ("tags", blue), ("lines.product", bolt)}

    nils.patch(made.id, 1, tags=[blue], lines=[{"what": "a", "product": nut}, {"what": "b"}])
    assert links(nils) == {("tags", blue), ("lines.product", nut)}

    nils.patch(made.id, 2, tags=None, lines=None)
    assert links(nils) == set()


def test_a_row_can_be_changed_beside_one_whose_record_is_closed(nils: Desk) -> None:
    [bolt] = named(nils, "product", "Bolt")
    made = nils.create(title="One", lines=[{"what": "a", "product": bolt}])
    with nils.tenant.inside():
        gone = update(Record).where(Record.id == bolt).values(deleted_at=NOW)
        db.session.execute(gone)

    changed = nils.patch(made.id, 1, lines=[{"what": "b", "product": bolt}])

    assert changed.data["lines"] == [{"what": "b", "product": bolt}]


def test_restrict_holds_for_rows_and_for_several(nils: Desk) -> None:
    bolt, nut = named(nils, "product", "Bolt", "Nut")
    products = Desk(nils.tenant, model="product", app="orders")
    made = nils.create(title="One", lines=[{"what": "a", "product": bolt}], needs=[nut])

    for product in (bolt, nut):
        with pytest.raises(RecordInUseError):
            products.delete(product)
    nils.patch(made.id, 1, lines=None, needs=None)
    products.delete(bolt)
    products.delete(nut)


def test_unlink_takes_one_of_several_away(nils: Desk) -> None:
    red, blue = named(nils, "tag", "Red", "Blue")
    tags = Desk(nils.tenant, model="tag", app="orders")
    made = nils.create(title="One", tags=[red, blue])

    tags.delete(red)
    assert nils.get(made.id).data["tags"] == [blue]
    assert links(nils) == {("tags", blue)}

    tags.delete(blue)
    assert "tags" not in nils.get(made.id).data
    assert nils.history(made.id)[0].diff == {"tags": [[blue], None]}


def test_cascade_takes_the_record_along_and_back(nils: Desk) -> None:
    one, other = named(nils, "kit", "One", "Other")
    kits = Desk(nils.tenant, model="kit", app="orders")
    made = nils.create(title="One", kits=[one, other])

    kits.delete(other)
    row = row_of(nils.tenant, made.id)
    assert row is not None
    assert row.deleted_at is not None

    kits.restore(other)
    assert nils.get(made.id).data["kits"] == [one, other]


def test_the_history_and_the_trail_tell_what_changed(nils: Desk) -> None:
    made = nils.create(title="One", lines=[{"what": "a"}])
    nils.patch(made.id, 1, lines=[{"what": "b"}])

    assert nils.history(made.id)[0].diff == {"lines": [[{"what": "a"}], [{"what": "b"}]]}
    entry = entries_of(nils.tenant, "record.update")[-1]
    assert parts_of(nils.tenant, entry.id)["personal"] == {
        "lines": [[{"what": "a"}], [{"what": "b"}]]
    }


def rule(nils: Desk, **fields: JsonObject) -> RetentionRule:
    raw: JsonObject = {"start": {"event": "created"}, "keep_max": "P1Y", "action": "anonymise"}
    with nils.tenant.inside():
        row = RetentionRule(
            app_id=live("orders").app_id,
            model="order",
            key="old",
            title="A year",
            rule={**raw, "fields": {**fields}} if fields else raw,
        )
        db.session.add(row)
        db.session.flush()  # the rule's id is wanted, which PostgreSQL makes
        restamp(row.app_id)
        return row


def forget(nils: Desk, record_id: object) -> None:
    with nils.tenant.inside():
        model = live("orders").model("order")
        locked = lock_record(model.id, record_id)
        [in_force] = model.rules
        changes, methods = changes_for(in_force, model.view, locked.record.data, locked.erased)
        because = Because(rule_id=in_force.id, rule_title="A year", run_id=None, now=NOW)
        with gathered() as aftermath:
            anonymise(model, locked, changes, because, aftermath, methods=methods)
    run_outbox(nils.tenant)


def everything(tenant: Tenant) -> str:
    tables = ("record", "record_change", "record_link", "erased", "outbox")
    with tenant.inside():
        found = [
            row[0]
            for table in tables
            for row in db.session.execute(text(f"SELECT {table}::text FROM {table}"))  # noqa: S608
        ]
    parts = [str(parts_of(tenant, one.id)) for one in entries_of(tenant)]
    return "\n".join([*found, *parts])


def test_what_is_personal_in_rows_is_gone_from_everywhere(nils: Desk) -> None:
    row = {"what": "Bolt", "qty": 2, "for_whom": "Sten Karlsson"}
    parts = [{"name": "Ring", "maker": "Mona Berg"}, {"maker": "Olav Moe"}]
    made = nils.create(
        title="One",
        ship_to={"street": "Hemliga gatan 1", "postal_code": "123 45", "city": "Björkby"},
        lines=[row, {"what": "Nut", "for_whom": "Sten Ek", "parts": parts}],
    )
    nils.patch(made.id, 1, lines=[{**row, "for_whom": "Åsa"}, {"what": "Nut", "parts": parts}])
    rule(nils)
    before = everything(nils.tenant)
    assert all(one in before for one in ("Sten Ek", "Karlsson", "Mona", "Olav", "Hemliga"))

    forget(nils, made.id)

    after = everything(nils.tenant)
    for canary in ("Sten", "Karlsson", "karlsson", "Mona", "Olav", "Åsa", "Hemliga", "hemliga"):
        assert canary not in after
    found = nils.get(made.id)
    assert found.data["lines"] == [
        {"what": "Bolt", "qty": 2, "for_whom": "[removed]"},
        {"what": "Nut", "parts": [{"name": "Ring"}]},
    ]
    assert found.data["ship_to"] == {"city": "Björkby"}


def test_each_field_of_a_list_is_marked_by_itself_and_anew_with_new_rows(nils: Desk) -> None:
    made = nils.create(title="One", lines=[{"what": "Bolt", "for_whom": "Sten"}])
    rule(nils)
    forget(nils, made.id)
    with nils.tenant.inside():
        model = live("orders").model("order")
        locked = lock_record(model.id, made.id)
        assert locked.erased == {"lines.for_whom"}
        assert model.clock.pending(locked.record, locked.erased) == []

    nils.patch(made.id, 2, lines=[{"what": "Nut", "for_whom": "Mona"}])
    with nils.tenant.inside():
        locked = lock_record(model.id, made.id)
        assert locked.erased == frozenset()
        assert len(live("orders").model("order").clock.pending(locked.record, ())) == 1


def test_a_rule_may_name_one_field_of_the_rows(nils: Desk) -> None:
    lines = [{"what": "Bolt", "for_whom": "Sten", "parts": [{"maker": "Mona"}]}]
    made = nils.create(title="One", lines=lines)
    rule(nils, **{"lines.parts.maker": {"method": "drop"}})

    forget(nils, made.id)

    assert nils.get(made.id).data["lines"] == [{"what": "Bolt", "for_whom": "Sten"}]


def test_rows_and_addresses_are_searched(nils: Desk) -> None:
    nils.create(
        title="One",
        ship_to={"city": "Älvsund"},
        lines=[{"what": "Hexagonal bolt", "parts": [{"name": "Spring"}]}],
    )
    with nils.tenant.inside():
        found = db.session.scalars(select(Record.search).where(Record.search.is_not(None))).all()

    [searched] = [one for one in found if "hexagonal" in str(one)]
    assert all(word in str(searched) for word in ("spring", "älvsund", "one"))


def test_a_list_is_one_field_for_rights(nils: Desk) -> None:
    made = nils.create(title="One", lines=[{"what": "Bolt"}])
    nils.tenant.give("auditor", "orders", "packer")
    aud = Desk(nils.tenant, "auditor", "order", "orders")

    assert "lines" not in aud.get(made.id).data
    assert aud.get(made.id).data["title"] == "One"


def test_references_that_a_rule_drops_leave_no_link(nils: Desk) -> None:
    [bolt] = named(nils, "product", "Bolt")
    [red] = named(nils, "tag", "Red")
    lines: list[JsonObject] = [{"what": "a", "product": bolt}]
    made = nils.create(title="One", tags=[red], lines=lines)
    drop: JsonObject = {"method": "drop"}
    rule(nils, **{"tags": drop, "lines.product": drop})

    forget(nils, made.id)

    assert links(nils) == set()
    assert nils.get(made.id).data["lines"] == [{"what": "a"}]
    assert "tags" not in nils.get(made.id).data
