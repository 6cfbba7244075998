"""A newcomer goes through the shipped apps; axe finds nothing on any page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.factories.cast import Tenant
from tests.factories.shipped import (
    made,
    publish_bookings,
    publish_cases,
    some_cases,
    some_items,
)

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]


def looked_at(page: Page, addresses: dict[str, str], axe: Check, shot: Shot) -> None:
    for name, address in addresses.items():
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        axe(page)
        shot(page, name)


def test_case_handling_is_looked_at(
    bjorkby: Tenant, page_of: Callable[..., Page], axe: Check, shot: Shot
) -> None:
    app = publish_cases(bjorkby)
    publish_bookings(bjorkby)
    cases = some_cases(bjorkby, app, 60)
    case = cases[1].id
    made(
        bjorkby,
        app,
        "note",
        *({"case": str(case), "kind": "call", "text": f"Called, time {n}"} for n in range(3)),
    )
    decision = {"case": str(case), "outcome": "approved", "decided_on": "2026-03-20"}
    made(bjorkby, app, "decision", {**decision, "reasons": "It fits the plan.", "granted": 1200.5})
    page = page_of(bjorkby, bypass_csp=True)

    looked_at(
        page,
        {
            "home": "",
            "cases-inbox": f"apps/{app}/inbox",
            "cases-filtered": f"apps/{app}/inbox?filter[kind]=permit&q=balcony",
            "cases-filter-editor": f"apps/{app}/inbox?_add=kind&_do=add",
            "cases-nothing": f"apps/{app}/inbox?q=nowhere",
            "cases-empty": f"apps/{app}/archive",
            "cases-detail": f"apps/{app}/case/{case}",
            "cases-register": f"apps/{app}/register",
            "cases-edit": f"apps/{app}/register/{case}",
            "cases-decide": f"apps/{app}/decide?case={case}",
            "cases-overview": f"apps/{app}/overview",
            "cases-decisions": f"apps/{app}/decisions",
            "accessibility": "accessibility",
        },
        axe,
        shot,
    )


def test_equipment_bookings_is_looked_at(
    bjorkby: Tenant, page_of: Callable[..., Page], axe: Check, shot: Shot
) -> None:
    app = publish_bookings(bjorkby)
    [item, *_] = some_items(bjorkby, app)
    times = {"starts_at": "2026-03-20T08:00:00Z", "ends_at": "2026-03-21T15:00:00Z"}
    borrower = str(bjorkby.people["member"])
    booking = {"item": str(item.id), "borrower": borrower, "purpose": "Open day", "state": "out"}
    [made_booking] = made(bjorkby, app, "booking", {**booking, **times})
    page = page_of(bjorkby, bypass_csp=True, locale="sv-SE")

    looked_at(
        page,
        {
            "bookings-items": f"apps/{app}/items",
            "bookings-item": f"apps/{app}/item/{item.id}",
            "bookings-book": f"apps/{app}/book",
            "bookings-booking": f"apps/{app}/booking/{made_booking.id}",
            "bookings-handle": f"apps/{app}/handle/{made_booking.id}",
            "bookings-overview": f"apps/{app}/overview",
            "bookings-trash": f"apps/{app}/items/trash",
        },
        axe,
        shot,
    )


def test_a_stranger_finds_the_public_form(
    bjorkby: Tenant, page_of: Callable[..., Page], axe: Check, shot: Shot
) -> None:
    app = publish_cases(bjorkby)
    page = page_of(bjorkby, "", bypass_csp=True)

    looked_at(page, {"apply": f"apps/{app}/apply"}, axe, shot)


def test_someone_without_apps_learns_whom_to_ask(
    bjorkby: Tenant, page_of: Callable[..., Page], axe: Check, shot: Shot
) -> None:
    page = page_of(bjorkby, "auditor", bypass_csp=True)

    looked_at(page, {"home-auditor": ""}, axe, shot)
    member = page_of(bjorkby, "member", bypass_csp=True)
    looked_at(member, {"home-empty": ""}, axe, shot)
