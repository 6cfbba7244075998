"""Apps: begun from nothing, a template or a definition; named, listed, deleted."""

import pytest

from stuga.builder.apps import service
from stuga.builder.apps.commands import GrantToSelf
from stuga.platform.errors import NotFoundError, NotPermittedError
from tests.factories.building import APPS, CASES, begun, definition, publish, tag, trail
from tests.factories.cast import Tenant

BLANK = {"key": "cases", "title": "Cases", "language": "en"}


def errors_of(response) -> dict[str, str]:  # noqa: ANN001  # a test response
    return {one["pointer"]: one["code"] for one in response.get_json()["errors"]}


def test_an_app_begins_from_nothing(bjorkby: Tenant) -> None:
    vera = bjorkby.browser("builder")

    made = vera.post(APPS, json=BLANK)

    assert made.status_code == 201
    assert made.headers["Location"] == f"/t/{bjorkby.slug}{CASES}"
    assert made.headers["ETag"] == '"1"'
    assert made.get_json()["live_number"] is None
    assert made.get_json()["draft"]["unpublished"] is True
    assert made.get_json()["draft"]["saved_by"]["name"] == "Vera Ström"
    draft = vera.get(f"{CASES}/draft").get_json()
    assert (draft["key"], draft["title"], draft["language"]) == ("cases", "Cases", "en")


@pytest.mark.parametrize("name", ["case-handling", "equipment-bookings"])
def test_an_app_begins_from_a_template_in_the_language_of_choice(
    bjorkby: Tenant, name: str
) -> None:
    vera = bjorkby.browser("builder")
    body = {"key": "ours", "title": "Våra", "language": "sv", "template": name}

    assert vera.post(APPS, json=body).status_code == 201

    draft = vera.get(f"{APPS}/ours/draft").get_json()
    assert (draft["key"], draft["title"], draft["language"]) == ("ours", "Våra", "sv")
    assert set(draft["texts"]) == {"en", "nb"}
    assert not any("app.title" in texts for texts in draft["texts"].values())
    checked = vera.post(f"{APPS}/ours/draft/check").get_json()
    assert checked["errors"] == 0


def test_a_template_that_keeps_its_title_keeps_its_translations(bjorkby: Tenant) -> None:
    vera = bjorkby.browser("builder")
    body = {"key": "ours", "title": "Case handling", "language": "en", "template": "case-handling"}

    vera.post(APPS, json=body)

    texts = vera.get(f"{APPS}/ours/draft").get_json()["texts"]
    assert texts["sv"]["app.title"]
    assert texts["nb"]["app.title"]


def test_an_app_begins_from_a_definition_with_its_members_in_order(bjorkby: Tenant) -> None:
    document = definition()
    vera = begun(bjorkby, document)

    draft = vera.get(f"{CASES}/draft").get_json()

    assert draft == document
    fields = document["models"]["case"]["properties"]
    assert list(draft["models"]["case"]["properties"]) == list(fields)


def test_a_definition_is_begun_under_another_key(bjorkby: Tenant) -> None:
    vera = bjorkby.browser("builder")

    vera.post(APPS, json={"document": definition(), "key": "other", "title": "Other"})

    draft = vera.get(f"{APPS}/other/draft").get_json()
    assert (draft["key"], draft["title"]) == ("other", "Other")


