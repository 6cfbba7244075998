"""Forms filled in with keys alone: steps, rows, files, dialogs, and what two people changed."""

import pytest
from playwright.sync_api import Error, FileChooser, Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.keyboard import choose, press, reach, write
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.files import PDF, filed, rows_of
from tests.factories.filling import stored
from tests.factories.orders import ORDERS, SELLERS
from tests.factories.paper_forms import with_paper_form
from tests.factories.records import Desk
from tests.factories.shipped import publish_cases
from tests.factories.storage import MemoryStorage

pytestmark = pytest.mark.browser


def test_a_form_is_gone_through_checked_changed_and_sent(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    app = publish_cases(bjorkby)
    page = page_of(bjorkby, "")
    page.goto(f"apps/{app}/apply", wait_until="networkidle")
    press(page, page.get_by_role("button", name="Next"))
    expect(page.get_by_role("alert")).to_be_focused()
    press(page, page.get_by_role("alert").get_by_role("link").first)
    expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    page.keyboard.type("Sten Ek")
    choose(page, page.get_by_label("By e-mail"))
    write(page, page.get_by_role("textbox", name="E-mail"), "sten@example.se")
    press(page, page.get_by_role("button", name="Next"))
    choose(page, page.get_by_label("Permit"))
    write(page, page.get_by_label("Subject"), "Glazed balcony")
    write(page, page.get_by_label("Property or place"), "Storgatan 4")
    press(page, page.get_by_role("button", name="Review the answers"))
    press(page, page.get_by_role("button", name="Change About you"))
    write(page, page.get_by_role("textbox", name="Name"), "Åsa Öberg")
    press(page, page.get_by_role("button", name="Back to the review"))
    expect(page.get_by_text("Åsa Öberg")).to_be_visible()
    press(page, page.get_by_role("button", name="Send"))

    expect(page.get_by_text("We have received “Glazed balcony”.")).to_be_visible()
    assert [one["applicant"] for one in stored(bjorkby)] == ["Åsa Öberg"]


def test_rows_are_added_moved_and_removed(bjorkby: Tenant, page_of: OpenPage) -> None:
    publish(bjorkby, ORDERS, roles=SELLERS)
    page = page_of(bjorkby)
    page.goto("apps/orders/edit", wait_until="networkidle")
    write(page, page.get_by_label("Title"), "One")
    add = page.get_by_role("button", name="Add a row: Lines")
    for at, what in enumerate(("Bolts", "Nuts", "Rings"), start=1):
        press(page, add)
        row = page.get_by_role("group", name=f"Row {at} Lines", exact=True)
        expect(row.get_by_label("What")).to_be_focused()
        page.keyboard.type(what)

    press(page, page.get_by_role("button", name="Move row 3 up"))
    expect(page.get_by_role("button", name="Move row 2 up")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move row 1 down")).to_be_focused()
    press(page, page.get_by_role("button", name="Remove row 2"))
    expect(add).to_be_focused()
    expect(page.get_by_role("button", name="Remove row 3")).to_have_count(0)
    press(page, page.get_by_role("button", name="Save", exact=True))

    expect(page.get_by_role("cell", name="Nuts")).to_be_visible()
    [order] = stored(bjorkby)
    assert [line["what"] for line in order["lines"]] == ["Rings", "Nuts"]


def opened(page: Page, wanted: Locator) -> FileChooser:
    """Press Enter at a file's control until its dialog opens.

    Chromium opens none for a key that a busy machine brings to the page too late.
    """
    for _ in range(10):
        reach(page, wanted)
        try:
            with page.expect_file_chooser(timeout=5_000) as chooser:
                page.keyboard.press("Enter")
        except Error:
            continue
        else:
            return chooser.value
    raise AssertionError("no dialog opens")


def test_files_are_chosen_and_let_go_and_a_name_is_signed(
    bjorkby: Tenant, page_of: OpenPage, memory: MemoryStorage
) -> None:
    assert memory.objects == {}
    page = page_of(filed(bjorkby))
    page.goto("apps/cases/edit", wait_until="networkidle")
    write(page, page.get_by_role("textbox", name="Applicant"), "Sten Ek")
    choose(page, page.get_by_label("Complaint"))
    for name in ("plan.pdf", "letter.pdf"):
        chooser = opened(page, page.get_by_role("group", name="Papers").locator("input[type=file]"))
        chooser.set_files({"name": name, "mimeType": "application/pdf", "buffer": PDF})
        expect(page.get_by_label(name)).to_be_checked()
    press(page, page.get_by_label("letter.pdf"), "Space")
    expect(page.get_by_label("letter.pdf")).not_to_be_checked()
    write(page, page.get_by_role("textbox", name="Signed"), "Sten Ek")
    press(page, page.get_by_role("button", name="Save", exact=True))

    page.wait_for_url("**/case/*")
    expect(page.locator(".signature-name")).to_have_text("Sten Ek")
    rows = rows_of(bjorkby)
    assert rows["plan.pdf"].record_id
    assert rows["letter.pdf"].record_id is None


def test_what_is_referred_to_is_made_in_a_dialog(bjorkby: Tenant, page_of: OpenPage) -> None:
    made = with_paper_form("title", "case")
    app = publish(bjorkby, made)
    page = page_of(bjorkby)
    page.goto(f"apps/{app}/paper", wait_until="networkidle")
    write(page, page.get_by_label("Title"), "Drawing")
    new, dialog = page.get_by_role("button", name="Create new"), page.get_by_role("dialog")
    press(page, new)
    expect(dialog.get_by_label("Applicant")).to_be_focused()
    page.keyboard.press("Escape")
    expect(new).to_be_focused()
    page.keyboard.press("Enter")
    write(page, dialog.get_by_label("Applicant"), "Sten Ek")
    choose(page, dialog.get_by_label("Complaint"))
    press(page, dialog.get_by_role("button", name="Save"))
    case = page.get_by_role("combobox", name="Case")
    expect(case).to_be_focused()
    press(page, page.get_by_role("button", name="Save", exact=True))

    expect(page.get_by_text("Drawing is saved")).to_be_visible()
    assert next(one for one in stored(bjorkby) if one.get("title") == "Drawing")["case"]


def test_two_at_one_record_choose_field_by_field(bjorkby: Tenant, page_of: OpenPage) -> None:
    app = publish(bjorkby)
    case = Desk(bjorkby).case(amount=1, notes="Nobody's")
    page = page_of(bjorkby)
    page.goto(f"apps/{app}/edit/{case.id}", wait_until="networkidle")
    Desk(bjorkby, "owner").patch(case.id, 1, applicant="Hers", amount=2)
    write(page, page.get_by_label("Applicant"), "Mine")
    press(page, page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("heading", name="Someone saved this before you")).to_be_visible()
    choose(page, page.get_by_role("group", name="Applicant").get_by_label("Ada Lind"))
    press(page, page.get_by_role("button", name="Save my choices"))

    expect(page.get_by_text("is saved")).to_be_visible()
    [data] = stored(bjorkby)
    assert (data["applicant"], data["amount"]) == ("Hers", 2)
