"""App screens in Chromium: comfort on top of pages that work without it, under the real policy."""

import json
import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject
from stuga.platform.ui import Link, Locale, Shell
from stuga.platform.ui.screens.dashboard_view import Bar, BarChart, DashboardView, Metric
from stuga.platform.ui.screens.detail_view import Change, DetailView, Section, Shown
from stuga.platform.ui.screens.form_view import ConflictView, Difference
from stuga.platform.ui.screens.list_filters import Filters
from stuga.platform.ui.screens.list_state import Filter, ListState
from stuga.platform.ui.screens.list_view import Action, ListView
from stuga.platform.ui.screens.listing import columns_of, fields_of_list, row_of
from stuga.platform.ui.screens.rendering import View
from stuga.platform.ui.screens.values import Values
from stuga.platform.ui.screens.whole_page import screen_page
from stuga.platform.ui.widgets import Mode
from stuga.platform.web.headers import POLICY
from tests.factories.screens import cases_app, form_view
from tests.factories.statics import content_of

pytestmark = pytest.mark.browser

SITE = "http://bjorkby.test"
HERE = "/list"
FOUND = [{"value": "r1", "label": "C-1 Sten"}, {"value": "r2", "label": "C-2 Åsa"}]
DATA: JsonObject = {"applicant": "Sten", "kind": "permit", "amount": 12.5, "topics": ["water"]}


def inbox() -> ListView:
    app, values = cases_app(), Values(Locale("en"))
    model = app.models["case"]
    fields = fields_of_list(replace(app.screens["edit"], columns=("applicant", "kind")), model)
    state = ListState(filters=(Filter("kind", "is", "permit"), Filter("amount", "gte", "1")))
    filters = Filters(model, values)
    return ListView(
        title="Inbox",
        action=HERE,
        columns=columns_of(fields, state, HERE, sortable=("kind",)),
        rows=[row_of(fields, key, DATA, values, link=f"/record-{key}") for key in ("a", "b", "c")],
        count="3 records",
        search="",
        chips=filters.chips(state, HERE),
        clear=HERE,
        filters=filters.editor(state),
        next=f"{HERE}?cursor=x",
        actions=[Action(label="New case", link="/new", primary=True)],
    )


def record() -> DetailView:
    change = Change(who="Vera", when="3 Feb 2026", old="Permit", new="Complaint")
    shown = Shown(key="kind", title="Kind", text="Complaint", history=[change])
    return DetailView(title="C-1", sections=[Section(key="a", title="A", fields=[shown])], kept="x")


def overview() -> DashboardView:
    bars = [Bar("Permit", 3, "3"), Bar("Complaint", -1, "-1")]
    chart = BarChart(key="k", title="By kind", groups="Kind", values="Cases", bars=bars)
    return DashboardView(
        title="Overview", elements=[Metric(key="m", title="Open", text="1"), chart]
    )


def conflict() -> ConflictView:
    difference = Difference(field="applicant", mine="Sten", theirs="Åsa")
    return ConflictView(
        form=form_view(data=DATA, revision=2), differences=[difference], who="Vera", when="now"
    )


VIEWS: dict[str, Callable[[], View]] = {
    "edit": lambda: form_view(data=DATA, searches={"parent": "/find"}),
    "errors": lambda: form_view(
        errors={"/applicant": Refused("required"), "/amount": Refused("number-invalid")},
        typed={"amount": ("x",)},
    ),
    "apply": lambda: form_view("apply", step="matter"),
    "review": lambda: form_view("apply", mode=Mode.REVIEW, data=DATA),
    "read": lambda: form_view(mode=Mode.READ, data=DATA),
    "list": inbox,
    "empty": lambda: replace(inbox(), rows=[]),
    "record": record,
    "overview": overview,
    "conflict": conflict,
}


def answer(route: Route) -> None:
    """Serve pages, static files and the search of references without a server."""
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        kind = mimetypes.guess_type(path)[0] or "text/plain"
        route.fulfill(body=content_of(path), content_type=kind)
    elif path == "/find":
        route.fulfill(body=json.dumps({"options": FOUND}), content_type="application/json")
    else:
        shell = Shell(title="Cases", locale=Locale("en"), nav=[Link(title="Inbox", href=HERE)])
        html = screen_page(VIEWS.get(path.strip("/"), record)(), shell)
        policy = {"Content-Security-Policy": POLICY.format(origin=SITE)}
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=policy)


@pytest.fixture
def clean(browser: Browser) -> Iterator[BrowserContext]:
    """Open a context in which a script error or a breach of the policy fails the test."""
    wrongs: list[str] = []
    context = browser.new_context(reduced_motion="reduce")
    context.on("weberror", lambda error: wrongs.append(str(error.error)))
    context.on("console", lambda told: wrongs.append(told.text) if told.type == "error" else None)
    context.route("**/*", answer)
    yield context
    context.close()
    assert wrongs == []


@pytest.fixture
def at(clean: BrowserContext) -> Callable[[str], Page]:
    def open_page(name: str) -> Page:
        page = clean.new_page()
        page.goto(f"{SITE}/{name}", wait_until="networkidle")
        return page

    return open_page


def test_questions_come_and_go_with_the_answers(at: Callable[[str], Page]) -> None:
    page = at("apply")
    amount = page.get_by_label("Amount")
    expect(amount).to_be_hidden()

    page.get_by_label("Permit").check()

    expect(amount).to_be_visible()
    expect(amount).to_have_attribute("required", "")
    assert page.locator("[name=_shown]").evaluate_all("all => all.map((one) => one.value)") == [
        "amount"
    ]
    page.get_by_label("Complaint").check()
    expect(amount).to_be_hidden()
    expect(page.locator("[name=_shown]")).to_have_count(0)


