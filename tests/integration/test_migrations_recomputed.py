"""Formulas that come, change, or read what changes: stored records follow as a step, told so."""

import pytest

from stuga.builder.publishing import migrations
from stuga.models.json import JsonObject, JsonValue
from tests.factories.carrying import Carried
from tests.factories.cast import Tenant
from tests.factories.jobs import run_outbox
from tests.factories.records import Desk, diffs_of

PLAIN: JsonObject = {"x-privacy": {"personal": "none"}}


def fee(formula: str) -> JsonObject:
    settings: JsonObject = {"kind": "computed", "result": "decimal", "formula": formula}
    return {"type": "number", "title": "Fee", "x-field": settings, **PLAIN}


def with_fee(case: JsonObject, formula: str = "record.amount * 2") -> None:
    case["properties"]["fee"] = fee(formula)
    case["x-model"]["index"] = ["amount", "fee"]


def record(amount: JsonValue) -> JsonObject:
    return {"applicant": "Sten Ek", "kind": "permit", "amount": amount}


def fees(app: Carried) -> list[JsonValue]:
    return [one.get("fee") for one in app.records()]


def test_a_new_formula_is_reckoned_for_what_is_stored(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, record(10), record(2.5))

    app.change(with_fee)
    assert app.publish().status_code == 201

    assert fees(app) == [20, 5]
    assert "recompute" in [one["do"] for one in app.migration().steps]


def test_a_changed_formula_is_reckoned_anew_found_anew_and_told_in_the_history(
    bjorkby: Tenant,
) -> None:
    app = Carried(bjorkby, record(10), record(3))
    app.change(with_fee)
    assert app.publish().status_code == 201

    app.change(lambda case: with_fee(case, "record.amount + 1"))
    assert app.publish().status_code == 201
    run_outbox(bjorkby)

    assert fees(app) == [11, 4]
    assert diffs_of(bjorkby, app.ids[0])[-1] == {"fee": [20, 11]}
    found = bjorkby.browser("member").get(
        "/api/v1/apps/cases/records/case?filter[fee]=11&sort=-fee"
    )
    assert [one["id"] for one in found.get_json()["items"]] == [str(app.ids[0])]


def test_what_a_formula_reads_may_be_renamed(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, record(10))
    app.change(with_fee)
    assert app.publish().status_code == 201

    def renamed(case: JsonObject) -> None:
        case["properties"]["sum"] = case["properties"].pop("amount")
        with_fee(case, "record.sum * 3")
        case["x-model"]["index"] = ["sum", "fee"]

    app.change(renamed, renames={"amount": "sum"})
    assert app.publish().status_code == 201

    assert fees(app) == [30]


def test_many_are_reckoned_in_the_background_and_late_ones_too(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "AT_ONCE", 5)
    monkeypatch.setattr(migrations.migrating, "ROWS", 5)
    app = Carried(bjorkby, *(record(number) for number in range(1, 13)))
    run_outbox(bjorkby)

    app.change(with_fee)
    assert app.publish().status_code == 202
    late = Desk(bjorkby).create(applicant="Late", kind="permit", amount=50)
    run_outbox(bjorkby)

    assert fees(app) == [*(2 * number for number in range(1, 13)), 100]
    assert Desk(bjorkby).get(late.id).data["fee"] == 100
