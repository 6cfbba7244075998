"""Many records changed, deleted and restored from a list, as a browser without script does it."""

import copy
import re
from typing import Any
from uuid import UUID

import pytest
from celery import current_app
from sqlalchemy import update

from stuga.models import Record
from stuga.models.definition import starters
from stuga.platform import clock
from stuga.platform.db import db
from stuga.runtime.records.many import slices
from stuga.runtime.records.many.service import CHANGE
from stuga.runtime.serving import many_told
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.exports import table
from tests.factories.jobs import leased_of, run_outbox
from tests.factories.many import filled, in_trash, kinds_of
from tests.factories.posting import form_on
from tests.factories.records import Desk, row_of

INBOX = "/apps/cases/inbox"
BULK = f"{INBOX}/bulk"


@pytest.fixture
def nils(bjorkby: Tenant) -> Desk:
    publish(bjorkby)
    return Desk(bjorkby)


@pytest.fixture
def browser(nils: Desk) -> Browser:
    return nils.tenant.browser("member")


def page_at(browser: Browser, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return str(answer.get_data(as_text=True))


def sent(browser: Browser, path: str, status: int = 303, **form: str) -> str:
    """Send the form that a page shows; return where it leads, or the page that came."""
    given = form_on(page_at(browser, path), having="_expected")
    answer = browser.post(path, data=given | form)
    assert answer.status_code == status, answer.get_data(as_text=True)
    if status != 303:
        return str(answer.get_data(as_text=True))
    return str(answer.headers["Location"]).removeprefix(f"/t/{browser.tenant.slug}")


def one_slice(tenant: Tenant) -> None:
    """Do one slice of what is asked for, as a worker would."""
    [row] = [one for one in leased_of(tenant.app, tenant.id) if one.kind == CHANGE]
    current_app.tasks[row.kind].run(str(tenant.id), str(row.id), str(row.token))


def is_gone(tenant: Tenant, record_id: UUID) -> bool:
    row = row_of(tenant, record_id)
    return row is not None and row.deleted_at is not None


def test_a_list_lets_rows_be_chosen_and_asks_for_them_as_it_is_filtered(
    nils: Desk, browser: Browser
) -> None:
    made = nils.case(reference="A-1")

    page = page_at(browser, f"{INBOX}?filter[kind]=permit&q=sten")

    assert f'name="id" value="{made.id}" form="list-many"' in page
    assert 'aria-label="Choose A-1"' in page
    [form] = re.findall(r'<form class="list-many".*?</form>', page, re.DOTALL)
    assert 'name="filter[kind]" value="permit"' in form
    assert 'name="q" value="sten"' in form
    assert "All that match: 1 record" in page


def test_who_may_only_read_is_offered_nothing(nils: Desk) -> None:
    nils.case()
    nils.tenant.give("auditor", "cases", "reader")
    reader = nils.tenant.browser("auditor")

    assert "data-tick" not in page_at(reader, INBOX)
    page_at(reader, f"{BULK}?do=delete&all=1", 403)


def test_chosen_rows_are_deleted_after_a_question_that_names_them_and_come_back(
    nils: Desk, browser: Browser
) -> None:
    ids = filled(nils, 3)
    path = f"{BULK}?do=delete&id={ids[0]}&id={ids[1]}&id={ids[1]}&sort=-created_at"

    assert "2 records go to the trash." in page_at(browser, path)
    assert in_trash(nils.tenant) == 0
    listed = page_at(browser, sent(browser, path))

    assert in_trash(nils.tenant) == 2
    assert "2 records are in the trash" in listed
    [undo] = re.findall(rf'action="[^"]*({BULK}/[0-9a-f-]+/undo)"', listed)
    [query] = re.findall(r'name="query" value="([^"]*)"', listed.split("data-toast-undo")[1])
    answer = browser.post(undo, data={"query": query})
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("?sort=-created_at")
    assert in_trash(nils.tenant) == 0


def test_all_that_match_get_new_values_in_two_steps(nils: Desk, browser: Browser) -> None:
    filled(nils, 3)
    filled(nils, 1, prefix="other", kind="complaint")
    query = "do=update&all=1&filter[kind]=permit"

    assert "Which fields of 3 records are to get a new value?" in page_at(
        browser, f"{BULK}?{query}"
    )
    page = page_at(browser, f"{BULK}?{query}&field=kind&field=amount")
    assert "Change 3 records" in page
    assert 'name="notes"' not in page
    sent(browser, f"{BULK}?{query}&field=kind&field=amount", kind="complaint", amount="12,5")

    assert kinds_of(nils.tenant) == {
        "R-0": ("complaint", 2),
        "R-1": ("complaint", 2),
        "R-2": ("complaint", 2),
        "other-0": ("complaint", 1),
    }


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"kind": ""}, "Choose Kind."),
        ({"kind": "permit", "amount": "much"}, "Amount"),
        ({"kind": "permit", "applicant": "Mona"}, "There is a problem"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_changes_nothing(
    nils: Desk, browser: Browser, form: dict[str, str], words: str
) -> None:
    filled(nils, 2)
    path = f"{BULK}?do=update&all=1&field=kind&field=amount"

    page = sent(browser, path, 422, **form)

    assert words in page
    assert "There is a problem" in page
    assert set(kinds_of(nils.tenant).values()) == {("permit", 1)}


def test_a_number_that_is_no_longer_right_is_asked_about_anew(nils: Desk, browser: Browser) -> None:
    nils.case()
    path = f"{BULK}?do=delete&all=1"
    given = form_on(page_at(browser, path), having="_expected")
    nils.case()

    answer = browser.post(path, data=given)

    assert answer.status_code == 409
    assert "2 records go to the trash." in answer.get_data(as_text=True)
    assert in_trash(nils.tenant) == 0


def test_none_chosen_is_said_and_never_means_all(nils: Desk, browser: Browser) -> None:
    nils.case()

    assert "No record is chosen" in page_at(browser, f"{BULK}?do=delete")
    assert browser.post(f"{BULK}?do=delete", data={"_expected": "0"}).status_code == 422
    assert browser.post(f"{BULK}?do=delete&id=nonsense", data={"_expected": "0"}).status_code == 422
    assert browser.post(f"{BULK}?do=delete&all=1", data={}).status_code == 409
    page_at(browser, f"{BULK}?do=burn&all=1", 400)
    page_at(browser, f"{BULK}?do=delete&all=1&filter[nothing]=1", 400)
    assert in_trash(nils.tenant) == 0


def test_many_show_how_they_go_and_can_be_stopped(nils: Desk, browser: Browser) -> None:
    filled(nils, 101)
    at = sent(browser, f"{BULK}?do=delete&all=1")
    assert "Going through the records" in page_at(browser, at)

    assert browser.post(f"{at}/cancel").status_code == 303
    run_outbox(nils.tenant)

    assert "It was stopped" in page_at(browser, at)
    assert in_trash(nils.tenant) == 0


def test_from_a_job_one_comes_back_to_the_list_as_it_was(nils: Desk, browser: Browser) -> None:
    filled(nils, 101)
    at = sent(browser, f"{BULK}?do=delete&all=1&filter[kind]=permit&sort=-created_at")
    run_outbox(nils.tenant)

    page = page_at(browser, at)
    assert f'{INBOX}?filter[kind]=permit&amp;sort=-created_at"' in page


def test_a_deletion_in_the_background_is_taken_back_as_one_act(
    nils: Desk, browser: Browser
) -> None:
    before, *_ = filled(nils, 131)
    nils.delete(before)
    at = sent(browser, f"{BULK}?do=delete&all=1&sort=-created_at")
    run_outbox(nils.tenant)
    assert in_trash(nils.tenant) == 131

    undo = form_on(page_at(browser, at), having="query")
    answer = browser.post(f"{at.partition('?')[0]}/undo", data=undo)
    back = str(answer.headers["Location"]).removeprefix(f"/t/{nils.tenant.slug}")
    assert "Going through the records" in page_at(browser, back)
    run_outbox(nils.tenant)

    page = page_at(browser, back)
    assert "130 records are back" in page
    assert f'{INBOX}?sort=-created_at"' in page
    assert in_trash(nils.tenant) == 1
    assert is_gone(nils.tenant, before)


def test_a_deletion_that_was_stopped_is_taken_back_as_far_as_it_came(
    nils: Desk, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "ROWS", 60)
    filled(nils, 130)
    at = sent(browser, f"{BULK}?do=delete&all=1")
    assert browser.post(f"{at}/undo").status_code == 409
    one_slice(nils.tenant)
    browser.post(f"{at}/cancel")
    assert in_trash(nils.tenant) == 60

    assert browser.post(f"{at}/undo").status_code == 303

    assert in_trash(nils.tenant) == 0
    nobody = nils.tenant.browser("owner").post(f"{at}/undo")
    assert nobody.status_code == 404


def test_undo_leaves_in_the_trash_what_the_deletion_did_not_put_there(
    nils: Desk, browser: Browser
) -> None:
    one, other = filled(nils, 2)
    nils.delete(other)
    at = sent(browser, f"{BULK}?do=delete&id={one}&id={other}")

    assert browser.post(f"{at.partition('?')[0]}/undo").status_code == 303

    assert not is_gone(nils.tenant, one)
    assert is_gone(nils.tenant, other)


def test_what_was_refused_is_named_with_its_reason(nils: Desk, browser: Browser) -> None:
    one, kept = nils.case(reference="A-1"), nils.case(reference="A-2")
    paper = Desk(nils.tenant, model="paper")
    paper.create(title="Decision", decides=str(kept.id))

    at = sent(browser, f"{BULK}?do=delete&id={one.id}&id={kept.id}")
    page = page_at(browser, at)

    assert "One record is in the trash" in page
    assert "A-2 Sten Ek" in page
    assert "Other records refer to it." in page
    page_at(nils.tenant.browser("owner"), at, 404)


def test_the_reasons_are_a_file_of_all_that_were_refused(
    nils: Desk, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_told, "MOST_TOLD", 2)
    kept = [
        nils.case(reference=reference, applicant="=1+1").id for reference in ("=A", "B-2", "B-3")
    ]
    paper = Desk(nils.tenant, model="paper")
    for one in kept:
        paper.create(title="Decision", decides=str(one))
    at = sent(browser, f"{BULK}?do=delete&all=1")
    assert "Download all of them as a file" in page_at(browser, at)
    with nils.tenant.inside():
        hidden = update(Record).where(Record.id == kept[2]).values(deleted_at=clock.now())
        db.session.execute(hidden.execution_options(synchronize_session=False))

    answer = browser.get(f"{at}/failures.csv")

    head, *rows = table(answer.get_data())
    assert head == ["Record", "id", "Why it was left as it was"]
    labels = ("'=A =1+1", "B-2 =1+1", str(kept[2])[-8:])
    why = "Other records refer to it."
    assert sorted(rows) == sorted(
        [label, str(one), why] for label, one in zip(labels, kept, strict=True)
    )
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert nils.tenant.browser("owner").get(f"{at}/failures.csv").status_code == 404


def test_the_trash_gives_several_back(nils: Desk, browser: Browser) -> None:
    ids = filled(nils, 3)
    for one in ids:
        nils.delete(one)
    assert f'name="id" value="{ids[0]}" form="list-many"' in page_at(browser, f"{INBOX}/trash")

    sent(browser, f"{BULK}?do=restore&id={ids[0]}")
    assert in_trash(nils.tenant) == 2
    sent(browser, f"{BULK}?do=restore&all=1")

    assert in_trash(nils.tenant) == 0


@pytest.fixture
def papers(bjorkby: Tenant) -> Desk:
    """Return Nils, with a list of papers that name one case, and several, and hold a file."""
    made: Any = copy.deepcopy(SMALL_CASES)
    properties = made["models"]["paper"]["properties"]
    properties["about"] = {
        "type": "array",
        "title": "About",
        "items": {"type": "string", "format": "uuid"},
        "uniqueItems": True,
        "x-field": {"kind": "references", "model": "case", "on_delete": "unlink"},
        "x-privacy": {"personal": "none"},
    }
    properties["scan"] = {
        **starters.new_field("file", "Scan"),
        "x-privacy": {"personal": "none"},
    }
    made["screens"]["papers"] = {
        "type": "list",
        "model": "paper",
        "title": "Papers",
        "columns": ["title"],
    }
    made["roles"]["handler"]["screens"].append("papers")
    publish(bjorkby, made)
    return Desk(bjorkby, model="paper")


PAPERS = "/apps/cases/papers/bulk"


def test_references_are_searched_for_where_there_are_many(papers: Desk) -> None:
    ids = filled(Desk(papers.tenant), 51)
    wanted = Desk(papers.tenant).case(reference="Needle").id
    one, two = papers.create(title="A"), papers.create(title="B")
    browser = papers.tenant.browser("member")
    path = f"{PAPERS}?do=update&all=1&field=case&field=about"

    asked = page_at(browser, f"{PAPERS}?do=update&all=1")
    assert "Not here: Scan." in asked
    page = page_at(browser, path)
    assert str(wanted) not in page
    found = browser.get(f"{PAPERS}/options/case?q=needle").get_json()["options"]
    assert [one["value"] for one in found] == [str(wanted)]
    assert browser.get(f"{PAPERS}/options/title?q=x").status_code == 404
    given = form_on(page, having="_expected")
    searched = browser.post(path, data=given | {"_do": "find:case", "_find.case": "needle"})
    assert searched.status_code == 200
    assert str(wanted) in searched.text

    answer = browser.post(
        path, data={**given, "case": str(wanted), "about": [str(ids[0]), str(ids[1])]}
    )

    assert answer.status_code == 303, answer.text
    for paper in (one, two):
        row = row_of(papers.tenant, paper.id)
        assert (row.data["case"], row.data["about"]) == (str(wanted), [str(ids[0]), str(ids[1])])
