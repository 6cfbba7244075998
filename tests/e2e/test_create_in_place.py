"""What a form refers to is made in a dialog: the form behind stays, and has it chosen."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.filling import stored
from tests.factories.paper_forms import with_paper_form
from tests.factories.records import Desk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("cases", [0, 55], ids=["chosen from a list", "searched for"])
def test_a_record_is_made_without_leaving_the_form(
    bjorkby: Tenant, page_of: OpenPage, cases: int
) -> None:
    made = with_paper_form("title", "case")
    app = publish(bjorkby, made)
    for at in range(cases):
        Desk(bjorkby).case(applicant=f"Nr {at}")
    page = page_of(bjorkby)
    page.goto(f"apps/{app}/paper", wait_until="networkidle")
    page.get_by_label("Title").fill("Drawing")

    page.get_by_role("button", name="Create new").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Applicant")).to_be_focused()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_be_focused()
    dialog.get_by_label("Applicant").fill("Sten Ek")
    dialog.get_by_label("Complaint").check()
    dialog.get_by_role("button", name="Save").click()

    expect(dialog).to_have_count(0)
    case = page.get_by_role("combobox", name="Case")
    button = page.get_by_role("button", name="Create new")
    expect(button if cases else case).to_be_focused()
    if cases:
        expect(case).to_have_value("Sten Ek")
    else:
        expect(case.locator("option:checked")).to_have_text("Sten Ek")
    expect(page.get_by_label("Title")).to_have_value("Drawing")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Drawing is saved")).to_be_visible()
    paper = next(one for one in stored(bjorkby) if one.get("title") == "Drawing")
    assert paper["case"]
