"""Drafts: read, saved from a revision, broken or not, and checked in sentences."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.factories.building import APPS, CASES, begun, definition, saved, tag, trail, written
from tests.factories.cast import Tenant
from tests.factories.mistakes import MISTAKES, with_mistakes


def test_a_draft_is_saved_and_read_with_its_revision(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    document = {**definition(), "title": "Matters", "icon": "inbox"}

    answer = vera.put(f"{CASES}/draft", headers=tag(1), **written(document))

    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"2"'
    assert answer.get_json()["revision"] == 2
    read = vera.get(f"{CASES}/draft")
    assert read.headers["ETag"].startswith('"2.')
    assert read.get_json() == document
    assert vera.get(CASES).get_json()["title"] == "Matters"


def test_saving_the_same_again_makes_no_revision(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)

    assert saved(vera, definition(), revision=1) == 1


def test_another_order_of_fields_is_a_change(bjorkby: Tenant) -> None:
    document = definition()
    vera = begun(bjorkby, document)
    fields = document["models"]["case"]["properties"]
    turned = dict(reversed(fields.items()))
    document["models"]["case"]["properties"] = turned

    assert saved(vera, document, revision=1) == 2

    draft = vera.get(f"{CASES}/draft").get_json()
    assert list(draft["models"]["case"]["properties"]) == list(turned)


def test_a_stale_draft_is_refused_with_who_and_when(bjorkby: Tenant) -> None:
    vera, ada = begun(bjorkby), bjorkby.browser("owner")
    saved(ada, {**definition(), "title": "Hers"}, revision=1)

    late = vera.put(f"{CASES}/draft", json={**definition(), "title": "Mine"}, headers=tag(1))

    assert late.status_code == 412
    problem = late.get_json()
    assert problem["code"] == "draft-changed"
    assert problem["revision"] == 2
    assert problem["changed_by"]["name"] == "Ada Lind"
    assert problem["changed_at"].endswith("Z")
    assert vera.get(f"{CASES}/draft").get_json()["title"] == "Hers"


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 428), ({"If-Match": "*"}, 400), ({"If-Match": "1"}, 400), ({"If-Match": '"0"'}, 412)],
)
def test_a_draft_is_saved_from_a_revision_only(
    bjorkby: Tenant, headers: dict[str, str], status: int
) -> None:
    vera = begun(bjorkby)

    assert vera.put(f"{CASES}/draft", json=definition(), headers=headers).status_code == status


def test_a_broken_draft_is_kept(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    broken = {"key": "cases", "title": 7, "models": "none yet", "screens": [1, {"a": None}]}

    assert saved(vera, broken, revision=1) == 2

    assert vera.get(f"{CASES}/draft").get_json() == broken
    assert vera.get(CASES).get_json()["title"] == "Cases"
    assert vera.post(f"{CASES}/draft/check").get_json()["errors"] > 0


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ('{"key": "other"}', 422, "invalid"),
        ("{}", 422, "invalid"),
        ('{"key": "cases", "title": "a\\u0000b"}', 422, "invalid"),
        ('{"key": "cases", "title": "a\\ud800b"}', 422, "invalid"),
        ('{"key": "cases", "a\\udfffb": 1}', 422, "invalid"),
        ('{"key": "cases", "models": 1e999}', 422, "invalid"),
        ('["key", "cases"]', 400, "bad-request"),
        ('{"key": "cases"', 400, "bad-request"),
        ("", 400, "bad-request"),
        ('{"key": "cases", "deep": ' + "[" * 40 + "]" * 40 + "}", 400, "bad-request"),
        ('{"key": "cases", "deep": ' + "[" * 100_000 + "}", 400, "bad-request"),
    ],
)
def test_what_can_be_no_draft_is_refused(
    bjorkby: Tenant, body: str, status: int, code: str
) -> None:
    vera = begun(bjorkby)

    refused = vera.put(f"{CASES}/draft", data=body, content_type="application/json", headers=tag(1))

    assert (refused.status_code, refused.get_json()["code"]) == (status, code)
    assert vera.get(f"{CASES}/draft").headers["ETag"].startswith('"1.')


def test_a_draft_is_two_megabytes_at_most(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    frame = len(json.dumps({"key": "cases", "x": ""}, separators=(",", ":")))
    most = {"key": "cases", "x": "å" * ((2_000_000 - frame) // 2)}

    assert saved(vera, most, revision=1) == 2
    over = vera.put(f"{CASES}/draft", json={**most, "y": ""}, headers=tag(2))

    assert over.status_code == 413
    assert over.get_json()["code"] == "too-large"
    huge = vera.put(
        f"{CASES}/draft", data=b" " * 10_000_000, headers=tag(2), content_type="application/json"
    )
    assert huge.status_code == 413


def test_a_draft_that_is_fine_has_no_errors(bjorkby: Tenant) -> None:
    checked = begun(bjorkby).post(f"{CASES}/draft/check").get_json()

    assert checked["errors"] == 0
    assert checked["warnings"] == len(checked["problems"])


def test_twenty_mistakes_are_each_named_at_their_place(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    saved(vera, with_mistakes(definition()), revision=1)

    checked = vera.post(f"{CASES}/draft/check").get_json()

    found = {}
    for problem in checked["problems"]:
        found.setdefault(problem["pointer"], []).append(problem)
    assert len(MISTAKES) >= 20
    assert [one.pointer for one in MISTAKES if one.pointer not in found] == []
    for mistake in MISTAKES:
        problems = found[mistake.pointer]
        said = [one["message"] for one in problems]
        assert any(mistake.says in message for message in said), (mistake.pointer, said)
        assert {one["severity"] for one in problems} <= {"error", "warning"}
        assert all(message.endswith(".") or "?" in message for message in said), said
    assert checked["errors"] >= 20


def test_a_document_is_checked_without_being_saved(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)

    checked = vera.post(f"{CASES}/draft/check", json={"key": "cases"}).get_json()

    assert checked["errors"] > 0
    assert vera.get(f"{CASES}/draft").headers["ETag"].startswith('"1.')


def test_of_two_who_save_at_once_one_is_told(bjorkby: Tenant) -> None:
    begun(bjorkby)
    browsers = [bjorkby.browser("builder"), bjorkby.browser("owner")]
    start = Barrier(2)

    def save(number: int) -> int:
        body = {**definition(), "title": f"Title {number}"}
        start.wait()
        return browsers[number].put(f"{CASES}/draft", json=body, headers=tag(1)).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(save, range(2))) == [200, 412]


def test_what_was_refused_leaves_no_entry_of_a_change(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    vera.put(f"{CASES}/draft", json={"key": "other"}, headers=tag(1))
    vera.put(f"{CASES}/draft", json=definition(), headers=tag(9))

    assert "draft.update" not in trail(bjorkby)


def test_the_draft_of_a_missing_app_is_not_found(bjorkby: Tenant) -> None:
    vera = bjorkby.browser("builder")

    assert vera.get(f"{APPS}/nothing/draft").status_code == 404
    assert vera.post(f"{APPS}/nothing/draft/check").status_code == 404
