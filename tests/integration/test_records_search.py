"""Search: every word counts, in every order, whichever way finds the records."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy import select

from stuga.models import Record
from stuga.platform.db import db
from stuga.runtime.records.definitions import live
from stuga.runtime.records.nearby import NEWEST
from stuga.runtime.records.searching import FEW, Words
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.many import filled
from tests.factories.records import Desk

API = "/api/v1/apps/cases/records/case"


@pytest.fixture
def nils(bjorkby: Tenant) -> Desk:
    publish(bjorkby)
    return Desk(bjorkby)


def model_of(tenant: Tenant) -> UUID:
    with tenant.inside():
        return live("cases").model("case").id


def found(tenant: Tenant, model: UUID, text: str, most: int) -> set[str]:
    with tenant.inside():
        holding = Words(model, text).among(most)
        wanted = select(Record.data["applicant"].astext).where(Record.model_id == model, holding)
        return set(db.session.scalars(wanted))


def ids(tenant: Tenant, model: UUID, text: str, most: int) -> Sequence[UUID] | None:
    with tenant.inside():
        return Words(model, text).found(most)


@pytest.mark.parametrize("most", [1, 2, FEW])
def test_all_with_every_word_are_found_be_they_few_or_many(nils: Desk, most: int) -> None:
    for name in ("Sten Ek", "Stina Ek", "Sten Alm", "Ås 100% Sten", "Ås 1000 Sten"):
        nils.case(applicant=name)
    model = model_of(nils.tenant)
    for text, wanted in {
        "sten": {"Sten Ek", "Sten Alm", "Ås 100% Sten", "Ås 1000 Sten"},
        "ek STEN": {"Sten Ek"},
        "100% sten": {"Ås 100% Sten"},
        "ås": {"Ås 100% Sten", "Ås 1000 Sten"},
        "sten_ek": set[str](),
    }.items():
        assert found(nils.tenant, model, text, most) == wanted, text


def test_too_many_are_not_told_one_by_one(nils: Desk) -> None:
    for _ in range(3):
        nils.case(applicant="Sten Ek")
    model = model_of(nils.tenant)
    assert ids(nils.tenant, model, "sten", 2) is None
    assert len(ids(nils.tenant, model, "sten", 3) or ()) == 3
    assert ids(nils.tenant, model, "ek", 3) is None  # too short for the index


def test_a_common_word_beside_a_rare_one_hides_nothing(nils: Desk) -> None:
    filled(nils, FEW + 1, prefix="Common", applicant="Sten")
    rare = nils.case(applicant="Needle Sten", reference="Common-last")
    browser = nils.tenant.browser("member")
    answer = browser.get(f"{API}?q=common+needle&count=true&limit=50").get_json()
    assert [one["id"] for one in answer["items"]] == [str(rare.id)]
    answer = browser.get(f"{API}?q=common&count=true&limit=2").get_json()
    assert answer["count"] == {"number": FEW + 2, "capped": False}
    assert answer["items"][0]["id"] == str(rare.id)


def test_nothing_of_the_trash_or_of_other_tenants_is_found(nils: Desk, granby: Tenant) -> None:
    gone, kept = nils.case(applicant="Sten Gone"), nils.case(applicant="Sten Kept")
    nils.delete(gone.id, gone.revision)
    publish(granby)
    Desk(granby, who="owner").case(applicant="Sten Granby")
    ours, theirs = model_of(nils.tenant), model_of(granby)
    assert ids(nils.tenant, ours, "sten", FEW) == [kept.id]
    assert ids(nils.tenant, theirs, "sten", FEW) == []
    assert ids(granby, ours, "sten", FEW) == []


def test_the_newest_that_hold_the_words_come_first_and_the_others_after(nils: Desk) -> None:
    older = [nils.case(applicant=f"Sten {number}") for number in range(5)]
    nils.case(applicant="Ann")
    newest_first = [str(one.id) for one in reversed(older)]
    browser = nils.tenant.browser("member")
    page = browser.get(f"{API}?q=sten&limit=3").get_json()  # there are more
    assert [one["id"] for one in page["items"]] == newest_first[:3]
    rest = browser.get(f"{API}?q=sten&limit=3&cursor={page['next']}").get_json()
    assert [one["id"] for one in rest["items"]] == newest_first[3:]
    whole = browser.get(f"{API}?q=sten&limit=5").get_json()  # no more than these
    assert [one["id"] for one in whole["items"]] == newest_first
    assert whole["next"] is None


@pytest.mark.parametrize("frequent", [40, 4])
def test_what_the_newest_lack_is_found_among_the_older(nils: Desk, frequent: int) -> None:
    older = [nils.case(applicant=f"Sten {number}") for number in range(frequent)]
    filled(nils, NEWEST, applicant="Ann")
    newest_first = [str(one.id) for one in reversed(older)]
    browser = nils.tenant.browser("member")

    page = browser.get(f"{API}?q=sten&limit=3").get_json()
    rest = browser.get(f"{API}?q=sten&limit=50&cursor={page['next']}").get_json()
    nobody = browser.get(f"{API}?q=sten+nobody&limit=3").get_json()

    assert [one["id"] for one in page["items"]] == newest_first[:3]
    assert [one["id"] for one in rest["items"]] == newest_first[3:]
    assert nobody["items"] == []
