"""Computed fields on every channel: reckoned at each write, given by nobody, found like others."""

from typing import Any

import pytest

from stuga.platform import clock
from stuga.runtime.formulas.engine import ENGINE
from stuga.runtime.records import service
from stuga.runtime.records.bulk import MOST_OPERATIONS
from stuga.runtime.records.commands import Bulk, Operation
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.filling import stored
from tests.factories.imports import csv_of, imported
from tests.factories.reckoned import ORDERS
from tests.factories.records import Desk, diffs_of

ORDER = "/api/v1/apps/cases/records/order"
BREAD = {"customer": "Rut", "price": 3.33, "quantity": 3}


@pytest.fixture
def orders(bjorkby: Tenant) -> Tenant:
    publish(bjorkby, ORDERS, roles={"owner": "handler", "member": "handler", "builder": "clerk"})
    return bjorkby


@pytest.fixture
def nils(orders: Tenant) -> Browser:
    return orders.browser("member")


def made(nils: Browser, **more: object) -> dict[str, Any]:
    answer = nils.post(ORDER, json={**BREAD, **more})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


def errors(answer: Any) -> dict[str, str]:  # noqa: ANN401
    assert answer.status_code == 422, answer.get_data(as_text=True)
    return {one["pointer"]: one["code"] for one in answer.get_json()["errors"]}


def test_a_record_made_by_the_api_has_its_computed_fields(nils: Browser) -> None:
    found = made(nils)["data"]

    assert found == {
        **BREAD,
        "total": 9.99,
        "vat": 2.5,
        "large": False,
        "label": "Rut: 9.99",
    }


def test_what_is_not_filled_in_leaves_them_empty(nils: Browser) -> None:
    found = nils.post(ORDER, json={"customer": "Rut"}).get_json()

    assert found["data"] == {"customer": "Rut"}


def test_a_change_reckons_anew_and_an_emptied_field_empties(orders: Tenant, nils: Browser) -> None:
    order = made(nils)
    place = f"{ORDER}/{order['id']}"

    changed = nils.patch(place, json={"quantity": 1000}, headers={"If-Match": '"1"'})
    assert changed.get_json()["data"]["total"] == 3330
    assert changed.get_json()["data"]["large"] is True
    emptied = nils.patch(place, json={"price": None}, headers={"If-Match": '"2"'})
    assert emptied.get_json()["data"] == {"customer": "Rut", "quantity": 1000}

    diffs = diffs_of(orders, order["id"])
    assert diffs[0]["total"] == [9.99, 3330]
    assert diffs[1]["total"] == [3330, None]


@pytest.mark.parametrize("verb", ["post", "patch", "put"])
def test_nobody_gives_a_computed_field(nils: Browser, verb: str) -> None:
    order = made(nils)
    if verb == "post":
        answer = nils.post(ORDER, json={**BREAD, "total": 1})
    else:
        place, match = f"{ORDER}/{order['id']}", {"If-Match": '"1"'}
        answer = getattr(nils, verb)(place, json={**BREAD, "total": 1}, headers=match)

    assert errors(answer) == {"/total": "computed-given"}


def test_a_record_may_be_given_back_as_it_was_read(nils: Browser) -> None:
    order = made(nils)
    whole = {**order["data"], "quantity": 4}

    answer = nils.put(f"{ORDER}/{order['id']}", json=whole, headers={"If-Match": '"1"'})

    assert answer.status_code == 200
    assert answer.get_json()["data"]["total"] == 13.32


def test_a_result_that_its_field_does_not_allow_is_refused(nils: Browser) -> None:
    answer = nils.post(ORDER, json={**BREAD, "quantity": 100_000})

    assert errors(answer) == {"/total": "maximum"}


def test_a_formula_that_fails_is_told_where_it_stands(nils: Browser) -> None:
    answer = nils.post(ORDER, json={**BREAD, "parts": 0})

    assert errors(answer) == {"/share": "formula-division"}
    wrong = nils.post(ORDER, json={**BREAD, "parts": 0, "quantity": "three"})
    assert errors(wrong) == {"/quantity": "type"}


