"""Filters on references: through links, with the same answers as the values give."""

import pytest
from sqlalchemy import delete, text

from stuga.models import RecordLink
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import db
from stuga.runtime.records.commands import ListRecords
from stuga.runtime.records.listing import page_of
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.orders import ORDERS, SELLERS
from tests.factories.records import Desk

API = "/api/v1/apps/orders/records/order"


@pytest.fixture
def nils(bjorkby: Tenant) -> Desk:
    publish(bjorkby, ORDERS, roles=SELLERS)
    return Desk(bjorkby, model="order", app="orders")


def tags(nils: Desk, *names: str) -> list[str]:
    desk = Desk(nils.tenant, model="tag", app="orders")
    return [str(desk.create(name=name).id) for name in names]


def titles(nils: Desk, where: JsonObject, *, model: str = "order", app: str = "orders") -> set[str]:
    command = ListRecords(app=app, model=model, now=clock.now(), where=where)
    actor = nils.tenant.actor(nils.who)
    with nils.tenant.inside():
        return {str(one.data["title"]) for one in page_of(actor, command).records}


def test_what_holds_a_reference_is_found_and_nothing_else(nils: Desk) -> None:
    red, blue, green = tags(nils, "Red", "Blue", "Green")
    nils.create(title="both", tags=[red, blue])
    nils.create(title="red", tags=[red])
    nils.create(title="none")
    has_red: JsonObject = {"field": "tags", "contains": red}
    has_blue: JsonObject = {"field": "tags", "contains": blue}

    assert titles(nils, has_red) == {"both", "red"}
    assert titles(nils, {"field": "tags", "contains": green}) == set()
    assert titles(nils, {"all": [has_red, has_blue]}) == {"both"}
    assert titles(nils, {"any": [has_blue, {"field": "title", "is": "none"}]}) == {"both", "none"}
    assert titles(nils, {"not": has_red}) == {"none"}
    assert titles(nils, {"not": {"all": [has_red, {"not": has_blue}]}}) == {"both", "none"}


@pytest.mark.parametrize("sought", ["nonsense", "", "018f0000-0000-7000-8000-000000000000"])
def test_what_is_no_reference_of_any_finds_nothing(nils: Desk, sought: str) -> None:
    nils.create(title="red", tags=tags(nils, "Red"))

    assert titles(nils, {"field": "tags", "contains": sought}) == set()


def test_another_field_that_refers_to_the_same_is_not_found(nils: Desk) -> None:
    [bolt] = [str(Desk(nils.tenant, model="product", app="orders").create(name="Bolt").id)]
    nils.create(title="needs", needs=[bolt])
    nils.create(title="lists", lines=[{"what": "x", "product": bolt}])

    assert titles(nils, {"field": "needs", "contains": bolt}) == {"needs"}


def test_the_answer_follows_a_change_and_the_trash(nils: Desk) -> None:
    red, blue = tags(nils, "Red", "Blue")
    made = nils.create(title="one", tags=[red])
    nils.patch(made.id, 1, tags=[blue])

    assert titles(nils, {"field": "tags", "contains": red}) == set()
    assert titles(nils, {"field": "tags", "contains": blue}) == {"one"}
    nils.delete(made.id)
    assert titles(nils, {"field": "tags", "contains": blue}) == set()
    nils.restore(made.id)
    assert titles(nils, {"field": "tags", "contains": blue}) == {"one"}


def test_links_are_asked_first_and_the_values_decide(nils: Desk) -> None:
    """Without its links a record is not looked at; a link alone makes none match."""
    [red] = tags(nils, "Red")
    made = nils.create(title="one", tags=[red])
    with nils.tenant.inside():
        db.session.execute(
            text("UPDATE record SET data = data - 'tags' WHERE id = :id"), {"id": made.id}
        )
    assert titles(nils, {"field": "tags", "contains": red}) == set()
    again = nils.create(title="two", tags=[red])
    with nils.tenant.inside():
        gone = delete(RecordLink).where(RecordLink.from_id == again.id)
        db.session.execute(gone.execution_options(synchronize_session=False))
    assert titles(nils, {"field": "tags", "contains": red}) == set()


def test_a_single_reference_is_found_by_its_link_too(bjorkby: Tenant) -> None:
    publish(bjorkby)
    case, other = (Desk(bjorkby).case() for _ in range(2))
    papers = Desk(bjorkby, model="paper")
    papers.create(title="of it", case=str(case.id), mentions=str(other.id))
    papers.create(title="of the other", case=str(other.id))
    papers.create(title="of none")

    def found(where: JsonObject) -> set[str]:
        return titles(papers, where, model="paper", app="cases")

    assert found({"field": "case", "is": str(case.id)}) == {"of it"}
    assert found({"field": "case", "in": [str(case.id), str(other.id)]}) == {
        "of it",
        "of the other",
    }
    assert found({"field": "mentions", "is": str(other.id)}) == {"of it"}
    assert found({"not": {"field": "case", "is": str(case.id)}}) == {"of the other", "of none"}


def test_another_tenant_has_its_own_links(bjorkby: Tenant, granby: Tenant) -> None:
    for tenant in (bjorkby, granby):
        publish(tenant, ORDERS, roles=SELLERS)
    mine, theirs = (Desk(one, model="order", app="orders") for one in (bjorkby, granby))
    [red] = tags(mine, "Red")
    mine.create(title="mine", tags=[red])
    theirs.create(title="theirs", tags=tags(theirs, "Red"))

    assert titles(theirs, {"field": "tags", "contains": red}) == set()


def test_the_api_asks_for_any_of_several(nils: Desk) -> None:
    red, blue, green = tags(nils, "Red", "Blue", "Green")
    nils.create(title="a", tags=[red])
    nils.create(title="b", tags=[blue, green])
    browser = nils.tenant.browser("member")

    answer = browser.get(f"{API}?filter[tags][in]={red},{green}")

    assert {one["data"]["title"] for one in answer.get_json()["items"]} == {"a", "b"}