def test_a_mistake_is_told_on_leaving_and_forgotten_when_it_is_right(
    at: Callable[[str], Page],
) -> None:
    page = at("edit")
    email = page.get_by_label("E-mail")
    error = page.locator("#field-email-error")

    email.press_sequentially("sten@")
    expect(error).to_be_hidden()
    email.blur()
    expect(error).to_have_text("E-mail must be an e-mail address, such as name@example.se.")
    expect(email).to_have_attribute("aria-invalid", "true")
    email.press("End")
    email.press_sequentially("example.se")

    expect(error).to_be_hidden()
    assert email.get_attribute("aria-invalid") is None


def test_a_control_left_empty_is_not_scolded(at: Callable[[str], Page]) -> None:
    page = at("edit")

    page.get_by_label("Applicant").fill("")
    page.get_by_label("Applicant").blur()

    expect(page.locator("#field-applicant-error")).to_be_hidden()


def test_the_summary_has_the_focus_and_leads_to_the_control(at: Callable[[str], Page]) -> None:
    page = at("errors")
    expect(page.locator("[data-error-summary]")).to_be_focused()

    page.get_by_role("link", name="Amount must be a number").click()

    expect(page.get_by_label("Amount")).to_be_focused()


def test_enter_in_a_field_presses_the_forms_own_button(at: Callable[[str], Page]) -> None:
    page = at("edit")

    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_label("Applicant").press("Enter")

    assert 'name="_do"\r\n\r\nsave' in (sent.value.post_data or "") or (
        "_do=save" in (sent.value.post_data or "")
    )


def test_a_reference_is_found_by_keys_alone(at: Callable[[str], Page]) -> None:
    page = at("edit")
    box = page.get_by_role("combobox", name="Belongs to")

    box.press_sequentially("c")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(page.get_by_role("option", name="C-2 Åsa")).to_have_attribute("aria-selected", "true")
    box.press("Enter")

    expect(box).to_have_value("C-2 Åsa")
    expect(page.locator("[name=parent]")).to_have_value("r2")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_what_is_typed_and_not_chosen_is_no_answer(at: Callable[[str], Page]) -> None:
    page = at("edit")
    box = page.get_by_role("combobox", name="Belongs to")
    box.press_sequentially("c")
    page.get_by_role("option", name="C-1 Sten").click()

    box.fill("something else")
    box.blur()

    expect(box).to_have_value("C-1 Sten")
    box.fill("")
    expect(page.locator("[name=parent]")).to_have_value("")


def test_what_is_typed_in_full_is_chosen(at: Callable[[str], Page]) -> None:
    page = at("edit")
    box = page.get_by_role("combobox", name="Belongs to")
    box.fill("c-2 åsa")
    expect(page.get_by_role("option", name="C-2 Åsa")).to_be_visible()

    box.blur()

    expect(box).to_have_value("C-2 Åsa")
    expect(page.locator("[name=parent]")).to_have_value("r2")


def test_a_search_says_how_it_goes(at: Callable[[str], Page]) -> None:
    page = at("edit")
    box = page.get_by_role("combobox", name="Belongs to")
    said = page.locator("[data-combobox]").get_by_role("status")
    box.focus()
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    asked: list[Route] = []
    page.route("**/find?*", lambda route: asked.append(route))  # noqa: PLW0108
    box.press_sequentially("x")
    expect(page.get_by_role("listbox")).to_have_text("Searching…")
    expect(said).to_have_text("Searching…")

    asked[0].fulfill(json={"options": FOUND})
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    expect(said).to_have_text("Found: 2")

    box.press_sequentially("y")
    expect(page.get_by_role("listbox")).to_have_text("Searching…")
    asked[1].fulfill(json={"options": []})
    expect(said).to_have_text("Nothing found")

    box.press_sequentially("z")
    expect(page.get_by_role("listbox")).to_have_text("Searching…")
    asked[2].fulfill(body="what stands between has answered")
    expect(said).to_have_text("The search was not answered. Type on to try again.")


def test_rows_are_reached_and_opened_by_keys(at: Callable[[str], Page]) -> None:
    page = at("list")
    rows = page.locator("[data-open]")

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("jk/")
    expect(page.get_by_role("searchbox")).to_have_value("jk/")


def test_a_filter_line_goes_and_a_value_hides_where_none_is_asked_for(
    at: Callable[[str], Page],
) -> None:
    page = at("list")
    page.get_by_text("Filters").first.click()

    page.get_by_label("How to compare Amount").select_option("empty")
    expect(page.get_by_label("Value of Amount")).to_be_hidden()
    page.get_by_role("button", name="Remove Kind").click()

    expect(page.locator("[data-filter-line]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("[data-filters]")).not_to_have_attribute("open", "")


def test_without_script_every_page_still_has_its_controls(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.route("**/*", answer)
    page = context.new_page()

    page.goto(f"{SITE}/edit")
    expect(page.get_by_label("Applicant")).to_have_value("Sten")
    expect(page.get_by_role("button", name="Search")).to_be_visible()
    page.goto(f"{SITE}/apply")
    expect(page.get_by_role("button", name="Review the answers")).to_be_enabled()
    page.goto(f"{SITE}/list")
    page.get_by_text("Filters").first.click()
    expect(page.get_by_role("button", name="Show results")).to_be_visible()
    context.close()


@pytest.mark.parametrize("name", VIEWS)
def test_a_screen_has_no_axe_violations_and_does_not_scroll_sideways(
    browser: Browser, name: str
) -> None:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    context.route("**/*", answer)
    page = context.new_page()
    page.goto(f"{SITE}/{name}", wait_until="networkidle")
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")

    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    page.set_viewport_size({"width": 320, "height": 800})
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert over == 0
