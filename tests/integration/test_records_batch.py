"""A batch: operations over several models, all or nothing or each by itself."""

import copy
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.orders import ORDERS, SELLERS
from tests.factories.records import entries_of, row_of

BATCH = "/api/v1/apps/cases/batch"
CASES = "/api/v1/apps/cases/records/case"
STEN = {"applicant": "Sten Ek", "kind": "permit"}
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    publish(bjorkby)
    return bjorkby.browser("member")


def made(nils: Browser) -> str:
    found: str = nils.post(CASES, json=STEN).get_json()["id"]
    return found


def send(browser: Browser, *steps: dict[str, object], **more: Any) -> TestResponse:  # noqa: ANN401  # a body
    headers = more.pop("headers", {})
    answered: TestResponse = browser.post(
        BATCH, json={"operations": [*steps], **more}, headers=headers
    )
    return answered


def step(do: str, model: str = "case", **more: object) -> dict[str, object]:
    return {"do": do, "model": model, **more}


def count(nils: Browser, model: str = "case") -> int:
    path = CASES.removesuffix("case") + model
    return len(nils.get(path).get_json()["items"])


def test_every_operation_is_carried_out_in_its_order(nils: Browser) -> None:
    one, two, three = made(nils), made(nils), made(nils)
    nils.delete(f"{CASES}/{three}")
    before = len(entries_of(nils.tenant))
    answered = send(
        nils,
        step("create", data=STEN),
        step("create", "paper", data={"title": "About it", "case": one}),
        step("patch", id=one, revision=1, data={"amount": 5}),
        step("update", id=one, revision=2, data={**STEN, "applicant": "Bo"}),
        step("delete", id=two),
        step("restore", id=three),
    )
    assert answered.status_code == 200, answered.text
    document = answered.get_json()
    assert document["done"] == 6
    assert [(each["status"], each["revision"]) for each in document["results"]] == [
        ("created", 1),
        ("created", 1),
        ("updated", 2),
        ("updated", 3),
        ("deleted", 2),
        ("restored", 3),
    ]
    assert nils.get(f"{CASES}/{one}").get_json()["data"] == {"applicant": "Bo", "kind": "permit"}
    assert [one.action for one in entries_of(nils.tenant)[before : before + 6]] == [
        "record.create",
        "record.create",
        "record.update",
        "record.update",
        "record.delete",
        "record.restore",
    ]


def test_one_that_is_refused_undoes_all(nils: Browser) -> None:
    one = made(nils)
    answered = send(
        nils,
        step("create", data=STEN),
        step("patch", id=one, revision=1, data={"amount": 7}),
        step("create", data={"kind": "permit"}),
        step("patch", id=one, revision=1, data={"amount": 8}),
        step("delete", "paper", id=NOBODY),
        step("create", "nothing", data={}),
    )
    assert answered.status_code == 422
    refused = {each["pointer"]: each["code"] for each in answered.get_json()["errors"]}
    assert refused == {
        "/operations/2/applicant": "required",
        "/operations/3": "record-changed",
        "/operations/4": "not-found",
        "/operations/5": "not-found",
    }
    assert count(nils) == 1
    row = row_of(nils.tenant, UUID(one))
    assert row is not None
    assert row.revision == 1
    assert entries_of(nils.tenant, "record.update") == []


def test_each_by_itself_keeps_what_was_good(nils: Browser) -> None:
    one = made(nils)
    answered = send(
        nils,
        step("create", data={**STEN, "reference": "A"}),
        step("create", data={**STEN, "reference": "A"}),
        step("create", data={**STEN, "amount": "much"}),
        step("patch", id=one, revision=9, data={"amount": 8}),
        step("patch", id=one, revision=1, data={"amount": 9}),
        atomic=False,
    )
    assert answered.status_code == 200
    document = answered.get_json()
    assert [each["status"] for each in document["results"]] == [
        "created",
        "refused",
        "refused",
        "refused",
        "updated",
    ]
    assert [each.get("code") for each in document["results"][1:4]] == [
        "invalid",
        "invalid",
        "record-changed",
    ]
    assert document["results"][2]["errors"][0]["pointer"] == "/amount"
    assert document["done"] == 2
    assert count(nils) == 2
    assert len(entries_of(nils.tenant, "record.create")) == 2


