"""Twenty accidents, and that nothing typed is lost by any of them: here, or where it is named."""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.windows import session_cookie
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.filling import stored
from tests.factories.records import Desk

pytestmark = pytest.mark.browser

ELSEWHERE: Final[Mapping[str, str]] = {
    "the connection is lost while one types": (
        "e2e/test_kept_forms.py::test_a_lost_connection_is_told_and_what_was_typed_is_kept_later"
    ),
    "the page is left at once": (
        "e2e/test_kept_forms.py::test_leaving_at_once_keeps_the_last_word"
    ),
    "the device is changed": (
        "e2e/test_kept_forms.py::test_what_is_typed_is_there_on_another_device"
    ),
    "Back and Forward are pressed": (
        "e2e/test_runtime_flows.py::test_the_browsers_back_loses_no_answer"
    ),
    "an answer is refused": (
        "e2e/test_runtime_flows.py::test_mistakes_are_listed_first_and_lead_to_their_fields"
    ),
    "two save the same record": (
        "e2e/test_runtime_flows.py::test_two_at_one_record_choose_field_by_field"
    ),
    "the session ends": "e2e/test_runtime_flows.py::test_what_one_typed_outlives_the_session",
    "a file does not go up": (
        "e2e/test_files_in_browser.py::"
        "test_a_file_that_fails_is_sent_again_and_one_that_is_wrong_is_told"
    ),
    "an upload is cut half way": (
        "e2e/test_files_in_browser.py::test_an_upload_that_is_cut_takes_nothing_else_with_it"
    ),
    "a stranger's cookies are gone": (
        "e2e/test_strangers_lose_nothing.py::test_the_cookies_are_gone_when_it_is_sent"
    ),
    "a stranger leaves the page": (
        "e2e/test_strangers_lose_nothing.py::test_it_is_asked_before_what_is_typed_is_left"
    ),
    "a stranger presses Send twice, then Back": (
        "e2e/test_strangers_lose_nothing.py::test_send_is_pressed_twice_and_back_after_the_thanks"
    ),
    "a stranger goes on elsewhere, and a second tab sends first": (
        "e2e/test_strangers_lose_nothing.py::test_a_form_is_kept_by_its_link_on_another_device"
    ),
    "the form stands within another site": (
        "e2e/test_embedding_in_browser.py::"
        "test_a_form_is_filled_in_refused_and_sent_within_another_site"
    ),
    "a row of a list comes while one types": (
        "e2e/test_rows_in_browser.py::test_what_is_typed_while_a_row_comes_stays"
    ),
    "the next step comes while one types": (
        "e2e/test_runtime_flows.py::test_what_is_typed_while_the_next_step_comes_stays"
    ),
    "the worker is killed in an import": (
        "integration/test_worker_killed.py::"
        "test_a_worker_killed_in_an_import_doubles_and_loses_nothing"
    ),
}
TYPED: Final = "Sten Ek, Åmål"


def fill(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_label("Applicant").fill(TYPED)
    page.get_by_label("Complaint").check()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def regained(page: Page, path: str) -> None:
    """Come back to the form: the server, or else the browser itself, still has what was typed."""
    ways = page.get_by_role("link", name="Continue").or_(page.get_by_role("button", name="Use it"))
    for _ in range(20):  # what is sent in leaving comes when the next page is already asked for
        page.goto(path)
        if ways.first.is_visible():
            break
    ways.first.click()
    expect(page.get_by_label("Applicant")).to_have_value(TYPED)
    expect(page.get_by_label("Complaint")).to_be_checked()


def answered(status: int) -> Callable[[Page, Tenant, str], None]:
    """Let something before the server answer the form, as a proxy does."""

    def accident(page: Page, _tenant: Tenant, path: str) -> None:
        with refused(page, status):
            save(page)
        regained(page, path)

    return accident


@contextmanager
def refused(page: Page, status: int) -> Iterator[None]:
    """Answer what is sent within with the status, and wait until that is shown."""

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=status, body="No.")
        else:
            route.continue_()

    page.route("**/edit", refuse)
    yield
    expect(page.get_by_text("No.")).to_be_visible()
    page.unroute("**/edit")


def sent_before_a_copy(page: Page, _tenant: Tenant, path: str) -> None:
    """Send before the script that makes copies is there, to a server that breaks."""
    held: list[Route] = []
    page.route("**/js/typed.js", lambda route: held.append(route))  # noqa: PLW0108
    page.clock.install(time="2026-01-01T10:00:00")
    page.clock.pause_at("2026-01-01T11:00:00")  # so that patience does not end
    fill(page, path)
    save(page)
    with refused(page, 500):
        held[0].continue_()
    page.unroute("**/js/typed.js")
    regained(page, path)


