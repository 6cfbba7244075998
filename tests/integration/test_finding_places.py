"""Finding a place, a record or a key: what one may open is found, and nothing else is told."""

import copy

from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.records import Desk, entries_of, parts_of


def found(browser: Browser, words: str, app: str = "cases") -> dict[str, str]:
    """Return what is found: title -> address from the tenant's root."""
    answer = browser.get(f"/find/answers?app={app}&q={words}").get_json()
    root = f"/t/{browser.tenant.slug}"
    items = [item for group in answer["groups"] for item in group["items"]]
    return {item["title"]: item["href"].removeprefix(root) for item in items}


def test_apps_and_screens_of_ones_roles_are_found(bjorkby: Tenant) -> None:
    publish(bjorkby)
    nils = bjorkby.browser("member")
    assert found(nils, "")["Cases"] == "/apps/cases/"
    assert "/apps/cases/inbox" in found(nils, "inbox").values()
    assert found(nils, "no such thing") == {}


def test_who_holds_no_role_is_told_of_no_app(bjorkby: Tenant) -> None:
    publish(bjorkby)
    places = found(bjorkby.browser("auditor"), "")
    assert not [href for href in places.values() if href.startswith("/apps/")]
    assert "/admin/audit" in places.values()
    assert not [href for href in places.values() if href == "/build/new"]


def test_administration_and_builder_are_for_those_who_run_the_tenant(bjorkby: Tenant) -> None:
    publish(bjorkby)
    assert not [
        href
        for href in found(bjorkby.browser("member"), "").values()
        if href.startswith(("/admin", "/build"))
    ]
    builder = found(bjorkby.browser("builder"), "cases publish")
    assert builder == {"Publish": "/build/cases/publish"}


def test_records_are_found_in_lists_one_may_read_by_two_letters(bjorkby: Tenant) -> None:
    publish(bjorkby)
    record = Desk(bjorkby).case(applicant="Sten Ek", kind="permit")
    nils = bjorkby.browser("member")
    assert str(record.id) not in str(found(nils, "s"))
    assert str(record.id) in str(found(nils, "sten"))
    assert str(record.id) in str(found(nils, "sten", app=""))
    assert str(record.id) not in str(found(bjorkby.browser("auditor"), "sten"))


def test_records_of_all_ones_apps_are_found_and_those_of_the_present_one_first(
    bjorkby: Tenant,
) -> None:
    publish(bjorkby)
    other = copy.deepcopy(SMALL_CASES) | {"key": "affairs", "title": "Affairs"}
    publish(bjorkby, other, roles={"member": "handler"})
    here = Desk(bjorkby).case(applicant="Sten Ek", kind="permit")
    there = Desk(bjorkby, "member", "case", "affairs").case(applicant="Sten Berg", kind="permit")
    nils = bjorkby.browser("member")

    def order(app: str) -> list[str]:
        told = str(list(found(nils, "sten", app=app).values()))
        return sorted((str(here.id), str(there.id)), key=told.index)

    assert order("cases") == [str(here.id), str(there.id)]
    assert order("affairs") == [str(there.id), str(here.id)]
    assert "Cases" in nils.get("/find?app=cases&q=sten").text
    admin = str(found(bjorkby.browser("admin"), "sten", app="affairs"))
    assert str(there.id) not in admin
    assert str(here.id) not in admin


def test_looking_for_records_is_a_list_in_the_trail(bjorkby: Tenant) -> None:
    publish(bjorkby)
    record = Desk(bjorkby).case(applicant="Sten Ek", kind="permit")
    found(bjorkby.browser("member"), "sten")
    entry = entries_of(bjorkby, "record.list")[-1]
    assert str(record.id) in entry.body.decode()
    assert parts_of(bjorkby, entry.id)["query"] == {"search": "sten"}


def test_the_page_without_script_shows_the_same(bjorkby: Tenant) -> None:
    publish(bjorkby)
    record = Desk(bjorkby).case(applicant="Sten Ek", kind="permit")
    nils = bjorkby.browser("member")
    assert 'href="/t/' in nils.get("/apps/cases/inbox").text
    assert "/find?app=cases" in nils.get("/apps/cases/inbox").text
    page = nils.get("/find?app=cases&q=sten").text
    assert str(record.id) in page
    assert "Nothing you may open" in nils.get("/find?q=xyz").text


def test_single_keys_are_switched_off_on_every_page_of_the_person(bjorkby: Tenant) -> None:
    nils = bjorkby.browser("member")
    assert "data-no-single-keys" not in nils.get("/").text
    assert nils.post("/keys", data={"single": "off"}).status_code == 303
    assert "data-no-single-keys" in bjorkby.browser("member").get("/").text
    assert "data-no-single-keys" not in bjorkby.browser("owner").get("/").text
    nils.post("/keys", data={"single": "on"})
    assert "data-no-single-keys" not in nils.get("/").text
    assert nils.post("/keys", data={"single": "perhaps"}).status_code == 400


def test_the_page_of_keys_lists_those_of_lists(bjorkby: Tenant) -> None:
    page = bjorkby.browser("member").get("/keys").text
    assert page.count("Search the list") == 2  # once for all pages, once for the dialog