def test_nothing_is_written_by_rights_one_lacks_but_formulas_need_none(orders: Tenant) -> None:
    vera = orders.browser("builder")

    answer = vera.post(ORDER, json=BREAD)

    assert answer.status_code == 201
    assert answer.get_json()["data"] == {**BREAD, "large": False}
    refused = vera.post(ORDER, json={**BREAD, "vat": 1})
    assert "/vat" in errors(refused)
    ada = orders.browser("owner").get(f"{ORDER}/{answer.get_json()['id']}")
    assert ada.get_json()["data"]["vat"] == 2.5


def test_they_filter_sort_and_search_like_fields_of_their_result(nils: Browser) -> None:
    for customer, quantity in (("Sten", 1), ("Åsa", 500), ("Nils", 30)):
        made(nils, customer=customer, quantity=quantity)

    def found(query: str) -> list[str]:
        answer = nils.get(f"{ORDER}?{query}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return [one["data"]["customer"] for one in answer.get_json()["items"]]

    assert found("sort=-total") == ["Åsa", "Nils", "Sten"]
    assert found("filter[total][gt]=50&sort=total") == ["Nils", "Åsa"]
    assert found("filter[large][is]=true") == ["Åsa"]
    assert found("q=99.9") == ["Nils"]


def test_many_are_reckoned_in_a_few_calls(orders: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    whole = ENGINE.ask_for_rows

    def counting(request: Any, rows: Any, load: Any) -> Any:  # noqa: ANN401
        asked.append(len(rows))
        return whole(request, rows, load)

    monkeypatch.setattr(ENGINE, "ask_for_rows", counting)
    operations = tuple(
        Operation(do="create", data={**BREAD, "quantity": number})
        for number in range(MOST_OPERATIONS)
    )
    command = Bulk(app="cases", model="order", now=clock.now(), operations=operations)
    with orders.inside():
        done = service.bulk(orders.actor("member"), command)

    assert done.count == MOST_OPERATIONS
    assert asked == [200] * 5
    found = Desk(orders, model="order").get(done.results[77].id)
    assert found.data["total"] == 256.41


def test_each_operation_of_many_is_reckoned_by_itself(nils: Browser) -> None:
    first, second = made(nils), made(nils)
    operations = [
        {"do": "update", "id": first["id"], "revision": 1, "data": {"quantity": 2}},
        {"do": "update", "id": first["id"], "revision": 2, "data": {"price": 1}},
        {"do": "update", "id": second["id"], "revision": 1, "data": {"parts": 0}},
        {"do": "create", "data": {**BREAD, "total": 5}},
        {"do": "create", "data": {**BREAD, "quantity": 7}},
    ]

    answer = nils.post(f"{ORDER}/bulk", json={"operations": operations}).get_json()

    assert [one["status"] for one in answer["results"]] == [
        "updated",
        "updated",
        "refused",
        "refused",
        "created",
    ]
    assert answer["results"][2]["errors"][0]["code"] == "formula-division"
    assert answer["results"][3]["errors"][0]["code"] == "computed-given"
    assert nils.get(f"{ORDER}/{first['id']}").get_json()["data"]["total"] == 2
    assert nils.get(f"{ORDER}/{second['id']}").get_json()["data"]["total"] == 9.99


def test_the_description_says_that_they_are_read_only(nils: Browser) -> None:
    document = nils.get("/api/v1/apps/cases/openapi.json").get_json()
    schemas = document["components"]["schemas"]

    shown = schemas["order.record"]["properties"]["data"]["properties"]
    assert shown["total"]["readOnly"] is True
    assert "readOnly" not in shown["price"]
    assert set(schemas["order.input"]["properties"]) == {
        "customer",
        "price",
        "quantity",
        "parts",
        "approver",
    }


def test_an_import_fills_what_people_fill_and_computes_the_rest(orders: Tenant) -> None:
    lines = ["Customer;Price;Quantity;Total"]
    lines += [f"Person {number};2,50;{number};999" for number in range(450)]

    how = imported(orders, csv_of(*lines), path="/api/v1/apps/cases/imports/order")

    assert (how["state"], how["created"], how["failed"]) == ("done", 450, 0)
    assert [one["total"] for one in stored(orders)] == [number * 2.5 for number in range(450)]
