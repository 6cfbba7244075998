"""A live app is changed in Chromium: questions answered by keyboard and without script, watched."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from stuga.builder.publishing import migrations
from stuga.models.json import JsonObject
from tests.e2e.conftest import OpenPage
from tests.factories.carrying import EVA, STEN, UNA, Carried
from tests.factories.cast import Tenant
from tests.factories.jobs import run_outbox

pytestmark = pytest.mark.browser

PLAIN: JsonObject = {"x-privacy": {"personal": "none"}}


def everything(case: JsonObject) -> None:
    """Change a kind, a requirement, the choices, a uniqueness, and remove a field."""
    case["properties"]["notes"] = {"type": "string", "format": "date", "title": "Notes", **PLAIN}
    case["required"].append("closed_on")
    case["properties"]["kind"]["oneOf"].pop()
    case["x-model"]["unique"].append(["amount"])
    del case["properties"]["email"]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_every_question_is_answered_on_the_page(
    bjorkby: Tenant,
    page_of: OpenPage,
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], None],
    *,
    script: bool,
) -> None:
    app = Carried(bjorkby, STEN, EVA, {**UNA, "amount": 100})
    app.change(everything)
    page = page_of(bjorkby, "owner", java_script_enabled=script, bypass_csp=True)

    page.goto("build/cases/publish")
    page.get_by_role("radio", name="Convert the values").check()
    page.get_by_label("How the texts name days").select_option("dmy")
    page.get_by_role("radio", name="Give them a value").check()
    page.get_by_label("Value", exact=True).fill("2026-12-31")
    page.get_by_role("radio", name="Say what each former choice becomes").check()
    page.get_by_label("“Complaint” becomes").select_option("permit")
    page.get_by_role("radio", name="The oldest record keeps the value").check()
    if script:
        axe(page)
        shot(page, "publish-questions")
    page.get_by_role("button", name="Publish version 2").click()

    expect(page.get_by_text("3 records were changed.")).to_be_visible()
    if script:
        axe(page)
        shot(page, "publish-carried")
    assert app.records() == [
        {
            "applicant": "Sten Ek",
            "kind": "permit",
            "reference": "12",
            "notes": "2026-01-31",
            "amount": 100,
            "closed_on": "2026-12-31",
        },
        {
            "applicant": "Eva Lo",
            "kind": "permit",
            "reference": "A2",
            "closed_on": "2026-12-31",
        },
        {
            "applicant": "Una Rask",
            "kind": "permit",
            "reference": "13",
            "closed_on": "2026-12-31",
        },
    ]


def test_a_long_publication_is_watched_to_its_end(
    bjorkby: Tenant, page_of: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "AT_ONCE", 1)
    app = Carried(bjorkby, STEN, EVA)
    app.change(lambda case: case["properties"].pop("notes"))
    page = page_of(bjorkby, "builder")

    page.goto("build/cases/publish")
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_text("Stored records are made ready for it.")).to_be_visible()
    run_outbox(bjorkby)

    expect(page.get_by_text("2 records were changed.")).to_be_visible()
    page.get_by_role("button", name="Let them go now").click()
    expect(page.get_by_text("The old values are let go of")).to_be_visible()
