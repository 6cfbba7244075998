"""Names in the heading of a list: an id in its address tells no one's name."""

import copy
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest

from stuga.models import Person
from stuga.platform.db import db
from stuga.platform.identity import people
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.filling import opened
from tests.factories.papers import Printed
from tests.factories.records import Desk
from tests.factories.storage import MemoryStorage
from tests.factories.walk import stranger_at

INBOX = "/apps/cases/inbox"


@pytest.fixture
def gone(bjorkby: Tenant, memory: MemoryStorage) -> UUID:
    """Return someone who has left, and whom no field lets anyone choose."""
    assert memory.objects == {}
    publish(bjorkby)
    with bjorkby.inside():
        person = people.add("Gunilla Gren", email=None)
        db.session.flush()
        person.state = "disabled"
        return person.id


def heading(tenant: Tenant, field: str, value: UUID, operator: str = "is") -> tuple[str, str]:
    """Return a list's page and its PDF, both filtered by a person."""
    asked = urlencode({f"filter[{field}][{operator}]": str(value)})
    browser = tenant.browser("member")
    page, paper = browser.get(f"{INBOX}?{asked}"), browser.get(f"{INBOX}/export/pdf?{asked}")
    assert (page.status_code, paper.status_code) == (200, 200), page.text
    return page.text, Printed(paper.get_data()).text


@pytest.mark.parametrize("field", ["handler", "created_by"])
def test_an_id_in_the_address_names_no_one_whom_the_reader_cannot_know_of(
    bjorkby: Tenant, gone: UUID, field: str
) -> None:
    for told in heading(bjorkby, field, gone):
        assert "Gunilla" not in told


def test_who_stands_in_a_record_that_one_may_read_is_named_though_gone(
    bjorkby: Tenant, gone: UUID
) -> None:
    with bjorkby.inside():
        db.session.get_one(Person, (bjorkby.id, gone)).state = "active"
    Desk(bjorkby).case(reference="A-1", handler=str(gone))
    with bjorkby.inside():
        db.session.get_one(Person, (bjorkby.id, gone)).state = "disabled"

    for told in heading(bjorkby, "handler", gone):
        assert "Handler is Gunilla Gren" in " ".join(told.split())


def test_who_can_be_chosen_is_named_though_no_record_names_them(
    bjorkby: Tenant, gone: UUID
) -> None:
    assert gone
    for told in heading(bjorkby, "handler", bjorkby.people["auditor"]):
        assert "Handler is Aud Moe" in " ".join(told.split())
    for told in heading(bjorkby, "created_by", bjorkby.people["auditor"]):
        assert "Aud Moe" not in told


def test_a_stranger_is_told_no_name_by_posting_an_id(bjorkby: Tenant) -> None:
    document: Any = copy.deepcopy(SMALL_CASES)
    document["screens"]["apply"]["elements"].insert(0, {"type": "field", "field": "handler"})
    publish(bjorkby, document)
    stranger = stranger_at(bjorkby)
    nils = str(bjorkby.people["member"])

    refused = stranger.post(
        "/apps/cases/apply", data={**opened(stranger, "/apps/cases/apply").sent(), "handler": nils}
    )

    assert refused.status_code == 422
    assert "Nils Berg" not in refused.text


def test_a_form_names_no_one_who_cannot_be_chosen_but_who_stands_in_its_record(
    bjorkby: Tenant, gone: UUID
) -> None:
    document: Any = copy.deepcopy(SMALL_CASES)
    document["screens"]["edit"]["elements"].insert(0, {"type": "field", "field": "handler"})
    publish(bjorkby, document)
    with bjorkby.inside():
        db.session.get_one(Person, (bjorkby.id, gone)).state = "active"
    held = Desk(bjorkby).case(reference="A-1", handler=str(gone))
    with bjorkby.inside():
        db.session.get_one(Person, (bjorkby.id, gone)).state = "disabled"
    nils = bjorkby.browser("member")

    new = opened(nils, "/apps/cases/edit").sent()
    refused = nils.post("/apps/cases/edit", data={**new, "handler": str(gone)})

    assert refused.status_code == 422
    assert "Gunilla" not in refused.text
    assert "Gunilla Gren" in nils.get(f"/apps/cases/edit/{held.id}").text
