"""Versions: published through a gate, shown with what they do to stored records, restored."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import ProgrammingError

from stuga.builder.publishing import service
from stuga.models import App, Model, Version
from stuga.models.definition.digest import digest
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.ui import Locale
from tests.factories.building import (
    APPS,
    CASES,
    begun,
    definition,
    publish,
    saved,
    stored,
    tag,
    trail,
    written,
)
from tests.factories.cast import Tenant


def case_of(document: JsonObject) -> JsonObject:
    return document["models"]["case"]


def test_publishing_freezes_the_draft_as_version_1(bjorkby: Tenant) -> None:
    document = definition()
    vera = begun(bjorkby, document)

    made = publish(vera)

    assert made.status_code == 201
    assert made.headers["Location"] == f"/t/{bjorkby.slug}{CASES}/versions/1"
    assert made.headers["ETag"] == '"1"'
    version = vera.get(f"{CASES}/versions/1").get_json()
    assert version["document"] == document
    assert list(version["document"]) == list(document)
    assert version["digest"] == digest(document)
    assert version["note"] == "As agreed"
    assert version["published_by"]["name"] == "Vera Ström"
    assert version["live"] is True
    app = vera.get(CASES).get_json()
    assert (app["live_number"], app["draft"]["unpublished"]) == (1, False)
    with bjorkby.inside():
        assert set(db.session.scalars(select(Model.key))) == {"case", "paper"}


def test_warnings_are_told_and_do_not_block(bjorkby: Tenant) -> None:
    document = definition()
    del case_of(document)["properties"]["kind"]["x-privacy"]

    made = publish(begun(bjorkby, document))

    assert made.status_code == 201
    pointers = {one["pointer"] for one in made.get_json()["warnings"]}
    assert any(one.startswith("/models/case/properties/kind") for one in pointers)


def test_errors_block_and_are_listed(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    broken = definition()
    broken["screens"]["inbox"]["columns"] = ["referense"]
    saved(vera, broken, revision=1)

    refused = publish(vera, revision=2)

    assert refused.status_code == 422
    problem = refused.get_json()
    assert problem["code"] == "draft-has-errors"
    assert [one["pointer"] for one in problem["errors"]] == ["/screens/inbox/columns/0"]
    fixes = [one["fix"] for one in problem["problems"] if one["severity"] == "error"]
    assert fixes[0]["patch"][0]["value"] == "reference"
    assert vera.get(CASES).get_json()["live_number"] is None
    assert vera.get(f"{CASES}/versions").get_json()["items"] == []


def test_what_serves_already_is_not_published_again(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    publish(vera)

    again = publish(vera)

    assert again.status_code == 409
    assert again.get_json()["code"] == "nothing-to-publish"


def test_publishing_starts_from_a_revision(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    saved(vera, {**definition(), "title": "New"}, revision=1)

    stale = publish(vera, revision=1)

    assert stale.status_code == 412
    assert stale.get_json()["changed_by"]["name"] == "Vera Ström"
    assert vera.post(f"{CASES}/versions", json={}).status_code == 428


def test_of_two_who_publish_at_once_one_wins(bjorkby: Tenant) -> None:
    begun(bjorkby)
    browsers = [bjorkby.browser("builder"), bjorkby.browser("owner")]
    start = Barrier(2)

    def go(number: int) -> int:
        start.wait()
        return publish(browsers[number]).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(go, range(2))) == [201, 409]

    assert len(browsers[0].get(f"{CASES}/versions").get_json()["items"]) == 1


def test_a_version_cannot_be_changed(bjorkby: Tenant) -> None:
    publish(begun(bjorkby))

    with pytest.raises(ProgrammingError, match="permission denied"), bjorkby.inside():
        db.session.execute(update(Version).values(note="other"))


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"note": 7}, "/note"),
        ({"note": "x" * 501}, "/note"),
        ({"note": "a\x00b"}, "/note"),
        ({"confirm": "all"}, "/confirm"),
        ({"confirm": [7]}, "/confirm/0"),
        ({"when": "now"}, "/when"),
    ],
)
def test_a_publication_is_asked_for_properly(
    bjorkby: Tenant, body: dict[str, object], pointer: str
) -> None:
    refused = begun(bjorkby).post(f"{CASES}/versions", json=body, headers=tag(1))

    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.get_json()["errors"]] == [pointer]


def test_versions_are_listed_newest_first_a_page_at_a_time(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    publish(vera)
    for number in (1, 2):
        saved(vera, {**definition(), "description": f"Text {number}"}, revision=number)
        publish(vera, revision=number + 1)

    first = vera.get(f"{CASES}/versions?limit=2").get_json()
    rest = vera.get(f"{CASES}/versions?limit=2&cursor={first['next']}").get_json()

    assert [(one["number"], one["live"]) for one in first["items"]] == [(3, True), (2, False)]
    assert [one["number"] for one in rest["items"]] == [1]
    assert rest["next"] is None
    foreign = vera.get(f"{APPS}?cursor={first['next']}")
    assert foreign.status_code == 400


@pytest.mark.parametrize("number", ["0", "2", "2147483648", "99999999999999999999", "one", "-1"])
def test_a_version_that_is_not_there_is_not_found(bjorkby: Tenant, number: str) -> None:
    vera = begun(bjorkby)
    publish(vera)

    assert vera.get(f"{CASES}/versions/{number}").status_code == 404
    restored = vera.post(f"{CASES}/versions/{number}/restore", json={}, headers=tag(1))
    assert restored.status_code == 404


def test_an_earlier_version_is_published_again_and_the_draft_follows(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    publish(vera)
    saved(vera, {**definition(), "title": "Worse"}, revision=1)
    publish(vera, revision=2)

    back = vera.post(f"{CASES}/versions/1/restore", json={"note": "Back"}, headers=tag(2))

    assert back.status_code == 201
    made = back.get_json()
    assert (made["number"], made["restored_from"], made["live"]) == (3, 1, True)
    assert (made["draft_follows"], made["draft_revision"]) == (True, 3)
    assert back.headers["ETag"] == '"3"'
    assert vera.get(f"{CASES}/draft").get_json()["title"] == "Cases"
    app = vera.get(CASES).get_json()
    assert (app["title"], app["live_number"], app["draft"]["unpublished"]) == ("Cases", 3, False)


def test_a_draft_with_unpublished_work_is_left_when_a_version_is_restored(
    bjorkby: Tenant,
) -> None:
    vera = begun(bjorkby)
    publish(vera)
    saved(vera, {**definition(), "title": "Worse"}, revision=1)
    publish(vera, revision=2)
    saved(vera, {**definition(), "title": "Work in progress"}, revision=2)

    back = vera.post(f"{CASES}/versions/1/restore", json={}, headers=tag(3)).get_json()

    assert (back["draft_follows"], back["draft_revision"]) == (False, 3)
    assert vera.get(f"{CASES}/draft").get_json()["title"] == "Work in progress"


def test_restoring_goes_through_the_same_gate(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    publish(vera)
    wider = definition()
    case_of(wider)["properties"]["phone"] = {
        "type": "string",
        "title": "Phone",
        "x-privacy": {"personal": "none"},
    }
    saved(vera, wider, revision=1)
    publish(vera, revision=2)
    stored(bjorkby, "case", {"applicant": "Sten Ek", "kind": "permit", "phone": "070"})
    path = f"{CASES}/versions/1/restore"

    refused = vera.post(path, json={}, headers=tag(2))
    assert (refused.status_code, refused.get_json()["code"]) == (409, "publish-needs-decision")
    assert [one["code"] for one in refused.get_json()["decisions"]] == ["removal:case.phone"]
    assert vera.post(path, json={}, headers=tag(1)).status_code == 412
    assert vera.post(path, json={}).status_code == 428
    body = {"confirm": ["removal:case.phone"]}
    assert vera.post(path, json=body, headers=tag(2)).status_code == 201
    live = vera.post(f"{CASES}/versions/3/restore", json={}, headers=tag(3))
    assert live.get_json()["code"] == "nothing-to-publish"


def test_two_versions_are_compared_in_sentences(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    publish(vera)
    document = definition()
    document["screens"]["apply"]["elements"].append({"type": "field", "field": "notes"})
    case_of(document)["required"].append("notes")
    document["theme"] = {"accent": "#0b6e4f"}
    del document["roles"]["clerk"]
    saved(vera, document, revision=1)
    publish(vera, revision=2)

    with bjorkby.inside():
        found = service.compare_versions(bjorkby.actor("auditor"), "cases", 1, 2)

    assert [str(one.sentence) for one in found.effects] == ["Case: “Notes” is now required."]
    changed = [(one.part, one.key, one.how) for one in found.parts]
    assert changed == [
        ("screens", "apply", "changed"),
        ("roles", "clerk", "removed"),
        ("theme", "", "added"),
    ]


READING = [("get", f"{CASES}/versions"), ("get", f"{CASES}/versions/1")]
CHANGING = [
    ("post", f"{CASES}/versions", {"json": {}, "headers": tag(1)}),
    ("post", f"{CASES}/versions/1/restore", {"json": {}, "headers": tag(1)}),
]


@pytest.mark.parametrize(("method", "path"), READING)
def test_versions_are_read_by_those_who_build_or_look_after(
    bjorkby: Tenant, method: str, path: str
) -> None:
    publish(begun(bjorkby))

    answers = {
        who: getattr(bjorkby.browser(who), method)(path).status_code
        for who in ("owner", "admin", "auditor", "member", "")
    }

    assert answers == {"owner": 200, "admin": 200, "auditor": 200, "member": 403, "": 401}


@pytest.mark.parametrize(("method", "path", "more"), CHANGING)
@pytest.mark.parametrize("who", ["admin", "auditor", "member"])
def test_publishing_is_for_owners_and_builders(
    bjorkby: Tenant, who: str, method: str, path: str, more: dict[str, object]
) -> None:
    publish(begun(bjorkby))

    assert getattr(bjorkby.browser(who), method)(path, **more).status_code == 403


@pytest.mark.parametrize(("method", "path", "more"), [*[(*one, {}) for one in READING], *CHANGING])
def test_another_tenants_versions_are_not_there(
    bjorkby: Tenant, granby: Tenant, method: str, path: str, more: dict[str, object]
) -> None:
    publish(begun(bjorkby))

    assert getattr(granby.browser("owner"), method)(path, **more).status_code == 404


def test_every_act_on_versions_leaves_one_entry(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    publish(vera)
    vera.get(f"{CASES}/versions")
    vera.get(f"{CASES}/versions/1")
    vera.put(f"{CASES}/draft", headers=tag(1), **written({**definition(), "title": "B"}))
    with bjorkby.inside():
        service.preview_publish(
            bjorkby.actor("builder"), "cases", now=clock.now(), locale=Locale("en")
        )
    publish(vera, revision=2)
    vera.post(f"{CASES}/versions/1/restore", json={}, headers=tag(2))

    assert trail(bjorkby)[trail(bjorkby).index("version.publish") :] == [
        "version.publish",
        "version.list",
        "version.read",
        "draft.update",
        "draft.preview",
        "version.publish",
        "version.publish",
    ]


def test_a_deleted_app_keeps_its_versions_and_the_next_begins_at_one(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    publish(vera)
    vera.delete(f"{CASES}?key=cases")
    begun(bjorkby)

    assert vera.get(f"{CASES}/versions").get_json()["items"] == []
    assert publish(vera).get_json()["number"] == 1
    with bjorkby.inside():
        assert len(db.session.scalars(select(Version.number)).all()) == 2
        assert len(db.session.scalars(select(App.id)).all()) == 2
