"""How things stand is said in time, and nothing typed is lost by a session or a line that ends."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from stuga.models import Session
from stuga.platform import clock
from stuga.platform.db import db
from tests.e2e.conftest import OpenPage
from tests.e2e.windows import session_cookie
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.filling import stored

pytestmark = pytest.mark.browser
SOON = timedelta(seconds=100)


def told_that_it_ends(page: Page, tenant: Tenant, within: timedelta) -> None:
    """Tell the page by its cookie when the session ends, as another page of the browser would."""
    end = int((clock.now() + within).timestamp())
    name = f"__Host-stuga-{tenant.slug}.ends"
    cookie = {"name": name, "value": str(end), "url": "https://localhost", "secure": True}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # as Playwright takes it
    page.evaluate("() => { dispatchEvent(new Event('focus')); }")


def change(tenant: Tenant, **values: object) -> None:
    with tenant.inside():
        db.session.execute(update(Session).values(**values))


def opened(page: Page, app: str) -> None:
    """Open a form and wait for what a page fetches last."""
    with page.expect_response(lambda answer: answer.url.endswith("standing.js")):
        page.goto(f"apps/{app}/edit")
    page.wait_for_load_state("networkidle")


def test_the_end_of_a_session_is_told_and_put_off(
    bjorkby: Tenant, page_of: OpenPage, axe: Callable[[Page], None]
) -> None:
    app = publish(bjorkby)
    page = page_of(bjorkby, bypass_csp=True)
    opened(page, app)
    notice = page.get_by_role("alert").filter(has_text="signed out within 2 minutes")
    expect(notice).to_have_count(0)
    idle = bjorkby.app.extensions["stuga.settings"].member_idle
    change(bjorkby, seen_at=clock.now() - idle + SOON)

    told_that_it_ends(page, bjorkby, SOON)
    expect(notice).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Stay signed in").click()

    expect(notice).to_have_count(0)
    with bjorkby.inside():
        assert all(one.seen_at > clock.now() - SOON for one in db.session.query(Session))


def test_after_signing_in_in_another_tab_the_typed_form_is_sent(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    app = publish(bjorkby)
    page = page_of(bjorkby)
    opened(page, app)
    page.get_by_label("Applicant").fill("Sten Ek")
    change(bjorkby, ended_at=clock.now())
    told_that_it_ends(page, bjorkby, -SOON)
    expect(
        page.get_by_role("alert").filter(has_text="What you typed is still here")
    ).to_be_visible()

    page.context.add_cookies([session_cookie(bjorkby, "member")])  # type: ignore[list-item]  # as it takes them
    page.context.new_page().goto("account")
    expect(page.get_by_text("You are signed in again")).to_be_visible()
    page.get_by_label("Complaint").check()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Sten Ek is saved")).to_be_visible()
    [case] = stored(bjorkby)
    assert case["applicant"] == "Sten Ek"


def test_without_a_connection_nothing_is_sent_and_all_stays(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    app = publish(bjorkby)
    page = page_of(bjorkby)
    opened(page, app)
    page.get_by_label("Applicant").fill("Sten Ek")
    page.context.set_offline(True)  # Playwright's
    expect(page.get_by_text("You are offline. What you type stays")).to_be_visible()
    page.get_by_label("Complaint").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").filter(has_text="nothing was sent")).to_be_visible()
    expect(page.get_by_label("Applicant")).to_have_value("Sten Ek")

    page.context.set_offline(False)  # Playwright's
    expect(page.get_by_text("You are online again")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Sten Ek is saved")).to_be_visible()
