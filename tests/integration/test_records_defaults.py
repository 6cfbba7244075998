"""What a model begins a record with, where nobody was asked."""

import copy
from datetime import timedelta

from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz.actor import system
from stuga.runtime.retention import trash
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant

CASES = "/api/v1/apps/cases/records/case"


def with_default(tenant: Tenant) -> Browser:
    definition: JsonObject = copy.deepcopy(SMALL_CASES)
    definition["models"]["case"]["properties"]["closed_on"]["default"] = "2026-01-31"  # type: ignore[index,call-overload]
    publish(tenant, definition, roles={"owner": "handler", "member": "clerk"})
    return tenant.browser("member")


def test_a_default_is_put_in_though_its_maker_may_not_set_it(bjorkby: Tenant) -> None:
    clerk = with_default(bjorkby)
    made = clerk.post(CASES, json={"applicant": "Sten Ek", "kind": "permit"})
    assert made.get_json()["data"]["closed_on"] == "2026-01-31"
    refused = clerk.post(
        CASES, json={"applicant": "Sten Ek", "kind": "permit", "closed_on": "2026-02-01"}
    )
    assert refused.status_code == 422


def test_what_is_given_stands_before_a_default(bjorkby: Tenant) -> None:
    with_default(bjorkby)
    given = {"applicant": "Sten Ek", "kind": "permit", "closed_on": "2026-03-01"}
    made = bjorkby.browser("owner").post(CASES, json=given)
    assert made.get_json()["data"]["closed_on"] == "2026-03-01"


def test_the_trash_is_emptied_after_its_days_and_not_before(bjorkby: Tenant) -> None:
    publish(bjorkby)
    nils = bjorkby.browser("member")
    made = nils.post(CASES, json={"applicant": "Sten Ek", "kind": "permit"}).get_json()
    place = f"{CASES}/{made['id']}"
    nils.delete(place)
    now = clock.now()
    with bjorkby.inside():
        assert trash.empty(system(), now=now + timedelta(days=29)) == 0
    assert nils.post(f"{place}/restore").status_code == 200
    nils.delete(place)
    with bjorkby.inside():
        assert trash.empty(system(), now=now + timedelta(days=31)) == 1
    assert nils.post(f"{place}/restore").status_code == 404
