"""A published change of a formula reaches the records that are stored."""

import copy

from stuga.models.json import JsonObject
from tests.factories.building import begun, publish, saved
from tests.factories.cast import Tenant
from tests.factories.jobs import run_outbox
from tests.factories.reckoned import ORDERS
from tests.factories.records import Desk, diffs_of

KEY = "cases"


def with_formula(formula: str) -> JsonObject:
    made = copy.deepcopy(ORDERS)
    made["models"]["order"]["properties"]["total"]["x-field"]["formula"] = formula  # type: ignore[index,call-overload]
    return made


def test_stored_records_are_reckoned_by_the_new_formula(bjorkby: Tenant) -> None:
    vera = begun(bjorkby, copy.deepcopy(ORDERS))
    assert publish(vera).status_code == 201
    bjorkby.give("member", KEY, "handler")
    desk = Desk(bjorkby, model="order")
    order = desk.create(customer="Rut", price=5, quantity=2)
    assert order.data["total"] == 10

    revision = saved(vera, with_formula("record.price * record.quantity * 2"), revision=1)
    answer = publish(vera, revision=revision)
    assert answer.status_code in {201, 202}, answer.get_data(as_text=True)
    run_outbox(bjorkby)

    found = desk.get(order.id)
    assert (found.data["total"], found.data["vat"], found.data["label"]) == (20, 5, "Rut: 20")
    assert diffs_of(bjorkby, order.id)[-1]["total"] == [10, 20]


def test_a_field_that_becomes_computed_is_filtered_and_sorted_by_what_it_gives(
    bjorkby: Tenant,
) -> None:
    plain = copy.deepcopy(ORDERS)
    total = plain["models"]["order"]["properties"]["total"]  # type: ignore[index,call-overload]
    total["x-field"] = {"kind": "money", "currency": "SEK"}
    vera = begun(bjorkby, plain)
    assert publish(vera).status_code == 201
    bjorkby.give("member", KEY, "handler")
    desk = Desk(bjorkby, model="order")
    small = desk.create(customer="Rut", price=1, quantity=1, total=900)
    desk.create(customer="Nils", price=100, quantity=5, total=1)

    revision = saved(vera, copy.deepcopy(ORDERS), revision=1)
    answer = publish(vera, revision=revision)
    assert answer.status_code in {201, 202}, answer.get_data(as_text=True)
    run_outbox(bjorkby)

    found = bjorkby.browser("member").get(
        "/api/v1/apps/cases/records/order?filter[total][gt]=100&sort=total"
    )
    assert [one["data"]["total"] for one in found.get_json()["items"]] == [500]
    assert desk.get(small.id).data["total"] == 1
