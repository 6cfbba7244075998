"""Formulas in a real browser: results follow what one types, and bring up questions."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.apps import NOT_PERSONAL, publish
from tests.factories.building import begun, definition
from tests.factories.cast import Tenant
from tests.factories.reckoned import ORDERS

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]
Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]


def test_typing_brings_the_total_up_to_date_and_a_question_with_it(
    bjorkby: Tenant, page_of: Opened, axe: Check, shot: Shot
) -> None:
    publish(bjorkby, ORDERS)
    page = page_of(bjorkby, bypass_csp=True)
    page.goto("apps/cases/edit")

    page.get_by_label("Price").fill("12,50")
    page.get_by_label("Quantity").fill("3")

    total = page.get_by_role("status", name="Total")
    expect(total).to_have_text(re.compile(r"37\.50"))
    expect(page.get_by_label("Approver")).to_be_hidden()
    page.get_by_label("Quantity").fill("300")
    expect(total).to_have_text(re.compile(r"3,750"))
    expect(page.get_by_label("Approver")).to_be_visible()
    axe(page)
    shot(page, "formula-form")

    page.get_by_label("Customer").fill("Rut")
    page.get_by_label("Approver").fill("Ada")
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Parts").fill("0")
    share = page.locator("[data-field=share]")
    expect(share.get_by_text("it divides by zero")).to_be_visible()
    page.get_by_label("Parts").fill("3")
    expect(page.get_by_role("status", name="Share")).to_have_text(re.compile(r"1,250"))
    expect(share.get_by_text("it divides by zero")).to_be_hidden()


def test_a_formula_is_looked_at_while_one_writes_it(
    bjorkby: Tenant, page_of: Opened, axe: Check, shot: Shot
) -> None:
    made = definition()
    made["models"]["case"]["properties"]["fee"] = {  # type: ignore[index,call-overload]
        "type": "number",
        "title": "Fee",
        "x-privacy": dict(NOT_PERSONAL),
        "x-field": {"kind": "computed", "result": "decimal", "formula": "record.amount"},
    }
    begun(bjorkby, made)
    page = page_of(bjorkby, "builder", bypass_csp=True)
    page.goto("build/cases/models/case/fields/fee")

    page.get_by_role("textbox", name="Formula").fill("record.amount *")
    said = page.locator("[data-formula-said]")
    expect(said).to_contain_text("cannot be understood")
    page.get_by_role("textbox", name="Formula").fill("record.amount * 2")
    expect(said).to_contain_text("With made-up values it gives")
    axe(page)
    shot(page, "formula-field")