def never_copied(page: Page, tenant: Tenant, path: str) -> None:
    """Send without the script that makes copies: the line has taken it."""
    page.route("**/js/typed.js", lambda route: route.abort())
    fill(page, path)
    save(page)
    expect(page.get_by_text(f"{TYPED} is saved")).to_be_visible()
    assert [one["applicant"] for one in stored(tenant)] == [TYPED]


def restarted(page: Page, _tenant: Tenant, path: str) -> None:
    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.abort("connectionrefused")
        else:
            route.continue_()

    page.route("**/edit", refuse)
    save(page)
    expect(page.get_by_text("refused").first).to_be_visible()  # the browser's own page
    page.unroute("**/edit")
    regained(page, path)


def no_room(page: Page, _tenant: Tenant, path: str) -> None:
    page.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException('full'); })")
    page.get_by_label("Applicant").fill(TYPED)
    expect(page.locator("[data-kept]")).to_contain_text("Saved")
    regained(page, path)


def other_language(page: Page, _tenant: Tenant, path: str) -> None:
    page.get_by_role("button", name="Svenska").click()
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    page.get_by_role("button", name="English").click()
    regained(page, path)


def offline(page: Page, _tenant: Tenant, _path: str) -> None:
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)  # Playwright's
    save(page)
    expect(page.get_by_label("Applicant")).to_have_value(TYPED)
    page.context.set_offline(False)  # Playwright's
    save(page)
    expect(page.get_by_text(f"{TYPED} is saved")).to_be_visible()


def reloaded(page: Page, _tenant: Tenant, path: str) -> None:
    page.reload()
    regained(page, path)


def closed(page: Page, _tenant: Tenant, path: str) -> None:
    context = page.context
    page.wait_for_timeout(350)  # what the browser keeps, it keeps a moment after the last key
    page.close()
    regained(context.new_page(), path)


def two_tabs(page: Page, _tenant: Tenant, path: str) -> None:
    other = page.context.new_page()
    other.goto(path)
    other.get_by_label("Applicant").fill("Åsa Öberg")
    expect(other.locator("[data-kept]")).to_contain_text("Saved")
    expect(page.locator("[data-kept]")).to_contain_text("Saved")
    other.goto(path)
    expect(other.get_by_role("link", name="Continue")).to_have_count(2)
    save(page)
    expect(page.get_by_text("Sten Ek, Åmål is saved")).to_be_visible()
    other.goto(path)
    other.get_by_role("link", name="Continue").click()
    expect(other.get_by_label("Applicant")).to_have_value("Åsa Öberg")


def signed_in_anew(page: Page, tenant: Tenant, _path: str) -> None:
    page.context.add_cookies([session_cookie(tenant, "member")])
    save(page)
    expect(page.get_by_text("You have signed in again.")).to_be_visible()
    expect(page.get_by_label("Applicant")).to_have_value(TYPED)
    save(page)
    expect(page.get_by_text(f"{TYPED} is saved")).to_be_visible()


def field_removed(page: Page, tenant: Tenant, _path: str) -> None:
    made = copy.deepcopy(SMALL_CASES)
    page.get_by_label("Closed on").fill("2026-01-01")
    made["screens"]["edit"]["elements"].pop()
    publish(tenant, made)
    save(page)
    expect(page.get_by_text(TYPED).first.or_(page.get_by_label("Applicant"))).to_be_visible()


def field_required(page: Page, tenant: Tenant, _path: str) -> None:
    made = copy.deepcopy(SMALL_CASES)
    made["models"]["case"]["required"].append("closed_on")
    publish(tenant, made)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Closed on")
    expect(page.get_by_label("Applicant")).to_have_value(TYPED)


def choice_gone(page: Page, tenant: Tenant, _path: str) -> None:
    made = copy.deepcopy(SMALL_CASES)
    kinds = made["models"]["case"]["properties"]["kind"]["oneOf"]
    kinds[:] = [one for one in kinds if one["const"] != "complaint"]
    publish(tenant, made)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Kind")
    expect(page.get_by_label("Applicant")).to_have_value(TYPED)


def form_gone(page: Page, tenant: Tenant, _path: str) -> None:
    made = copy.deepcopy(SMALL_CASES)
    made["screens"]["other"] = made["screens"].pop("edit")
    told = json.dumps(made).replace('"edit"', '"other"')
    publish(tenant, json.loads(told))
    save(page)
    expect(page.get_by_role("heading", name="What you typed")).to_be_visible()
    expect(page.get_by_text(TYPED)).to_be_visible()