def test_a_key_is_taken_once(bjorkby: Tenant, granby: Tenant) -> None:
    vera = begun(bjorkby)

    again = vera.post(APPS, json=BLANK)

    assert again.status_code == 422
    assert errors_of(again) == {"/key": "taken"}
    assert granby.browser("owner").post(APPS, json=BLANK).status_code == 201


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/key"),
        ({**BLANK, "key": "In Order"}, "/key"),
        ({**BLANK, "key": "a" * 64}, "/key"),
        ({**BLANK, "key": 7}, "/key"),
        ({**BLANK, "title": ""}, "/title"),
        ({**BLANK, "title": "   "}, "/title"),
        ({**BLANK, "title": "x" * 201}, "/title"),
        ({**BLANK, "title": "a\x00b"}, "/title"),
        ({**BLANK, "title": "a\ud800b"}, "/title"),
        ({**BLANK, "language": "english"}, "/language"),
        ({**BLANK, "colour": "red"}, "/colour"),
        ({**BLANK, "template": "nothing-like-it"}, "/template"),
        ({**BLANK, "template": "../templates/case_handling"}, "/template"),
        ({**BLANK, "template": "case-handling", "document": {}}, "/template"),
        ({**BLANK, "template": "case-handling", "language": "fi"}, "/language"),
        ({"document": []}, "/document"),
        ({"document": {"key": "cases"}}, "/title"),
        ({"document": {**BLANK, "deep": {"text": "a\x00b"}}}, "/document/deep/text"),
        ({"document": {**BLANK, "a\x00b": 1}}, "/document"),
    ],
)
def test_words_that_cannot_be_taken_are_named(
    bjorkby: Tenant, body: dict[str, object], pointer: str
) -> None:
    refused = bjorkby.browser("builder").post(APPS, json=body)

    assert refused.status_code == 422, refused.get_json()
    assert pointer in errors_of(refused)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b'{"key": "cases",', "line 1"),
        (b"[]", "must be a JSON object"),
        (b'{"key": "a", "key": "b"}', "given twice"),
        (b'{"key": NaN}', "NaN"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_malformed_json_is_told_where(bjorkby: Tenant, sent: bytes, words: str) -> None:
    vera = bjorkby.browser("builder")

    refused = vera.post(APPS, data=sent, content_type="application/json")

    assert refused.status_code == 400
    assert words in refused.get_json()["detail"]


def test_apps_are_listed_by_key_a_page_at_a_time(bjorkby: Tenant) -> None:
    vera = bjorkby.browser("builder")
    for key in ("cases", "bookings", "archive"):
        vera.post(APPS, json={**BLANK, "key": key})

    first = vera.get(f"{APPS}?limit=2").get_json()
    rest = vera.get(f"{APPS}?limit=2&cursor={first['next']}").get_json()

    assert [one["key"] for one in first["items"]] == ["archive", "bookings"]
    assert [one["key"] for one in rest["items"]] == ["cases"]
    assert rest["next"] is None


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "cursor=abc", "page=2"])
def test_a_list_is_asked_for_properly(bjorkby: Tenant, query: str) -> None:
    refused = bjorkby.browser("builder").get(f"{APPS}?{query}")

    assert refused.status_code == 400
    assert query.partition("=")[0] in refused.get_json()["detail"]


def test_an_app_is_renamed_from_a_revision_of_its_draft(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)

    renamed = vera.patch(CASES, json={"title": "Matters", "icon": "inbox"}, headers=tag(1))

    assert renamed.status_code == 200
    assert renamed.headers["ETag"] == '"2"'
    assert renamed.get_json()["title"] == "Matters"
    draft = vera.get(f"{CASES}/draft").get_json()
    assert (draft["title"], draft["icon"]) == ("Matters", "inbox")
    assert vera.patch(CASES, json={"title": "Late"}, headers=tag(1)).status_code == 412
    assert vera.patch(CASES, json={"title": "Loose"}).status_code == 428


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"title": ""}, "/title"),
        ({"title": "  "}, "/title"),
        ({"icon": "Not An Icon"}, "/icon"),
        ({"key": "b"}, "/key"),
    ],
)
def test_a_rename_is_refused_by_name(bjorkby: Tenant, body: dict[str, str], pointer: str) -> None:
    refused = begun(bjorkby).patch(CASES, json=body, headers=tag(1))

    assert refused.status_code == 422
    assert pointer in errors_of(refused)


