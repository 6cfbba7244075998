"""Bad input, on every route that takes any: answered clearly, and never by a failure of ours."""

import copy
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Final, TypeAlias

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stuga.models.json import JsonObject, JsonValue
from tests.factories.building import begun, definition, publish, saved
from tests.factories.cast import Browser, Tenant, new_tenant
from tests.factories.mistakes import MISTAKES, with_mistakes
from tests.factories.walk import NONE_SO, PLACE, Call, Places, World, filled, places_of
from tests.factories.walk_all import CALLS

TAKING_JSON: Final = [call for call in CALLS if call.json is not None]
TAKING_REVISIONS: Final = [call for call in TAKING_JSON if "If-Match" in call.headers]
ONE_OF_EACH: Final = list({call.name: call for call in CALLS}.values())
TAKING_FORMS: Final = [call for call in ONE_OF_EACH if call.form]
IN_PLACES: Final = [call for call in ONE_OF_EACH if PLACE.search(call.path)]
READING: Final = [call for call in ONE_OF_EACH if not call.is_unsafe]

DEFINITIONS: Final = {"apps.save_draft", "apps.check_draft"}
"""Take any definition, however wrong, as drafts are; what is wrong is told as problems."""
Path: TypeAlias = tuple[str | int, ...]
TAKING_SHAPES: Final = [call for call in TAKING_JSON if call.endpoint not in DEFINITIONS]

MALFORMED: Final = (
    b"",
    b"{",
    b'{"a": 1,}',
    b"[]",
    b"null",
    b'"text"',
    b"7",
    b'{"a": NaN}',
    b'{"a": -Infinity}',
    b'{"a": 1, "a": 2}',
    b'{"a": "\xff"}',
    b"\xef\xbb\xbf\xef\xbb\xbf{}",
    b'{"a": ' * 40 + b"1" + b"}" * 40,
    b"[" * 200_000,
    b'{"a": ' + b"9" * 5_000 + b"}",
)
UNKEEPABLE: Final = ('"a\\u0000b"', '["a\\ud800b"]', '{"a\\u0000": 1}', "-1e999")
ODD: Final = (
    "null",
    "-1",
    "9" * 400,
    "true",
    '"\\u202e\\ufeff\\u2028 🏳️\\u200d🌈"',
    json.dumps("x" * 100_000),
    "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]",
    '{"__proto__": {"constructor": 1}}',
)
ARGUMENTS: Final = ("nosuch=1", "q=%00", "limit=" + "9" * 400, "cursor=🏳", "sort=-", "to=//evil")
LISTS: Final = {"records.list_records", "app-pages.open_screen", "records.get_history"} | {
    f"trail-{name}" for name in ("routes.read_trail", "pages.show_trail")
}
FILTERS: Final = (
    "limit=-1",
    "limit=x",
    "cursor=AAAA",
    "count=perhaps",
    "before=" + "9" * 40,
    "filter[kind]=%00",
    "filter[kind][in]=,,,",
    "filter[amount][gte]=1e999",
    "filter[amount][gte]=" + "9" * 400,
    "filter[closed_on]=0000-00-00",
    "filter[closed_on][lt]=99999-12-31",
    "filter[[]]=1",
    "filter[created_at][gte]=0001-01-01",
    "from=0000-00-00",
    "to=9999-12-31",
    "person=nobody",
    "target=nothing",
)
REFUSED_ADDRESS: Final = (303, 400, 404, 405, 422)
HOSTILE_NAMES: Final = ("a%00b", "%ED%A0%80", "..%2f..", "x" * 5_000)
HOSTILE_TEXTS: Final = ("a\x00b", "\u202eabc", "9" * 400, "x" * 100_000, "")


@pytest.fixture(scope="module")
def world(app: Flask) -> World:
    return World(new_tenant(app, "bjorkby", "Björkby"))


def failed(answer: TestResponse) -> bool:
    return answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR


def told_well(answer: TestResponse) -> bool:
    """Tell whether a refusal is a problem that names its place or its reason."""
    if failed(answer) or answer.mimetype != "application/problem+json":
        return False
    problem = answer.get_json()
    says_where = any(problem.get(name) for name in ("detail", "errors", "revision"))
    return bool(problem["code"] and problem["title"]) and (
        says_where or answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}
    )


class Caller:
    """Sends other bodies than the good one, with the rights and the world of a good call."""

    def __init__(self, call: Call, world: World) -> None:
        self.call, self.world = call, world
        self.places: Places | None = None
        self.browser: Browser = world.browser(call.who)

    def sends(self, body: bytes, *, if_match: str | None = '"{revision}"') -> TestResponse:
        """Send a body from a revision, or from none."""
        if self.places is None:
            self.places = {"revision": "1", **places_of(self.call, self.world)}
        headers = {"If-Match": filled(if_match, self.places)} if if_match else {}
        answer = getattr(self.browser, self.call.method.lower())(
            filled(self.call.path, self.places),
            data=body,
            content_type="application/json",
            headers=headers,
        )
        if answer.status_code < 300:
            self.places = None  # it was taken: what it acted on has moved on
        return answer

    def good(self) -> JsonObject:
        """Return the body of the good call."""
        self.places = self.places or {"revision": "1", **places_of(self.call, self.world)}
        body: JsonObject = filled(self.call.json, self.places)
        return body


def by_name(call: Call) -> str:
    return call.name


@pytest.mark.parametrize("call", TAKING_JSON, ids=by_name)
def test_a_body_that_is_no_object_is_refused(world: World, call: Call) -> None:
    caller = Caller(call, world)
    optional = {b""} if call.endpoint == "apps.check_draft" else set()
    wrong = [
        (body[:40], answer.status_code, answer.get_data(as_text=True)[:200])
        for body in MALFORMED
        if body not in optional
        and not ((answer := caller.sends(body)).status_code == 400 and told_well(answer))
    ]
    assert not wrong, wrong


@pytest.mark.parametrize("call", TAKING_JSON, ids=by_name)
def test_what_nothing_can_keep_is_refused_at_its_place(world: World, call: Call) -> None:
    caller = Caller(call, world)
    wrong = [
        (pointer, raw, answer.status_code, answer.get_data(as_text=True)[:200])
        for pointer, raw, body in bodies(caller, UNKEEPABLE)
        if not ((answer := caller.sends(body)).status_code == 422 and names(answer, pointer))
    ]
    assert not wrong, wrong


def names(answer: TestResponse, pointer: str) -> bool:
    found = [one["pointer"] for one in answer.get_json()["errors"]]
    return any(one.startswith(pointer) for one in found)


@pytest.mark.parametrize("call", TAKING_JSON, ids=by_name)
def test_no_odd_value_makes_anything_fail(world: World, call: Call) -> None:
    caller = Caller(call, world)
    wrong = [
        (pointer, raw[:40], answer.status_code, answer.get_data(as_text=True)[:300])
        for pointer, raw, body in bodies(caller, ODD)
        if not ((answer := caller.sends(body)).status_code < 300 or told_well(answer))
    ]
    assert not wrong, wrong


def bodies(caller: Caller, values: Sequence[str]) -> Iterator[tuple[str, str, bytes]]:
    """Yield the good body with each of its members replaced by each of the values."""
    depth = 1 if caller.call.endpoint in DEFINITIONS else 3
    for path in members(caller.good(), depth):
        for raw in values:
            good = caller.good()
            yield "".join(f"/{part}" for part in path), raw, replaced(good, path, raw)