def test_rights_hold_for_each_operation(bjorkby: Tenant, nils: Browser) -> None:
    one = made(nils)
    bjorkby.give("builder", "cases", "reader")
    vera = bjorkby.browser("builder")
    refused = send(
        vera,
        step("patch", id=one, revision=1, data={"amount": 1}),
        step("create", "paper", data={"title": "x"}),
        step("delete", id=one),
        atomic=False,
    )
    assert [each["code"] for each in refused.get_json()["results"]] == [
        "not-permitted",
        "not-found",
        "not-permitted",
    ]
    assert send(vera, step("delete", id=one)).status_code == 422
    assert count(nils) == 1
    assert len(entries_of(bjorkby, "access.denied")) == 3


def test_a_batch_with_a_key_is_carried_out_once(nils: Browser) -> None:
    key = {"Idempotency-Key": '"one-batch"'}
    steps = [step("create", data=STEN), step("create", data={})]
    first, second = (send(nils, *steps, atomic=False, headers=key) for _ in range(2))
    assert first.get_json() == second.get_json()
    assert count(nils) == 1
    assert send(nils, steps[0], headers=key).status_code == 422


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/operations"),
        ({"operations": []}, "/operations"),
        ({"operations": [step("create", data=STEN)] * 101}, "/operations"),
        ({"operations": [step("erase", id=NOBODY)]}, "/operations/0/do"),
        ({"operations": [step("patch", id=NOBODY)]}, "/operations/0/revision"),
        ({"operations": [step("delete")]}, "/operations/0/id"),
        ({"operations": [step("delete", id="5")]}, "/operations/0/id"),
        ({"operations": [{"do": "create"}]}, "/operations/0/model"),
        ({"operations": [step("create", colour="red")]}, "/operations/0/colour"),
        ({"operations": [step("create", data=[])]}, "/operations/0/data"),
        ({"operations": ["create"]}, "/operations/0"),
        ({"operations": [step("create", data=STEN)], "mode": "x"}, "/mode"),
    ],
)
def test_what_is_no_batch_is_refused(nils: Browser, body: dict[str, object], pointer: str) -> None:
    answered = nils.post(BATCH, json=body)
    assert answered.status_code == 422
    assert pointer in {each["pointer"] for each in answered.get_json()["errors"]}
    assert count(nils) == 0


def test_another_tenant_reaches_nothing(nils: Browser, granby: Tenant) -> None:
    one = made(nils)
    publish(granby)
    rut = granby.browser("owner")
    answered = send(
        rut,
        step("patch", id=one, revision=1, data={"amount": 1}),
        step("delete", id=one),
        step("restore", id=one),
        step("create", "paper", data={"title": "x", "case": one}),
        atomic=False,
    )
    assert [each["code"] for each in answered.get_json()["results"]] == [
        "not-found",
        "not-found",
        "not-found",
        "invalid",
    ]
    assert nils.get(f"{CASES}/{one}").get_json()["revision"] == 1


def test_strangers_are_asked_to_sign_in(bjorkby: Tenant) -> None:
    publish(bjorkby)
    assert send(bjorkby.browser(""), step("create", data=STEN)).status_code == 401


def test_a_later_operation_names_what_an_earlier_one_made(nils: Browser) -> None:
    answered = send(
        nils,
        step("create", **{"as": "matter"}, data=STEN),
        step("create", "paper", **{"as": "about"}, data={"title": "@matter", "case": "@matter"}),
        step("patch", id="@matter", data={"amount": 5}),
        step("patch", id="@matter", data={"amount": 6}),
        step("delete", "paper", id="@about"),
        step("restore", "paper", id="@about"),
    )
    assert answered.status_code == 200, answered.text
    results = answered.get_json()["results"]
    assert [one["revision"] for one in results] == [1, 1, 2, 3, 2, 3]
    paper = nils.get(f"{CASES.removesuffix('case')}paper/{results[1]['id']}").get_json()
    assert paper["data"] == {"title": "@matter", "case": results[0]["id"]}
    assert nils.get(f"{CASES}/{results[0]['id']}").get_json()["data"]["amount"] == 6


