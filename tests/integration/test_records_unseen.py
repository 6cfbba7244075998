"""A right to change or delete opens no record that one may not read, whatever the channel."""

import copy
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from stuga.models.json import JsonObject
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.imports import csv_of, imported
from tests.factories.many import asked
from tests.factories.records import Desk, entries_of, row_of

CASES = "/api/v1/apps/cases/records/case"
BATCH = "/api/v1/apps/cases/batch"
INBOX = "/apps/cases/inbox"
PERMITS: JsonObject = {"where": {"field": "kind", "is": "permit"}}
HIDDEN = {"applicant": "Mona Lund", "kind": "complaint", "reference": "A-1"}
TAG = {"If-Match": '"1"'}


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    """Return Nils, who may change and delete every case, and read permits alone."""
    made: JsonObject = copy.deepcopy(SMALL_CASES)
    made["roles"]["handler"]["models"]["case"] = {  # type: ignore[index,call-overload]
        "create": True,
        "read": PERMITS,
        "update": True,
        "delete": True,
        "export": True,
    }
    publish(bjorkby, made)
    return bjorkby.browser("member")


@pytest.fixture
def hidden(nils: Browser) -> str:
    """Return the id of a complaint, which Nils has made and does not see."""
    return str(Desk(nils.tenant).case(**HIDDEN).id)


def untouched(nils: Browser, record_id: str) -> bool:
    row = row_of(nils.tenant, UUID(record_id))
    return (row.revision, row.deleted_at, row.data["reference"]) == (1, None, "A-1")


def refused(answers: list[TestResponse], nils: Browser, hidden: str) -> bool:
    """Tell whether each was answered as for what is not there, and nothing was done."""
    assert [one.status_code for one in answers] == [404] * len(answers)
    assert all("Mona" not in one.get_data(as_text=True) for one in answers)
    return untouched(nils, hidden)


def test_by_the_api(nils: Browser, hidden: str) -> None:
    place = f"{CASES}/{hidden}"
    patch = {"amount": 5}

    answers = [
        nils.put(place, json={**HIDDEN, "amount": 5}, headers=TAG),
        nils.patch(place, json=patch, headers=TAG),
        nils.patch(place, json=patch, headers={"If-Match": '"9"'}),
        nils.delete(place, headers=TAG),
    ]

    assert refused(answers, nils, hidden)


@pytest.mark.parametrize("atomic", [True, False])
def test_by_a_batch(nils: Browser, hidden: str, *, atomic: bool) -> None:
    at = {"model": "case", "id": hidden}
    operations = [
        {"do": "update", **at, "revision": 1, "data": {**HIDDEN, "amount": 5}},
        {"do": "patch", **at, "revision": 1, "data": {"amount": 5}},
        {"do": "delete", **at},
    ]

    for one in operations:
        answer = nils.post(BATCH, json={"operations": [one], "atomic": atomic})
        assert answer.status_code == 404 or "not-found" in answer.get_data(as_text=True)

    assert untouched(nils, hidden)


def test_by_operations_on_a_model(nils: Browser, hidden: str) -> None:
    operations = [
        {"do": "update", "id": hidden, "revision": 1, "data": {**HIDDEN, "amount": 5}},
        {"do": "delete", "id": hidden},
    ]

    answer = nils.post(f"{CASES}/bulk", json={"operations": operations})

    assert answer.get_data(as_text=True).count("not-found") == 2
    assert untouched(nils, hidden)


@pytest.mark.parametrize("do", ["update", "delete"])
def test_by_a_change_of_many(nils: Browser, hidden: str, do: str) -> None:
    body = {"do": do, "patch": {"amount": 5}} if do == "update" else {"do": do}

    chosen = asked(nils, ids=[hidden], **body)
    every = asked(nils, all=True, **body)

    assert (chosen["changed"], every["changed"]) == (0, 0)
    assert untouched(nils, hidden)


def test_by_a_form_and_its_buttons(nils: Browser, hidden: str) -> None:
    place = f"{INBOX}/{hidden}"

    answers = [
        nils.get(place),
        nils.post(place, data={"revision": "1", "amount": "5"}),
        nils.post(f"{place}/delete", data={"revision": "1"}),
    ]

    assert refused(answers, nils, hidden)


def test_by_restoring_it_from_the_trash(nils: Browser, hidden: str) -> None:
    seen = str(Desk(nils.tenant).case(kind="permit", reference="A-2").id)
    assert nils.delete(f"{CASES}/{seen}", headers=TAG).status_code == 204
    assert nils.post(f"{CASES}/{hidden}/restore").status_code == 404

    assert nils.post(f"{CASES}/{seen}/restore").status_code == 200


def test_by_an_import_that_finds_records_by_a_key(nils: Browser, hidden: str) -> None:
    content = csv_of("Reference,Applicant,Kind", "A-1,Sten Ek,permit")

    imported(nils.tenant, content, path="/api/v1/apps/cases/imports/case?key=reference")

    assert untouched(nils, hidden)


def test_what_is_refused_is_told_to_the_trail_as_refused(nils: Browser, hidden: str) -> None:
    nils.patch(f"{CASES}/{hidden}", json={"amount": 5}, headers=TAG)

    assert entries_of(nils.tenant, "record.update") == []


def test_a_change_may_leave_what_one_may_read(nils: Browser) -> None:
    seen = str(Desk(nils.tenant).case(kind="permit", reference="A-2").id)

    changed = nils.patch(f"{CASES}/{seen}", json={"kind": "complaint"}, headers=TAG)

    assert changed.status_code == 200
    assert nils.get(f"{CASES}/{seen}").status_code == 404
