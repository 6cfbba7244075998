"""A tenant admin says what is forgotten when: found, tried, put in force and run in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from stuga.models import RetentionRule
from stuga.platform.db import db
from tests.factories.cast import Tenant
from tests.factories.jobs import run_outbox
from tests.factories.shipped import a_case, made, publish_bookings, publish_cases, some_cases

pytestmark = pytest.mark.browser


def pressed(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]


@pytest.fixture
def cases(bjorkby: Tenant) -> str:
    return publish_cases(bjorkby)


def test_a_rule_is_in_force_within_five_clicks(
    bjorkby: Tenant, cases: str, page_of: Callable[..., Page]
) -> None:
    page = page_of(bjorkby, "admin")
    page.goto("admin/retention")
    pressed(page, "link", "New rule for Case")
    page.get_by_label("The clock starts").select_option("field:closed_on")
    page.get_by_label("Keep at most", exact=True).fill("2")
    pressed(page, "button", "Put in force")
    expect(page.get_by_text("The rule is in force.")).to_be_visible()
    with bjorkby.inside():
        [rule] = db.session.scalars(select(RetentionRule))
        assert rule.rule == {
            "start": {"field": "closed_on"},
            "keep_max": "P2Y",
            "action": "anonymise",
        }
    pressed(page, "button", "Undo")
    expect(page.get_by_text("The rule has ended.")).to_be_visible()
    assert cases


def test_a_rule_is_tried_put_in_force_run_and_changed(
    bjorkby: Tenant, cases: str, page_of: Callable[..., Page]
) -> None:
    publish_bookings(bjorkby)
    old = ({"closed_on": f"2019-0{month}-11", "state": "closed"} for month in range(1, 8))
    made(bjorkby, cases, "case", *({**a_case(n), **more} for n, more in enumerate(old)))
    some_cases(bjorkby, cases, 5)
    page = page_of(bjorkby, "owner")

    page.goto(f"admin/retention/{cases}/case/new?proposal=closed-2y")
    page.get_by_label("Anonymise some fields").check()
    page.get_by_label("Keep at most", exact=True).fill("two")
    page.get_by_role("textbox", name="Keep at least").fill("2")
    pressed(page, "button", "Preview")
    expect(page.get_by_role("alert")).to_contain_text("whole number")
    page.get_by_label("Keep at most", exact=True).fill("3")
    pressed(page, "button", "Preview")
    expect(page.get_by_role("heading", name="What it would do")).to_be_visible()
    pressed(page, "button", "Put in force")
    pressed(page, "button", "Accept Ten years after the decision")
    page.goto(f"admin/retention/{cases}/note/new")
    page.get_by_role("textbox", name="Keep at least").fill("5")
    pressed(page, "button", "Put in force")
    run_outbox(bjorkby)
    page.goto("admin/retention")
    pressed(page, "link", "End Ten years after the decision")
    page.goto("admin/retention/run")
    pressed(page, "button", "Run now")
    run_outbox(bjorkby)
    pressed(page, "link", "Look again")
    page.goto("admin/retention")
    pressed(page, "link", "Two years after closing")
    page.get_by_label("Name of the rule").fill("Three years after closing")
    page.get_by_label("Law or reason").fill("Arkivlag (1990:782)")
    pressed(page, "button", "Put in force")
    pressed(page, "link", "Three years after closing")
    expect(page.get_by_label("Law or reason")).to_have_value("Arkivlag (1990:782)")


def test_an_auditor_reads_in_swedish(
    bjorkby: Tenant, cases: str, page_of: Callable[..., Page]
) -> None:
    page = page_of(bjorkby, "owner")
    page.goto("admin/retention")
    pressed(page, "button", "Accept Two years after closing")
    page = page_of(bjorkby, "auditor", locale="sv-SE")
    page.goto("admin/retention")
    expect(page.get_by_role("button", name="Godkänn")).to_have_count(0)
    assert cases