def test_names_stand_in_several_references_and_in_rows(bjorkby: Tenant) -> None:
    publish(bjorkby, ORDERS, roles=SELLERS)
    seller = bjorkby.browser("member")
    lines = [{"what": "@bolt", "product": "@bolt"}]
    data = {"title": "One", "needs": ["@bolt", "@nut"], "lines": lines}
    answered = seller.post(
        BATCH.replace("cases", "orders"),
        json={
            "operations": [
                step("create", "product", **{"as": "bolt"}, data={"name": "Bolt"}),
                step("create", "product", **{"as": "nut"}, data={"name": "Nut"}),
                step("create", "order", data=data),
            ]
        },
    )
    assert answered.status_code == 200, answered.text
    bolt, nut, order = (one["id"] for one in answered.get_json()["results"])
    made_of = seller.get(f"/api/v1/apps/orders/records/order/{order}").get_json()["data"]
    assert made_of["needs"] == [bolt, nut]
    assert made_of["lines"] == [{"what": "@bolt", "product": bolt}]


def test_what_names_a_refused_operation_is_refused_with_it(nils: Browser) -> None:
    steps = [
        step("create", **{"as": "matter"}, data={"kind": "permit"}),
        step("create", "paper", data={"title": "x", "case": "@matter"}),
        step("patch", id="@matter", data={"amount": 5}),
        step("create", **{"as": "other"}, data=STEN),
    ]
    by_itself = send(nils, *steps, atomic=False).get_json()
    assert [one["status"] for one in by_itself["results"]] == ["refused"] * 3 + ["created"]
    assert [one.get("code") for one in by_itself["results"][1:3]] == ["invalid", "not-found"]
    [wrong] = by_itself["results"][1]["errors"]
    assert (wrong["pointer"], wrong["code"]) == ("/case", "reference-invalid")
    together = send(nils, *steps)
    assert [one["pointer"] for one in together.get_json()["errors"]] == [
        "/operations/0/applicant",
        "/operations/1/case",
        "/operations/2",
    ]
    assert count(nils) == 1


def test_a_name_opens_nothing(bjorkby: Tenant, nils: Browser) -> None:
    """Who may make a record and not read it may not refer to it either, named or not."""
    changed: Any = copy.deepcopy(SMALL_CASES)
    changed["roles"]["blind"] = {
        "title": "Blind",
        "models": {
            "case": {"create": True},
            "paper": {"create": {"fields": {"except": ["decides"]}}},
        },
    }
    publish(bjorkby, changed)
    bjorkby.give("builder", "cases", "blind")
    vera = bjorkby.browser("builder")
    matter = step("create", **{"as": "matter"}, data=STEN)
    answered = send(
        vera,
        matter,
        step("create", "paper", data={"title": "x", "case": "@matter"}),
        step("patch", id="@matter", data={"amount": 1}),
        step("create", "paper", data={"title": "x", "decides": "@matter"}),
        step("create", "paper", data={"title": "x", "decides": NOBODY}),
        atomic=False,
    ).get_json()["results"]
    assert [one["status"] for one in answered] == ["created"] + ["refused"] * 4
    assert answered[1]["errors"][0]["code"] == "reference-unknown"
    assert answered[3]["errors"] == answered[4]["errors"] != []
    assert count(nils) == 1


@pytest.mark.parametrize(
    ("steps", "pointer"),
    [
        ([step("patch", id="@later", data={})], "/operations/0/id"),
        ([step("patch", id="@me", **{"as": "me"}, data={})], "/operations/0/id"),
        ([step("create", **{"as": "a"}, data=STEN)] * 2, "/operations/1/as"),
        ([step("create", **{"as": "A b"}, data=STEN)], "/operations/0/as"),
        ([step("create", **{"as": "a\n"}, data=STEN)], "/operations/0/as"),
        ([step("create", **{"as": "@a"}, data=STEN)], "/operations/0/as"),
        ([step("create", **{"as": 1}, data=STEN)], "/operations/0/as"),
        ([step("delete", id="@")], "/operations/0/id"),
        ([step("delete", id="$1.id")], "/operations/0/id"),
    ],
)
def test_a_name_that_means_nothing_is_refused_at_its_place(
    nils: Browser, steps: list[dict[str, object]], pointer: str
) -> None:
    answered = send(nils, *steps)
    assert answered.status_code == 422
    assert pointer in {each["pointer"] for each in answered.get_json()["errors"]}
    assert count(nils) == 0
