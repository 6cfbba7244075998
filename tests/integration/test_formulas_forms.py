"""Computed fields on forms: shown and reckoned without script, kept up to date with it."""

import re
from typing import Any
from uuid import UUID

import pytest

from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.filling import Form, errors_of, opened, stored
from tests.factories.reckoned import ORDERS
from tests.factories.records import Desk, entries_of

EDIT = "/apps/cases/edit"


@pytest.fixture
def orders(bjorkby: Tenant) -> Tenant:
    publish(bjorkby, ORDERS, roles={"owner": "handler", "member": "handler", "builder": "clerk"})
    return bjorkby


@pytest.fixture
def nils(orders: Tenant) -> Browser:
    return orders.browser("member")


def address_in(html: str, tenant: Tenant) -> str:
    """Return where the form asks for what it computes, from the tenant's root."""
    found = re.search(r'data-computes="([^"]*)"', html)
    assert found is not None
    return found[1].replace("&amp;", "&").removeprefix(f"/t/{tenant.slug}")


def outputs(html: str) -> dict[str, str]:
    return dict(re.findall(r'data-computed="([^"]*)">([^<]*)</output>', html))


def asked(nils: Browser, form: Form, html: str, **typed: str) -> dict[str, Any]:
    answer = nils.post(address_in(html, nils.tenant), data=form.sent(**typed))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()["fields"]
    return found


def test_a_form_shows_what_it_computes_and_has_no_control_for_it(nils: Browser) -> None:
    html = nils.get(EDIT).text

    assert outputs(html) == {"total": "\N{EN DASH}"}
    assert re.search(r'<label[^>]*for="field-total"', html)
    assert re.search(r"Total <span [^>]* hidden>optional", html)
    assert re.search(
        r'<input type="hidden" disabled name="total" value="" data-kind="money">', html
    )


def test_the_server_answers_what_typed_values_give(orders: Tenant, nils: Browser) -> None:
    html = nils.get(EDIT).text
    before = len(entries_of(orders, "%"))

    found = asked(nils, Form(html), html, price="12,50", quantity="3")

    assert found["total"] == {
        "text": "SEK\N{NO-BREAK SPACE}37.50",
        "value": "37.5",
        "error": "",
    }
    assert found["vat"]["value"] == "9.38"
    assert found["share"] == {"text": "", "value": "", "error": ""}
    assert "large" not in found
    assert len(entries_of(orders, "%")) == before
    assert stored(orders) == []


def test_what_cannot_be_reckoned_is_told_while_one_types(nils: Browser) -> None:
    html = nils.get(EDIT).text

    found = asked(nils, Form(html), html, price="1", quantity="3", parts="0")

    assert found["share"]["error"] == "Share cannot be computed: it divides by zero."


def test_nothing_is_computed_for_who_was_not_shown_the_form(orders: Tenant, nils: Browser) -> None:
    order = Desk(orders, model="order").create(customer="Rut", price=5, quantity=2)
    html = nils.get(EDIT).text
    form = Form(html)
    place, _, token = address_in(html, orders).partition("?")

    assert nils.post(place, data=form.sent()).status_code == 404
    assert nils.post(f"{place}?opened=none", data=form.sent()).status_code == 404
    other = f"{EDIT}/{order.id}/computed"
    assert nils.post(f"{other}?{token}", data=form.sent()).status_code == 404
    assert orders.browser("owner").post(f"{place}?{token}", data={}).status_code == 404


def test_over_a_stored_record_what_is_typed_counts(orders: Tenant, nils: Browser) -> None:
    order = Desk(orders, model="order").create(customer="Rut", price=5, quantity=2)
    html = nils.get(f"{EDIT}/{order.id}").text

    found = asked(nils, Form(html), html, quantity="4")

    assert outputs(html) == {"total": "SEK\N{NO-BREAK SPACE}10.00"}
    assert found["total"]["value"] == "20"


def test_only_what_one_may_read_is_answered(orders: Tenant) -> None:
    order = Desk(orders, model="order").create(customer="Rut", price=45678, quantity=2)
    vera = orders.browser("builder")
    html = vera.get(f"{EDIT}/{order.id}").text

    assert outputs(html) == {}
    assert asked(vera, Form(html), html, quantity="4") == {}
    assert not re.search(r"91[,.\s]?356", re.sub(r"<[^>]*>", "", html))
    assert "91356.0" not in html


def test_without_script_they_are_on_the_next_page_and_on_the_review(
    orders: Tenant, nils: Browser
) -> None:
    form = opened(nils, EDIT)
    second = nils.post(
        EDIT, data=form.sent("next", customer="Rut", price="3,33", quantity="3", parts="")
    )
    assert outputs(second.text)["vat"].endswith("2.50")
    assert 'disabled name="total" value="9.99" data-kind="money"' in second.text

    review = nils.post(EDIT, data=Form(second.text).sent("next", parts="3"))
    assert "9.99" in review.text
    assert "3.33" in review.text

    saved = nils.post(EDIT, data=Form(review.text).sent("save"))
    assert saved.status_code == 303, saved.text
    [record] = stored(orders)
    assert record["share"] == 3.33
    assert record["label"] == "Rut: 9.99"


def test_a_question_shows_by_what_is_computed(nils: Browser) -> None:
    form = opened(nils, EDIT)
    assert 'name="_shown"' not in nils.get(EDIT).text

    refused = nils.post(EDIT, data=form.sent("next", customer="Rut", price="2000", quantity="1"))
    assert errors_of(refused.text) == ["Fill in Approver."]
    less = nils.post(EDIT, data=form.sent("next", customer="Rut", price="200", quantity="1"))
    assert less.status_code == 200


def test_a_dropped_answer_is_reckoned_without(orders: Tenant, nils: Browser) -> None:
    order = Desk(orders, model="order").create(
        customer="Rut", price=2000, quantity=1, approver="Ada"
    )

    form = Form(nils.get(f"{EDIT}/{order.id}").text)
    second = nils.post(f"{EDIT}/{order.id}", data=form.sent("next", price="1"))
    review = nils.post(f"{EDIT}/{order.id}", data=Form(second.text).sent("next"))
    saved = nils.post(f"{EDIT}/{order.id}", data=Form(review.text).sent("save"))

    assert saved.status_code == 303, saved.text
    [record] = stored(orders)
    assert "approver" not in record
    assert record["total"] == 1


@pytest.mark.parametrize("name", ["total", "large"])
def test_a_posted_computed_field_is_refused(nils: Browser, name: str) -> None:
    form = opened(nils, EDIT)

    answer = nils.post(EDIT, data=form.sent("next", customer="Rut", **{name: "1"}))

    assert answer.status_code == 422
    assert "does not belong to this form" in answer.text


def test_strangers_and_other_tenants_find_nothing(granby: Tenant, orders: Tenant) -> None:
    html = orders.browser("member").get(EDIT).text
    place = address_in(html, orders)
    unknown = f"/apps/cases/inbox/computed?{place.partition('?')[2]}"

    assert granby.browser("owner").post(place, data={}).status_code == 404
    assert orders.browser("member").post(unknown, data={}).status_code == 404
    assert orders.browser("auditor").post(place, data={}).status_code in {403, 404}
    missing = f"{EDIT}/{UUID(int=7)}/computed"
    assert orders.browser("member").post(missing, data={}).status_code == 404
