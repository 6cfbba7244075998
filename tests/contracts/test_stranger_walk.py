"""Every route as those it is not for: a stranger, Rut of another tenant, a forged form."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stuga.platform.web.access import Entry, access_of
from tests.factories.cast import Browser, Tenant
from tests.factories.walk import NONE_SO, PLACE, Call, Places, World, stranger_at
from tests.factories.walk_all import CALLS

OF_ALL = {"app"}
"""Places that another tenant may name alike: keys, which people choose."""
CLOCK = re.compile(r' data-now="\d+"|<p class="printed">[^<]*</p>')
"""What a page says of the time: to the script, and on paper by the minute."""
KEPT_TYPING = {
    "app-pages.send_form",
    "app-pages.send_change",
    "comment-pages.add_comment",
    "comment-pages.edit_comment",
}
"""Forms, which keep what was typed on a page of its own until one has signed in again."""


@pytest.fixture
def world(bjorkby: Tenant) -> World:
    return World(bjorkby)


def test_a_stranger_is_asked_who_they_are(app: Flask, world: World) -> None:
    closed = [call for call in CALLS if not is_open(app, call)]
    wrong = [
        f"{call.name}: {answer.status_code}"
        for call in closed
        if not asks_who(call, answer := as_stranger(call, world))
    ]
    assert not wrong, "\n".join(wrong)


def is_open(app: Flask, call: Call) -> bool:
    """Tell whether strangers may come in: the route says so, and the form, if it is one, too."""
    access = access_of(app.view_functions[call.endpoint])
    is_public = access is not None and access.entry is Entry.PUBLIC
    return is_public and (not call.who or "{app}" not in call.path)


def as_stranger(call: Call, world: World) -> TestResponse:
    return call.send(stranger_at(world.tenant), world.named(call))


def asks_who(call: Call, answer: TestResponse) -> bool:
    if call.is_api:
        return answer.status_code == 401 and answer.mimetype == "application/problem+json"
    if call.endpoint in KEPT_TYPING:
        return answer.status_code == 401 and "You have been signed out" in answer.text
    return answer.status_code == 303 and "/sign-in" in answer.headers["Location"]


def test_rut_finds_nothing_of_another_tenant(world: World, granby: Tenant) -> None:
    rut = granby.browser("owner")
    wrong = [
        how
        for call in CALLS
        if call.who
        for how in found_by(rut, call, world, set(PLACE.findall(call.path)))
    ]
    assert not wrong, "\n".join(wrong)


def test_rut_finds_nothing_by_an_id_although_her_app_has_the_same_keys(
    world: World, granby: Tenant
) -> None:
    twin = World(granby)
    rut = twin.browser("owner")
    wrong = [
        how
        for call in CALLS
        if call.who and (ids := set(PLACE.findall(call.path)) - OF_ALL)
        for how in found_by(rut, call, world, ids)
    ]
    assert not wrong, "\n".join(wrong)
    assert set(twin.trail()) <= {"tenant.create"}


def found_by(rut: Browser, call: Call, world: World, named: set[str]) -> Iterator[str]:
    """Yield what is wrong with what someone of another tenant gets, and with what is left."""
    places = world.named(call)
    rut.client.delete_cookie(f"__Host-stuga-{rut.tenant.slug}-note")  # a toast is shown once
    answer = call.send(rut, places)
    if named:
        never = {name: none_of(one) if name in named else one for name, one in places.items()}
        if answer.status_code != 404:
            yield f"{call.name}: {answer.status_code}"
        if told(answer, places, named) != told(call.send(rut, never), never, named):
            yield f"{call.name}: not what a thing that never was gets"
    if shows(answer, world):
        yield f"{call.name}: shows something of the other tenant"


def none_of(name: str) -> str:
    """Return the name of a thing that never was."""
    return NONE_SO if len(name) == len(NONE_SO) else "nosuch"


def told(answer: TestResponse, places: Places, named: set[str]) -> str:
    """Return what was answered, but for the names that were asked for, and the time."""
    text = CLOCK.sub("", answer.get_data(as_text=True))
    for name in named:
        text = text.replace(places[name], "…")
    return text


def shows(answer: TestResponse, world: World) -> bool:
    text = answer.get_data(as_text=True)
    return any(word in text for word in (world.tenant.slug, "Björkby", "Sten Ek"))


def test_a_session_of_one_tenant_is_none_in_another(world: World, granby: Tenant) -> None:
    rut = granby.browser("owner")
    thief = world.tenant.browser("")
    thief.client.set_cookie(f"__Host-stuga-{world.tenant.slug}", rut.secret, secure=True)
    assert thief.get("/api/v1/me").status_code == 401


def test_what_changes_something_needs_the_token_of_its_page(world: World) -> None:
    forgers = {who: forger(world, who) for who in {call.who for call in CALLS}}
    wrong = [
        f"{call.name}: {answer.status_code}"
        for call in CALLS
        if call.is_unsafe
        and not is_refused(answer := call.send(forgers[call.who], world.named(call)))
    ]
    assert not wrong, "\n".join(wrong)


def forger(world: World, who: str) -> Browser:
    """Return a browser that is signed in, but sends the token of another session's page."""
    browser = world.tenant.browser(who or "member")
    browser.secret = "of some other session"
    return browser


def is_refused(answer: TestResponse) -> bool:
    return answer.status_code == 403 and "too old" in answer.get_data(as_text=True)