def members(value: JsonValue, depth: int, path: Path = ()) -> Iterator[Path]:
    """Yield where something stands in a body, down to a depth."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    for name, one in inner if len(path) < depth else ():
        yield from members(one, depth, (*path, name))


MARK: Final = "\ue000"


def replaced(good: JsonObject, path: Path, raw: str) -> bytes:
    """Write a body with raw JSON in one place, which Python itself would not write."""
    made = copy.deepcopy(good)
    inner: JsonValue = made
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = MARK
    return json.dumps(made, ensure_ascii=False).replace(f'"{MARK}"', raw).encode()


@pytest.mark.parametrize("call", TAKING_SHAPES, ids=by_name)
def test_a_member_that_is_not_known_is_named(world: World, call: Call) -> None:
    caller = Caller(call, world)
    answer = caller.sends(json.dumps({**caller.good(), "colour": "red"}).encode())
    assert answer.status_code == 422
    assert names(answer, "/colour")


@pytest.mark.parametrize("call", TAKING_JSON, ids=by_name)
def test_a_body_of_ten_megabytes_is_refused_unread(world: World, call: Call) -> None:
    answer = Caller(call, world).sends(b'{"a": "' + b"x" * 10_000_000 + b'"}')
    assert answer.status_code == 413
    assert answer.get_json()["code"] == "too-large"
    assert "8 MB" in answer.get_json()["detail"]


REVISIONS: Final = {
    '"99"': 412,
    None: 428,
    "*": 400,
    "3": 400,
    'W/"1"': 400,
    '"9999999999999"': 400,
    '"one"': 400,
}


@pytest.mark.parametrize("call", TAKING_REVISIONS, ids=by_name)
def test_a_revision_that_is_stale_or_none_is_said(world: World, call: Call) -> None:
    caller = Caller(call, world)
    body = json.dumps(caller.good()).encode()
    for given, status in REVISIONS.items():
        answer = caller.sends(body, if_match=given)
        assert answer.status_code == status, (given, answer.get_json())
        assert told_well(answer)


@pytest.mark.parametrize("call", IN_PLACES, ids=by_name)
def test_an_address_that_nobody_gave_out_is_refused(world: World, call: Call) -> None:
    browser = world.browser(call.who)
    wrong = [
        (answer.request.path[:60], answer.status_code)
        for hostile in HOSTILE_NAMES
        for name in set(PLACE.findall(call.path))
        if (answer := sent_to(call, world, browser, {name: hostile})).status_code
        not in REFUSED_ADDRESS
    ]
    assert not wrong, wrong


def sent_to(call: Call, world: World, browser: Browser, names: Places) -> TestResponse:
    return call.send(
        browser,
        {
            **dict.fromkeys(PLACE.findall(call.path), NONE_SO),
            "app": world.app,
            "revision": "1",
            **names,
        },
    )


@pytest.mark.parametrize("call", TAKING_FORMS, ids=by_name)
def test_no_text_that_is_typed_makes_a_page_fail(world: World, call: Call) -> None:
    browser = world.browser(call.who)
    wrong = []
    for name in call.form:
        for text in HOSTILE_TEXTS:
            form = {**call.form, name: text}
            answer = replace(call, form=form).send(browser, places_of(call, world))
            if failed(answer):
                wrong.append((name, text[:20], answer.status_code))
    assert not wrong, wrong


@pytest.mark.parametrize("call", READING, ids=by_name)
def test_no_argument_of_an_address_makes_anything_fail(world: World, call: Call) -> None:
    browser = world.browser(call.who)
    places = places_of(call, world)
    wrong = []
    for hostile in (*ARGUMENTS, *(FILTERS if call.endpoint in LISTS else ())):
        path = f"{call.path}{'&' if '?' in call.path else '?'}{hostile}"
        answer = replace(call, path=path).send(browser, places)
        if failed(answer):
            wrong.append((hostile[:40], answer.status_code))
    assert not wrong, wrong


def test_every_mistake_of_a_definition_keeps_it_from_being_published(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    revision = saved(vera, with_mistakes(definition()), revision=1)
    answer = publish(vera, revision=revision)
    named = {one["pointer"] for one in answer.get_json()["problems"]}
    assert answer.status_code == 422
    assert len(MISTAKES) >= 20
    assert [one for one in MISTAKES if one.pointer not in named] == []
