"""Lists at secret addresses: made once, read with the rights of now, gone when removed."""

import copy
import re

import pytest
from icalendar import Calendar

from stuga.models import CalendarFeed, Person
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import db
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.records import Desk, entries_of

FEEDS = "/apps/cases/inbox/feeds"


def with_calendar() -> JsonObject:
    made = copy.deepcopy(SMALL_CASES)
    made["screens"]["inbox"]["columns"].append("created_at")  # type: ignore[index,call-overload,union-attr]
    made["screens"]["inbox"] |= {"layouts": ["table", "calendar"], "calendar_by": "closed_on"}  # type: ignore[index,call-overload,operator]
    return made


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    publish(bjorkby, with_calendar())
    today = clock.now().date().isoformat()
    Desk(bjorkby).case(reference="A", kind="permit", notes="secret", closed_on=today)
    Desk(bjorkby).case(reference="B", kind="complaint", closed_on=today)
    return bjorkby.browser("member")


def made(browser: Browser, query: str = "") -> str:
    html = browser.post(FEEDS, data={"query": query}).text
    [path] = re.findall(r"data-secret>https?://[^/]+/t/[^/]+(/feeds/[^<]+\.ics)<", html)
    return path


def names(browser: Browser, path: str) -> list[str]:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return sorted(str(one["summary"]) for one in Calendar.from_ical(answer.data).walk("VEVENT"))


def test_an_address_gives_the_list_as_it_was_filtered_to_whoever_holds_it(
    bjorkby: Tenant, nils: Browser
) -> None:
    path = made(nils, "filter[kind]=permit")
    stranger = bjorkby.browser("")

    assert names(stranger, path) == ["A"]
    assert names(stranger, made(nils)) == ["A", "B"]
    text = stranger.get(path).text
    assert "secret" not in text
    assert "Sten Ek" not in text
    assert "/apps/cases/edit/" in text


def test_an_address_is_shown_once_and_kept_as_a_hash(bjorkby: Tenant, nils: Browser) -> None:
    secret = made(nils).removeprefix("/feeds/").removesuffix(".ics")
    assert secret not in nils.get(FEEDS).text
    with bjorkby.inside():
        [kept] = db.session.query(CalendarFeed).all()
        assert secret.encode() not in kept.secret_hash
    assert [one.action for one in entries_of(bjorkby, "feed.%")] == ["feed.create"]


def test_what_is_held_already_is_not_sent_again(bjorkby: Tenant, nils: Browser) -> None:
    path, stranger = made(nils), bjorkby.browser("")
    answer = stranger.get(path)
    assert "private" in answer.headers["Cache-Control"]
    again = stranger.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert len(entries_of(bjorkby, "record.list")) == 2


def test_an_address_has_the_rights_of_its_person_at_every_reading(
    bjorkby: Tenant, nils: Browser
) -> None:
    path, stranger = made(nils), bjorkby.browser("")
    fewer = with_calendar()
    permits: JsonObject = {"where": {"field": "kind", "is": "permit"}}
    fewer["roles"]["handler"]["models"]["case"]["read"] = permits  # type: ignore[index,call-overload]
    publish(bjorkby, fewer)
    assert names(stranger, path) == ["A"]

    closed = with_calendar()
    closed["roles"]["handler"]["models"]["case"]["read"] = {"fields": {"except": ["closed_on"]}}  # type: ignore[index,call-overload]
    publish(bjorkby, closed)
    assert stranger.get(path).status_code == 404


def test_nothing_is_found_once_its_person_is_disabled_or_has_removed_it(
    bjorkby: Tenant, nils: Browser
) -> None:
    kept, gone, stranger = made(nils), made(nils), bjorkby.browser("")
    way = re.findall(rf"{FEEDS}/[0-9a-f-]+/delete", nils.get(FEEDS).text)[0]
    assert bjorkby.browser("owner").post(way).status_code == 404
    assert nils.post(way).status_code == 303
    assert stranger.get(gone).status_code == 404
    assert names(stranger, kept) == ["A", "B"]

    with bjorkby.inside():
        db.session.get_one(Person, (bjorkby.id, bjorkby.people["member"])).state = "disabled"
    assert stranger.get(kept).status_code == 404


def test_an_address_is_of_one_tenant(nils: Browser, granby: Tenant) -> None:
    path = made(nils)
    publish(granby, with_calendar())
    assert granby.browser("").get(path).status_code == 404
    assert nils.get("/feeds/nothing.ics").status_code == 404


def test_a_list_without_a_calendar_has_no_addresses(bjorkby: Tenant) -> None:
    publish(bjorkby)
    browser = bjorkby.browser("member")
    assert browser.get(FEEDS).status_code == 404
    assert browser.post(FEEDS).status_code == 404
