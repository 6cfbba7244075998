"""What a rule takes from a record is not left behind in what was computed from it."""

import copy
import json
from datetime import UTC, datetime

import pytest

from stuga.models import RetentionRule
from stuga.models.definition.methods import ABSENT, Left
from stuga.models.definition.model import Model
from stuga.models.json import JsonObject
from stuga.platform.db import db
from stuga.runtime.records.aftermath import Because, gathered
from stuga.runtime.records.computing import needs_recompute, recompute
from stuga.runtime.records.definitions import live
from stuga.runtime.records.erasure import anonymise, lock_for_erasure
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.reckoned import ORDERS
from tests.factories.records import Desk, diffs_of, row_of

NOW = datetime(2030, 1, 1, 3, tzinfo=UTC)
RULE: JsonObject = {
    "start": {"field": "created_at"},
    "keep_max": "P1Y",
    "action": "anonymise",
    "fields": {"customer": {"method": "redact"}},
}


@pytest.fixture
def desk(bjorkby: Tenant) -> Desk:
    publish(bjorkby, ORDERS)
    return Desk(bjorkby, model="order")


def erase(desk: Desk, record_id: object, changes: dict[str, Left]) -> None:
    with desk.tenant.inside():
        app = live("cases")
        rule = RetentionRule(app_id=app.app_id, model="order", key="old", title="A year", rule=RULE)
        db.session.add(rule)
        db.session.flush()  # the rule's id is wanted, which PostgreSQL makes
        because = Because(rule_id=rule.id, rule_title="A year", run_id=None, now=NOW)
        [locked] = lock_for_erasure([record_id])  # type: ignore[list-item]
        with gathered() as aftermath:
            anonymise(app.model("order"), locked, changes, because, aftermath)


def test_a_name_goes_from_the_text_computed_from_it_and_from_its_history(desk: Desk) -> None:
    order = desk.create(customer="Sten Ek", price=5, quantity=2)
    desk.patch(order.id, 1, quantity=3)

    erase(desk, order.id, {"customer": "[removed]"})

    row = row_of(desk.tenant, order.id)
    assert row is not None
    assert row.data["label"] == "[removed]: 15"
    assert row.data["total"] == 15
    assert "sten" not in (row.search or "")
    assert "Sten" not in json.dumps(diffs_of(desk.tenant, order.id))


def test_what_is_computed_from_a_dropped_value_goes_with_it(desk: Desk) -> None:
    order = desk.create(customer="Sten Ek", price=5, quantity=2)

    erase(desk, order.id, {"price": ABSENT})

    row = row_of(desk.tenant, order.id)
    assert row is not None
    assert row.data == {"customer": "Sten Ek", "quantity": 2}


def test_stored_records_are_reckoned_anew_for_another_formula(desk: Desk) -> None:
    stored: list[JsonObject] = [
        {"customer": "a", "price": 2.5, "quantity": 2, "total": 1, "vat": 9},
        {"customer": "b", "total": 1},
        {"customer": "c", "price": 1, "quantity": 1, "parts": 0},
    ]
    with desk.tenant.inside():
        model = live("cases").model("order")

        first, second, third = recompute(model, stored, now=NOW)

    assert (first["total"], first["vat"], first["label"]) == (5, 1.25, "a: 5")
    assert second == {"customer": "b"}
    assert "share" not in third
    assert third["total"] == 1


def test_only_changed_formulas_ask_for_it() -> None:
    def model(formula: str = "record.a * 2", **more: JsonObject) -> Model:
        computed: JsonObject = {
            "type": "number",
            "x-field": {"kind": "computed", "result": "decimal", "formula": formula},
        }
        fields: JsonObject = {"a": {"type": "number"}, "b": computed, **more}
        return Model.read("m", {"type": "object", "properties": fields})

    plain = Model.read("m", {"type": "object", "properties": {"a": {"type": "number"}}})
    assert not needs_recompute(model(), model())
    assert not needs_recompute(model(), model(c={"type": "string"}))
    assert not needs_recompute(model(), plain)
    assert needs_recompute(plain, model())
    assert needs_recompute(None, model())
    assert needs_recompute(model(), model("record.a * 3"))
    assert needs_recompute(model(), model(a={"type": "string"}))


def test_what_tells_who_saved_a_record_stays_when_nobody_acts(bjorkby: Tenant) -> None:
    document = copy.deepcopy(ORDERS)
    properties = document["models"]["order"]["properties"]  # type: ignore[index,call-overload]
    saved_by = properties["label"]
    saved_by["x-field"]["formula"] = "me.id"
    publish(bjorkby, document)
    desk = Desk(bjorkby, model="order")
    order = desk.create(customer="Sten Ek", price=5, quantity=2)
    assert order.data["label"] == str(bjorkby.people["member"])

    erase(desk, order.id, {"price": ABSENT})

    row = row_of(desk.tenant, order.id)
    assert row is not None
    assert row.data["label"] == str(bjorkby.people["member"])
    assert "total" not in row.data
    with bjorkby.inside():
        [again] = recompute(live("cases").model("order"), [row.data], now=NOW)
    assert again == row.data


def test_a_reference_that_goes_takes_what_was_computed_from_it_along(bjorkby: Tenant) -> None:
    document = copy.deepcopy(SMALL_CASES)
    paper = document["models"]["paper"]  # type: ignore[index,call-overload]
    paper["properties"]["state"] = {
        "type": "string",
        "title": "State",
        "x-privacy": {"personal": "none"},
        "x-field": {
            "kind": "computed",
            "result": "text",
            "formula": "filled.mentions ? 'mentioned' : 'alone'",
        },
    }
    publish(bjorkby, document)
    case = Desk(bjorkby).case()
    papers = Desk(bjorkby, model="paper")
    made = papers.create(title="Map", mentions=str(case.id))
    assert made.data["state"] == "mentioned"

    Desk(bjorkby).delete(case.id)

    assert papers.get(made.id).data == {"title": "Map", "state": "alone"}
    assert papers.history(made.id)[0].diff["state"] == ["mentioned", "alone"]