def test_an_app_is_deleted_when_its_key_is_typed(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    bjorkby.give("member", "cases", "handler")

    assert vera.delete(CASES).status_code == 400
    assert errors_of(vera.delete(f"{CASES}?key=case")) == {"/key": "app-key-differs"}
    assert vera.delete(f"{CASES}?key=cases").status_code == 204

    assert vera.get(CASES).status_code == 404
    assert vera.get(APPS).get_json()["items"] == []
    assert bjorkby.actor("member").roles_in("cases") == frozenset()
    assert vera.post(APPS, json=BLANK).status_code == 201


def test_who_holds_a_role_sees_the_published_app_and_no_draft(bjorkby: Tenant) -> None:
    vera = begun(bjorkby, {**definition(), "texts": {"sv": {"app.title": "Ärenden"}}})
    begun(bjorkby, definition("hidden"))
    for key in ("cases", "hidden"):
        bjorkby.give("member", key, "handler")
    nils = bjorkby.browser("member")
    assert nils.get(APPS).get_json()["items"] == []
    assert nils.get(CASES).status_code == 403

    publish(vera)

    mine = {"key": "cases", "title": "Cases", "icon": "folder", "live_number": 1}
    assert nils.get(APPS).get_json()["items"] == [mine]
    assert nils.get(CASES).get_json() == mine
    with bjorkby.inside():
        links = service.live_apps_of(bjorkby.actor("member"), "sv")
        assert [(link.title, link.href) for link in links] == [("Ärenden", "/apps/cases/")]
        assert service.live_apps_of(bjorkby.actor("builder"), "sv") == []


def test_an_admin_may_take_a_role_and_a_builder_may_not(bjorkby: Tenant) -> None:
    publish(begun(bjorkby))
    with bjorkby.inside():
        service.grant_role_to_self(bjorkby.actor("admin"), GrantToSelf("cases", "handler"))
        service.grant_role_to_self(bjorkby.actor("admin"), GrantToSelf("cases", "handler"))
        with pytest.raises(NotPermittedError):
            service.grant_role_to_self(bjorkby.actor("builder"), GrantToSelf("cases", "handler"))
        with pytest.raises(NotFoundError):
            service.grant_role_to_self(bjorkby.actor("owner"), GrantToSelf("cases", "emperor"))

    assert bjorkby.actor("admin").roles_in("cases") == {"handler"}
    assert trail(bjorkby).count("role.grant") == 2


READING = [
    ("get", CASES),
    ("get", f"{CASES}/draft"),
    ("post", f"{CASES}/draft/check"),
]
CHANGING = [
    ("post", APPS, {"json": BLANK}),
    ("patch", CASES, {"json": {"title": "B"}, "headers": tag(1)}),
    ("delete", f"{CASES}?key=cases", {}),
    ("put", f"{CASES}/draft", {"json": definition(), "headers": tag(1)}),
]


@pytest.mark.parametrize(("method", "path"), READING)
def test_reading_is_for_those_who_build_or_look_after(
    bjorkby: Tenant, method: str, path: str
) -> None:
    begun(bjorkby)

    answers = {
        who: getattr(bjorkby.browser(who), method)(path).status_code
        for who in ("owner", "admin", "auditor", "member", "")
    }

    assert answers == {"owner": 200, "admin": 200, "auditor": 200, "member": 403, "": 401}


@pytest.mark.parametrize(("method", "path", "more"), CHANGING)
@pytest.mark.parametrize("who", ["admin", "auditor", "member"])
def test_changing_is_for_owners_and_builders(
    bjorkby: Tenant, who: str, method: str, path: str, more: dict[str, object]
) -> None:
    begun(bjorkby)

    refused = getattr(bjorkby.browser(who), method)(path, **more)

    assert refused.status_code == 403
    assert trail(bjorkby)[-1] == "access.denied"


@pytest.mark.parametrize(
    ("method", "path", "more"), [*[(*one, {}) for one in READING], *CHANGING[1:]]
)
def test_another_tenants_app_is_not_there(
    bjorkby: Tenant, granby: Tenant, method: str, path: str, more: dict[str, object]
) -> None:
    begun(bjorkby)

    answer = getattr(granby.browser("owner"), method)(path, **more)

    assert answer.status_code == 404
    assert answer.get_json()["code"] == "not-found"


@pytest.mark.parametrize("key", ["Cases", "ca%00ses", "a" * 80, "caf%C3%A9"])
def test_an_address_that_can_be_no_app_is_not_found(bjorkby: Tenant, key: str) -> None:
    vera = bjorkby.browser("builder")

    assert vera.get(f"{APPS}/{key}").status_code == 404
    assert vera.put(f"{APPS}/{key}/draft", json={}, headers=tag(1)).status_code == 404


def test_every_act_leaves_one_entry(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    vera.get(APPS)
    vera.get(CASES)
    vera.patch(CASES, json={"title": "Matters"}, headers=tag(1))
    vera.get(f"{CASES}/draft")
    vera.put(f"{CASES}/draft", json=definition(), headers=tag(2))
    vera.post(f"{CASES}/draft/check")
    vera.delete(f"{CASES}?key=cases")

    assert [act for act in trail(bjorkby) if act.partition(".")[0] in {"app", "draft"}] == [
        "app.create",
        "app.list",
        "app.read",
        "app.update",
        "draft.read",
        "draft.update",
        "draft.check",
        "app.delete",
    ]
