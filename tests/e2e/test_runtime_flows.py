"""People at work in published apps: forms, lists, undo, conflicts, lost sessions; in Chromium."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from stuga.models import Session
from stuga.platform import clock
from stuga.platform.db import db
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.filling import stored
from tests.factories.records import Desk
from tests.factories.shipped import made, publish_bookings, publish_cases, some_cases, some_items

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]


def apply_for_a_permit(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_role("textbox", name="Name").fill("Sten Ek")
    page.get_by_label("By e-mail").check()
    page.get_by_role("textbox", name="E-mail").fill("sten@example.se")
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Permit").check()
    page.get_by_label("Subject").fill("Glazed balcony")


def test_a_stranger_applies_on_a_phone(bjorkby: Tenant, page_of: Opened) -> None:
    app = publish_cases(bjorkby)
    phone = {"width": 390, "height": 844}
    page = page_of(bjorkby, "", viewport=phone)

    apply_for_a_permit(page, f"apps/{app}/apply")
    page.get_by_label("Property or place").fill("Storgatan 4")
    page.get_by_role("button", name="Review the answers").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    page.get_by_role("button", name="Change About you").click()
    page.get_by_role("textbox", name="Name").fill("Åsa Öberg")
    page.get_by_role("button", name="Back to the review").click()
    expect(page.get_by_text("Åsa Öberg")).to_be_visible()
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("We have received “Glazed balcony”.")).to_be_visible()
    [case] = stored(bjorkby)
    assert case["property"] == "Storgatan 4"


def test_the_browsers_back_loses_no_answer(bjorkby: Tenant, page_of: Opened) -> None:
    app = publish_cases(bjorkby)
    page = page_of(bjorkby, "")

    apply_for_a_permit(page, f"apps/{app}/apply")
    page.go_back()
    name = page.get_by_role("textbox", name="Name")
    expect(name).to_have_value("Sten Ek")
    expect(page.get_by_text("Step 1 of 2")).to_be_visible()
    name.fill("Åsa Öberg")
    page.go_forward()
    expect(page.get_by_label("Subject")).to_have_value("Glazed balcony")
    page.get_by_role("button", name="Review the answers").click()
    expect(page.get_by_text("Åsa Öberg")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Permit")).to_be_checked()
    page.go_forward()
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("We have received “Glazed balcony”.")).to_be_visible()
    [case] = stored(bjorkby)
    assert case["applicant"] == "Åsa Öberg"


def test_what_is_typed_while_the_next_step_comes_stays(bjorkby: Tenant, page_of: Opened) -> None:
    app = publish_cases(bjorkby)
    page = page_of(bjorkby, "")
    page.goto(f"apps/{app}/apply")
    name = page.get_by_role("textbox", name="Name")
    name.fill("Sten Ek")
    page.get_by_label("By e-mail").check()
    page.get_by_role("textbox", name="E-mail").fill("sten@example.se")
    asked: list[Route] = []

    def slow(route: Route) -> None:
        if route.request.method == "POST" and not asked:
            asked.append(route)
            name.fill("Åsa Öberg")
        route.continue_()

    page.route("**/apply*", slow)
    page.get_by_role("button", name="Next").click()

    expect(page.get_by_text("Step 2 of 2")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("textbox", name="Name")).to_have_value("Åsa Öberg")


def test_the_same_without_a_script(bjorkby: Tenant, page_of: Opened) -> None:
    app = publish_cases(bjorkby)
    page = page_of(bjorkby, "", java_script_enabled=False)

    apply_for_a_permit(page, f"apps/{app}/apply")
    page.get_by_role("button", name="Review the answers").click()
    expect(page.get_by_text("Your answers brought up more questions")).to_be_visible()
    page.get_by_label("Property or place").fill("Storgatan 4")
    page.get_by_role("button", name="Review the answers").click()
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("We have received “Glazed balcony”.")).to_be_visible()
    assert len(stored(bjorkby)) == 1


def test_mistakes_are_listed_first_and_lead_to_their_fields(
    bjorkby: Tenant, page_of: Opened
) -> None:
    app = publish_cases(bjorkby)
    page = page_of(bjorkby)

    page.goto(f"apps/{app}/register")
    page.get_by_label("Grant or support").check()
    page.get_by_label("Amount applied for").fill("a lot")
    page.get_by_role("button", name="Save the case").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title("Error: Register a case · Björkby")
    expect(page.get_by_label("Grant or support")).to_be_checked()
    expect(page.get_by_label("Amount applied for")).to_have_value("a lot")
    summary.get_by_role("link", name="Fill in Subject.").click()
    expect(page.get_by_label("Subject")).to_be_focused()
    assert stored(bjorkby) == []


def test_a_record_is_found_by_typing_its_name(bjorkby: Tenant, page_of: Opened) -> None:
    app = publish_bookings(bjorkby)
    many = ({"name": f"Chair {n:03}", "category": "other"} for n in range(60))
    made(bjorkby, app, "item", *many)
    page = page_of(bjorkby)

    page.goto(f"apps/{app}/book")
    item = page.get_by_role("combobox", name="Item")
    item.press_sequentially("chair 042")
    page.get_by_role("option", name="Chair 042").click()
    expect(item).to_have_value("Chair 042")
    page.locator("#field-starts_at").fill("2026-03-20T09:00")
    page.locator("#field-ends_at").fill("2026-03-20T12:00")
    page.get_by_label("Borrower").select_option(label="Nils Berg (me)")
    page.get_by_role("button", name="Book").click()

    expect(page.get_by_role("link", name="Chair 042")).to_be_visible()


def test_a_delete_is_taken_back_with_a_key(bjorkby: Tenant, page_of: Opened) -> None:
    app = publish_bookings(bjorkby)
    [item, *_] = some_items(bjorkby, app)
    page = page_of(bjorkby)

    page.goto(f"apps/{app}/item/{item.id}")
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Projector, large hall AV-0001 is in the trash")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("Control+z")
    expect(page.get_by_text("Projector, large hall AV-0001 is back")).to_be_visible()

    page.get_by_role("button", name="Delete").click()
    page.locator(".page-actions .menu-more > summary").click()
    page.get_by_role("link", name="Trash").click()
    page.get_by_role("button", name="Restore Projector").click()
    expect(page.get_by_role("heading", name="Projector, large hall")).to_be_visible()


def test_two_at_one_record_choose_field_by_field(bjorkby: Tenant, page_of: Opened) -> None:
    app = publish(bjorkby)
    case = Desk(bjorkby).case(amount=1)
    page = page_of(bjorkby)

    page.goto(f"apps/{app}/edit/{case.id}")
    Desk(bjorkby, "owner").patch(case.id, 1, applicant="Hers", amount=2)
    page.get_by_label("Applicant").fill("Mine")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Someone saved this before you")).to_be_visible()
    expect(page.get_by_role("group", name="Amount").get_by_label("Ada Lind")).to_be_checked()
    page.get_by_role("button", name="Save my choices").click()

    expect(page.get_by_text("is saved")).to_be_visible()
    [data] = stored(bjorkby)
    assert (data["applicant"], data["amount"]) == ("Mine", 2)


def test_what_one_typed_outlives_the_session(bjorkby: Tenant, page_of: Opened) -> None:
    app = publish(bjorkby)
    page = page_of(bjorkby)
    page.goto(f"apps/{app}/edit")
    page.get_by_label("Applicant").fill("Sten Ek")
    page.get_by_label("Complaint").check()
    with bjorkby.inside():
        for session in db.session.query(Session):
            session.ended_at = clock.now()

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="You have been signed out")).to_be_visible()
    other = page_of(bjorkby)
    page.context.add_cookies(other.context.cookies())
    page.get_by_role("button", name="I have signed in: go on").click()
    expect(page.get_by_label("Applicant")).to_have_value("Sten Ek")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Sten Ek is saved")).to_be_visible()


def test_a_list_is_worked_with_the_keyboard(bjorkby: Tenant, page_of: Opened) -> None:
    app = publish_cases(bjorkby)
    some_cases(bjorkby, app, 3)
    page = page_of(bjorkby)

    page.goto(f"apps/{app}/inbox")
    page.keyboard.press("/")
    page.keyboard.type("balcony")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 record", exact=True)).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("Tab")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Glazed balcony on Storgatan 4")).to_be_visible()


def test_nothing_scrolls_sideways_at_400_percent(bjorkby: Tenant, page_of: Opened) -> None:
    app = publish_cases(bjorkby)
    [case, *_] = some_cases(bjorkby, app, 5)
    page = page_of(bjorkby, viewport={"width": 320, "height": 640})

    for path in ("", f"apps/{app}/inbox", f"apps/{app}/case/{case.id}", f"apps/{app}/register"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path


def test_the_policy_is_kept(bjorkby: Tenant, page_of: Opened) -> None:
    app = publish_cases(bjorkby)
    [case, *_] = some_cases(bjorkby, app, 5)
    page = page_of(bjorkby)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    paths = ("", "inbox", f"case/{case.id}", "register", "overview", "apply")
    for path in paths:
        page.goto(f"apps/{app}/{path}" if path else "")
        expect(page.locator("h1")).to_be_visible()

    assert said == []
