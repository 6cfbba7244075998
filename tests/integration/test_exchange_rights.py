"""Imports of those who may only change, or only create: each row is held to the right it needs."""

import copy

import pytest

from stuga.models.json import JsonObject
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.imports import CASES, csv_of, imported, posted, records_in
from tests.factories.jobs import run_outbox
from tests.factories.records import Desk

BY_REFERENCE = f"{CASES}?key=reference"
LINES = ("Reference,Applicant,Kind", "A-1,Mona Lund,permit", "A-2,Kim Berg,permit")
CHANGES: JsonObject = {"read": True, "update": {"fields": {"only": ["applicant", "kind"]}}}
MAKES: JsonObject = {"read": True, "create": True}


def published(tenant: Tenant, rights: JsonObject) -> Desk:
    """Publish an app in which a member has these rights alone, and one case is there."""
    app = copy.deepcopy(SMALL_CASES)
    app["roles"]["narrow"] = {"title": "Narrow", "screens": ["inbox"], "models": {"case": rights}}
    publish(tenant, app, roles={"owner": "handler", "member": "narrow"})
    desk = Desk(tenant, "owner")
    desk.case(reference="A-1")
    return desk


def counts(found: JsonObject) -> tuple[object, ...]:
    return tuple(found[one] for one in ("created", "updated", "unchanged", "failed"))


def why(found: JsonObject) -> dict[object, object]:
    failures = found["failures"]
    assert isinstance(failures, list)
    return {one["row"]: one["errors"] for one in failures if isinstance(one, dict)}


@pytest.mark.parametrize("is_trial", [False, True])
def test_who_may_only_change_changes_what_is_there_and_creates_nothing(
    bjorkby: Tenant, *, is_trial: bool
) -> None:
    published(bjorkby, CHANGES)

    found = imported(bjorkby, csv_of(*LINES), path=f"{BY_REFERENCE}&dry_run={is_trial}".lower())

    assert counts(found) == (0, 1, 0, 1)
    assert why(found) == {3: {"": "You may not create this record."}}


@pytest.mark.parametrize("is_trial", [False, True])
def test_who_may_only_create_changes_nothing(bjorkby: Tenant, *, is_trial: bool) -> None:
    published(bjorkby, MAKES)

    found = imported(bjorkby, csv_of(*LINES), path=f"{BY_REFERENCE}&dry_run={is_trial}".lower())

    assert counts(found) == (1, 0, 0, 1)
    assert why(found) == {2: {"": "You may not change this record."}}


def test_who_may_only_change_needs_a_key(bjorkby: Tenant) -> None:
    published(bjorkby, CHANGES)

    answer = bjorkby.browser("member").post(CASES, **posted(csv_of(*LINES)))

    assert answer.status_code == 403


def test_a_field_that_may_only_be_created_is_told_of_rows_that_change(bjorkby: Tenant) -> None:
    rights: JsonObject = {**CHANGES, "create": True}
    published(bjorkby, rights)
    lines = ("Reference,Applicant,Kind,E-mail", "A-1,Mona,permit,m@example.se")

    found = imported(bjorkby, csv_of(*lines, "A-2,Kim,permit,k@example.se"), path=BY_REFERENCE)

    assert counts(found) == (1, 0, 0, 1)
    assert why(found) == {2: {"email": "You may not change E-mail."}}
    assert [one["applicant"] for one in records_in(bjorkby)] == ["Sten Ek", "Kim"]


def test_the_right_to_change_that_is_lost_ends_the_import(bjorkby: Tenant) -> None:
    published(bjorkby, CHANGES)
    browser = bjorkby.browser("member")
    begun = browser.post(BY_REFERENCE, data=csv_of(*LINES), content_type="text/csv")
    published_again = copy.deepcopy(SMALL_CASES)
    published_again["roles"]["narrow"] = {"title": "Narrow", "models": {"case": {"read": True}}}
    publish(bjorkby, published_again)

    run_outbox(bjorkby)

    found = browser.get(begun.headers["Location"].removeprefix(f"/t/{bjorkby.slug}")).get_json()
    assert found["state"] == "failed"
    assert found["detail"] == "You may no longer create or change records here."


def test_the_page_lets_one_who_may_only_change_import(bjorkby: Tenant) -> None:
    published(bjorkby, CHANGES)
    browser = bjorkby.browser("member")

    begun = browser.post("/apps/cases/inbox/import", **posted(csv_of(*LINES)))
    page = browser.get(begun.headers["Location"].removeprefix(f"/t/{bjorkby.slug}"))

    assert begun.status_code == 303
    assert page.status_code == 200
    assert "Import rows" in browser.get("/apps/cases/inbox").get_data(as_text=True)