def right_gone(page: Page, tenant: Tenant, _path: str) -> None:
    made = copy.deepcopy(SMALL_CASES)
    made["roles"]["handler"]["models"]["case"]["create"] = False
    made["roles"]["handler"]["screens"] = ["inbox"]
    publish(tenant, made)
    save(page)
    expect(page.get_by_role("heading", name="What you typed")).to_be_visible()
    expect(page.get_by_text(TYPED)).to_be_visible()


def double_click(page: Page, tenant: Tenant, _path: str) -> None:
    page.get_by_role("button", name="Save").dblclick()
    expect(page.get_by_text(f"{TYPED} is saved")).to_be_visible()
    assert [one["applicant"] for one in stored(tenant)] == [TYPED]


def too_long(page: Page, _tenant: Tenant, _path: str) -> None:
    page.get_by_label("Applicant").fill("å" * 300)
    save(page)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Applicant")).to_have_value("å" * 300)


ACCIDENTS: Final[Mapping[str, Callable[[Page, Tenant, str], None]]] = {
    "the server breaks": answered(500),
    "it is sent before it can be copied": sent_before_a_copy,
    "what would copy it never comes": never_copied,
    "a proxy finds it too large": answered(413),
    "a proxy finds it too often": answered(429),
    "the connection is lost in sending": offline,
    "the server is started anew": restarted,
    "the browser has no room for a copy": no_room,
    "the language is changed": other_language,
    "the page is reloaded": reloaded,
    "the tab is closed": closed,
    "two tabs hold the same form": two_tabs,
    "one has signed in anew meanwhile": signed_in_anew,
    "a field has left the form meanwhile": field_removed,
    "a field has become required meanwhile": field_required,
    "a choice has gone meanwhile": choice_gone,
    "the form has gone meanwhile": form_gone,
    "the right is taken away meanwhile": right_gone,
    "Save is pressed twice": double_click,
    "a text is too long": too_long,
}


@pytest.mark.parametrize("accident", ACCIDENTS.values(), ids=ACCIDENTS.keys())
def test_nothing_typed_is_lost_when(
    bjorkby: Tenant, page_of: OpenPage, accident: Callable[[Page, Tenant, str], None]
) -> None:
    path = f"apps/{publish(bjorkby)}/edit"
    page = page_of(bjorkby)
    fill(page, path)
    accident(page, bjorkby, path)


def test_nothing_typed_is_lost_when_the_record_is_gone_meanwhile(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    app = publish(bjorkby)
    case = Desk(bjorkby).case()
    page = page_of(bjorkby)
    fill(page, f"apps/{app}/edit/{case.id}")
    Desk(bjorkby, "owner").delete(case.id)

    save(page)

    expect(page.get_by_role("heading", name="What you typed")).to_be_visible()
    expect(page.get_by_text(TYPED)).to_be_visible()


def expect_copies(page: Page, count: int) -> None:
    """Look until the browser keeps so many copies; a page tidies up once the rest of it stands."""
    names = "Object.keys(localStorage).filter((name) => name.startsWith('stuga.typed')).length"
    for _ in range(40):
        if page.evaluate(names) == count:
            return
        page.evaluate("new Promise((go) => requestAnimationFrame(go))")
    assert page.evaluate(names) == count


def test_the_browsers_own_copy_goes_with_signing_out_and_with_sending(
    bjorkby: Tenant, page_of: OpenPage
) -> None:
    path = f"apps/{publish(bjorkby)}/edit"
    page = page_of(bjorkby)
    fill(page, path)
    save(page)
    expect(page.get_by_text(f"{TYPED} is saved")).to_be_visible()
    expect_copies(page, 0)

    page.route("**/saved", lambda route: route.abort())
    fill(page, path)
    expect(page.locator("[data-kept]")).to_contain_text("no connection")
    expect_copies(page, 1)
    page.locator("summary", has_text="Nils Berg").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in**")
    expect_copies(page, 0)


def test_there_are_twenty_and_each_is_shown() -> None:
    assert len({*ACCIDENTS, *ELSEWHERE, "the record is gone"}) >= 20
    for shown in ELSEWHERE.values():
        file, _, name = shown.partition("::")
        text = (Path(__file__).parent.parent / file).read_text(encoding="utf-8")
        assert f"def {name}(" in text, shown
