"""Comments on records: who reads, writes, changes and deletes them, and how they are paged."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from stuga.models import Comment, Person
from stuga.models.definition.methods import Left
from stuga.platform import clock
from stuga.platform.db import db
from stuga.runtime.records.aftermath import Because, gathered
from stuga.runtime.records.definitions import live
from stuga.runtime.records.erasure import anonymise, lock_for_erasure, purge
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.records import Desk, entries_of, parts_of
from tests.factories.talking import api_of, page_of, talked_app, talked_case


@pytest.fixture
def case(bjorkby: Tenant) -> UUID:
    return talked_case(bjorkby)


@pytest.fixture
def nils(bjorkby: Tenant, case: UUID) -> Browser:  # noqa: ARG001  # the app is published
    return bjorkby.browser("member")


def said(browser: Browser, case: UUID, text: str = "Called the applicant.") -> str:
    answer = browser.post(api_of(case), json={"text": text})
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["id"])


def texts(browser: Browser, case: UUID, query: str = "") -> list[str]:
    return [one["text"] for one in browser.get(api_of(case) + query).get_json()["items"]]


def count(tenant: Tenant) -> int:
    with tenant.inside():
        return db.session.scalar(select(func.count()).select_from(Comment)) or 0


def test_a_comment_is_written_on_the_page_and_shown_with_its_author(
    nils: Browser, case: UUID
) -> None:
    answer = nils.post(f"{page_of(case)}/comments", data={"text": "Called *twice*.\n\n<b>x</b>"})
    assert answer.status_code == 303
    assert "#comment-" in answer.headers["Location"]

    html = nils.get(page_of(case)).text
    assert "<strong>Nils Berg</strong>" in html
    assert "Called <em>twice</em>." in html
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "/css/talk.css" in html
    assert "/js/mention.js" in html


def test_newest_is_last_and_those_before_fifty_are_a_link_away(nils: Browser, case: UUID) -> None:
    for number in range(52):
        said(nils, case, f"Line {number}.")

    html = nils.get(page_of(case)).text
    shown = [int(one) for one in re.findall(r"<p>Line (\d+)\.</p>", html)]
    assert shown == list(range(2, 52))
    [before] = re.findall(r"\?before=([0-9a-f-]+)#comments", html)
    earlier = nils.get(f"{page_of(case)}?before={before}").text
    assert re.findall(r"<p>Line (\d+)\.</p>", earlier) == ["0", "1"]
    assert "Show the newest" in earlier
    assert "Show earlier" not in earlier

    first = nils.get(f"{api_of(case)}?limit=2").get_json()
    assert [one["text"] for one in first["items"]] == ["Line 50.", "Line 51."]
    assert texts(nils, case, f"?limit=2&before={first['earlier']}") == ["Line 48.", "Line 49."]
    assert texts(nils, case, f"?before={before}&limit=1") == ["Line 1."]


@pytest.mark.parametrize(
    ("text", "words"),
    [("  \n ", "Write something first."), ("x" * 5001, "at most 5,000 characters")],
)
def test_what_cannot_be_taken_stays_in_the_form(
    nils: Browser, case: UUID, text: str, words: str
) -> None:
    answer = nils.post(f"{page_of(case)}/comments", data={"text": text})
    assert answer.status_code == 422
    assert words in answer.text
    assert f">\n{text}</textarea>" in answer.text
    assert texts(nils, case) == []


def test_one_changes_ones_own_and_what_it_said_is_not_kept(
    bjorkby: Tenant, nils: Browser, case: UUID
) -> None:
    mine = said(nils, case, "Secret name Pia.")
    html = nils.get(f"{page_of(case)}?edit={mine}").text
    assert ">\nSecret name Pia.</textarea>" in html
    assert "New comment" not in html
    answer = nils.post(f"{page_of(case)}/comments/{mine}", data={"text": "A name."})
    assert answer.status_code == 303

    html = nils.get(page_of(case)).text
    assert "· edited" in html
    assert "Secret name" not in html
    [item] = nils.get(api_of(case)).get_json()["items"]
    assert item["edited_at"]
    [entry] = entries_of(bjorkby, "comment.update")
    before, after = parts_of(bjorkby, entry.id)["personal"]["text"]
    assert re.fullmatch(r"[0-9a-f]{64}", before)
    assert before != after
    assert "Secret name" not in str(parts_of(bjorkby, entry.id))


def test_a_comment_of_someone_else_is_not_changed(
    bjorkby: Tenant, nils: Browser, case: UUID
) -> None:
    theirs = said(bjorkby.browser("owner"), case)
    assert nils.patch(f"{api_of(case)}/{theirs}", json={"text": "No."}).status_code == 403
    assert nils.post(f"{page_of(case)}/comments/{theirs}", data={"text": "No."}).status_code == 403
    assert texts(nils, case) == ["Called the applicant."]


def test_who_may_delete_the_record_deletes_any_and_others_their_own(
    bjorkby: Tenant, nils: Browser, case: UUID
) -> None:
    clerk = bjorkby.browser("admin")
    of_nils, of_clerk = said(nils, case), said(clerk, case, "Mine.")
    assert clerk.delete(f"{api_of(case)}/{of_nils}").status_code == 403
    assert f"?delete={of_nils}" not in clerk.get(page_of(case)).text
    assert clerk.delete(f"{api_of(case)}/{of_clerk}").status_code == 204

    again = said(clerk, case, "Mine.")
    assert "It is gone for good." in nils.get(f"{page_of(case)}?delete={again}").text
    assert nils.post(f"{page_of(case)}/comments/{again}/delete").status_code == 303
    assert texts(nils, case) == ["Called the applicant."]
    assert len(entries_of(bjorkby, "comment.delete")) == 2


def test_a_reader_reads_and_does_not_write(bjorkby: Tenant, nils: Browser, case: UUID) -> None:
    said(nils, case)
    aud = bjorkby.browser("auditor")
    html = aud.get(page_of(case)).text
    assert "Called the applicant." in html
    assert "<textarea" not in html
    assert aud.post(api_of(case), json={"text": "No."}).status_code == 403
    assert aud.get(f"{page_of(case)}/comments/people?q=").status_code == 403


def test_who_may_not_read_the_record_finds_no_comments(
    bjorkby: Tenant, granby: Tenant, nils: Browser
) -> None:
    complaint = Desk(bjorkby).case(kind="complaint").id
    theirs = said(nils, complaint)
    talked_case(granby)
    for other in (bjorkby.browser("admin"), granby.browser("owner")):
        assert other.get(api_of(complaint)).status_code == 404
        assert other.post(api_of(complaint), json={"text": "x"}).status_code == 404
        assert other.patch(f"{api_of(complaint)}/{theirs}", json={"text": "x"}).status_code == 404
        assert other.delete(f"{api_of(complaint)}/{theirs}").status_code == 404
        for path in ("", f"/{theirs}", f"/{theirs}/delete"):
            sent = other.post(f"{page_of(complaint)}/comments{path}", data={"text": "x"})
            assert sent.status_code == 404
        assert other.get(f"{page_of(complaint)}/comments/people?q=").status_code == 404
    assert count(bjorkby) == 1


def test_a_comment_belongs_to_its_record_alone(bjorkby: Tenant, nils: Browser, case: UUID) -> None:
    theirs, other = said(nils, case), Desk(bjorkby).case().id
    assert nils.delete(f"{api_of(other)}/{theirs}").status_code == 404
    assert texts(nils, other) == []


def test_a_model_without_comments_has_none_and_keeps_what_was_said(
    bjorkby: Tenant, nils: Browser, case: UUID
) -> None:
    said(nils, case)
    publish(bjorkby, talked_app(comments=False))
    assert nils.get(api_of(case)).status_code == 404
    assert nils.post(f"{page_of(case)}/comments", data={"text": "x"}).status_code == 404
    assert 'id="comments"' not in nils.get(page_of(case)).text
    publish(bjorkby, talked_app())
    assert texts(nils, case) == ["Called the applicant."]


def test_comments_of_a_record_in_the_trash_are_out_of_reach_and_come_back(
    bjorkby: Tenant, nils: Browser, case: UUID
) -> None:
    said(nils, case)
    Desk(bjorkby).delete(case)
    assert nils.get(api_of(case)).status_code == 404
    Desk(bjorkby).restore(case)
    assert texts(nils, case) == ["Called the applicant."]


def test_a_service_token_comments_under_its_own_name(bjorkby: Tenant, case: UUID) -> None:
    form = {
        "title": "Sync",
        "app_role": "cases:handler",
        "scope": ["records:read:cases", "records:write:cases"],
        "ends_on": (clock.now() + timedelta(days=9)).date().isoformat(),
    }
    made = bjorkby.browser("owner").post("/admin/tokens/new", data=form)
    [secret] = re.findall(r"stuga_[0-9a-f]{32}_[\w-]{43}", made.text)[:1]
    stranger = bjorkby.browser()
    headers = {"Authorization": f"Bearer {secret}"}
    sent = stranger.post(api_of(case), json={"text": "Synced."}, headers=headers)
    assert sent.status_code == 201, sent.text
    [item] = stranger.get(api_of(case), headers=headers).get_json()["items"]
    assert item["by"]["name"] == "Sync"


def test_comments_go_with_their_author(bjorkby: Tenant, nils: Browser, case: UUID) -> None:
    said(nils, case)
    said(bjorkby.browser("owner"), case, "Stays, @Nils Berg.")
    with bjorkby.inside():
        db.session.delete(db.session.get_one(Person, (bjorkby.id, bjorkby.people["member"])))
    html = bjorkby.browser("owner").get(page_of(case)).text
    assert "Called the applicant." not in html
    assert "Nils" not in html
    assert "@Someone" in html


def test_looking_at_comments_is_a_look_at_the_record(
    bjorkby: Tenant, nils: Browser, case: UUID
) -> None:
    said(nils, case)
    before = len(entries_of(bjorkby, "record.read"))
    nils.get(api_of(case))
    nils.get(page_of(case))
    assert len(entries_of(bjorkby, "record.read")) == before + 2
    [made] = entries_of(bjorkby, "comment.create")
    assert made.target_id == case


def test_what_a_rule_erases_of_a_record_takes_its_comments_along(
    bjorkby: Tenant, nils: Browser, case: UUID
) -> None:
    said(nils, case, "Sten called.")
    kept = Desk(bjorkby).case().id
    said(nils, kept, "Another.")
    because = Because(rule_id=case, rule_title="A year", run_id=None, now=clock.now())
    with bjorkby.inside(), gathered() as aftermath:
        [locked] = lock_for_erasure([case])
        changes: dict[str, Left] = {"applicant": "[removed]"}
        anonymise(live("cases").model("case"), locked, changes, because, aftermath)
    assert texts(nils, case) == []
    assert texts(nils, kept) == ["Another."]
    with bjorkby.inside(), gathered() as aftermath:
        purge(live("cases"), lock_for_erasure([kept]), because, aftermath)
    assert count(bjorkby) == 0


def test_what_is_said_after_the_session_has_ended_is_kept_until_one_has_signed_in_again(
    bjorkby: Tenant, nils: Browser, case: UUID
) -> None:
    path, text = f"{page_of(case)}/comments", "Called, and wrote it down."
    old = {"X-CSRF-Token": "", "Sec-Fetch-Site": "same-origin"}
    left = bjorkby.browser().post(path, data={"text": text}, headers=old)
    assert left.status_code == 401
    assert f'name="text" value="{text}"' in left.text

    again = nils.post(path, data={"text": text}, headers=old)
    assert again.status_code == 422
    assert f">\n{text}</textarea>" in again.text
    assert "You have signed in again." in again.text
    forged = nils.post(path, data={"text": text}, headers={**old, "Sec-Fetch-Site": "cross-site"})
    assert forged.status_code == 403
    assert texts(nils, case) == []

    mine = said(nils, case)
    changed = nils.post(f"{path}/{mine}", data={"text": text}, headers=old)
    assert f">\n{text}</textarea>" in changed.text
    assert texts(nils, case) == ["Called the applicant."]
