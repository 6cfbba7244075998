"""The JSON API of records: as a program meets it, with everything that can go wrong."""

from typing import Any

import pytest

from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant

CASES = "/api/v1/apps/cases/records/case"
STEN = {"applicant": "Sten Ek", "kind": "permit", "amount": 100}


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    publish(bjorkby)
    return bjorkby.browser("member")


def made(nils: Browser, **more: object) -> dict[str, Any]:
    response = nils.post(CASES, json={**STEN, **more})
    assert response.status_code == 201, response.get_data(as_text=True)
    found: dict[str, Any] = response.get_json()
    return found


def applicants(nils: Browser, query: str = "") -> list[str]:
    response = nils.get(f"{CASES}?{query}")
    assert response.status_code == 200, response.get_data(as_text=True)
    return [one["data"].get("applicant") for one in response.get_json()["items"]]


def test_a_record_is_made_read_changed_and_thrown_away(nils: Browser) -> None:
    response = nils.post(CASES, json=STEN)
    assert response.headers["ETag"] == '"1"'
    place = response.headers["Location"].partition(nils.tenant.slug)[2]
    assert nils.get(place).get_json()["data"]["applicant"] == "Sten Ek"
    changed = nils.patch(place, json={"amount": 250.5}, headers={"If-Match": '"1"'})
    assert changed.get_json()["data"]["amount"] == 250.5
    assert changed.headers["ETag"] == '"2"'
    assert nils.delete(place).status_code == 204
    assert nils.get(place).status_code == 404
    assert nils.post(f"{place}/restore").status_code == 200
    history = nils.get(f"{place}/history").get_json()["items"]
    assert [one["what"] for one in history] == ["restore", "delete", "update", "create"]
    assert history[2]["changes"] == {"amount": [100, 250.5]}


def test_a_change_without_its_revision_is_refused(nils: Browser) -> None:
    place = f"{CASES}/{made(nils)['id']}"
    assert nils.patch(place, json={"amount": 1}).status_code == 428
    assert nils.put(place, json=STEN, headers={"If-Match": "*"}).status_code == 400


def test_a_stale_revision_tells_who_changed_what(nils: Browser) -> None:
    place = f"{CASES}/{made(nils)['id']}"
    nils.patch(place, json={"amount": 200}, headers={"If-Match": '"1"'})
    stale = nils.patch(place, json={"amount": 300}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    problem = stale.get_json()
    assert problem["code"] == "record-changed"
    assert problem["changed_by"]["name"] == "Nils Berg"
    assert problem["differences"] == [{"field": "amount", "yours": 300, "stored": 200}]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ('{"applicant": "Sten"', "line 1"),
        ("[1, 2]", "object"),
        ('{"applicant": "a", "applicant": "b"}', "twice"),
        ('{"amount": NaN}', "NaN"),
        ("[" * 5000 + "]" * 5000, ""),
    ],
)
def test_a_malformed_body_is_told_where(nils: Browser, body: str, says: str) -> None:
    response = nils.post(CASES, data=body, content_type="application/json")
    assert response.status_code == 400
    assert says in response.get_json()["detail"]


def test_bytes_that_are_no_text_are_refused(nils: Browser) -> None:
    response = nils.post(CASES, data=b'{"applicant": "\xff"}', content_type="application/json")
    assert response.status_code == 400
    assert "UTF-8" in response.get_json()["detail"]


def test_another_kind_of_body_is_refused(nils: Browser) -> None:
    assert nils.post(CASES, data="applicant=Sten").status_code == 415


def test_ten_megabytes_are_too_large(nils: Browser) -> None:
    response = nils.post(CASES, json={**STEN, "applicant": "x" * 10_000_000})
    assert response.status_code == 413


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"amount": "abc"}, "/amount"),
        ({"amount": -1}, "/amount"),
        ({"kind": "unknown"}, "/kind"),
        ({"colour": "red"}, "/colour"),
        ({"applicant": None}, "/applicant"),
        ({"applicant": "x" * 300}, "/applicant"),
        ({"closed_on": "2026-02-31"}, "/closed_on"),
    ],
)
def test_a_wrong_value_is_named(nils: Browser, given: dict[str, Any], pointer: str) -> None:
    response = nils.post(CASES, json={**STEN, **given})
    assert response.status_code == 422
    assert [one["pointer"] for one in response.get_json()["errors"]] == [pointer]


def test_a_list_is_filtered_sorted_and_searched(nils: Browser) -> None:
    for name, kind, amount in (
        ("Åsa", "permit", 30),
        ("Bo", "complaint", 10),
        ("Zita", "permit", 20),
    ):
        made(nils, applicant=name, kind=kind, amount=amount)
    assert applicants(nils) == ["Zita", "Bo", "Åsa"]
    assert applicants(nils, "filter[kind]=permit&sort=amount") == ["Zita", "Åsa"]
    assert applicants(nils, "filter[amount][gte]=20&sort=-amount") == ["Åsa", "Zita"]
    assert applicants(nils, "filter[kind][in]=complaint,other") == ["Bo"]
    assert applicants(nils, "filter[closed_on][empty]=false") == []
    assert applicants(nils, "q=åS") == ["Åsa"]
    assert applicants(nils, "q=nobody") == []


def test_pages_go_both_ways_without_gap_or_double(nils: Browser) -> None:
    amounts = [5, 3, None, 3, 1, None, 4]
    for number, amount in enumerate(amounts):
        made(nils, applicant=f"P{number}", **({} if amount is None else {"amount": amount}))
    whole = applicants(nils, "sort=amount")
    assert len(whole) == 7
    walked: list[str] = []
    cursor, back = "", ""
    while cursor is not None:
        page = nils.get(f"{CASES}?sort=amount&limit=2&cursor={cursor}").get_json()
        walked += [one["data"]["applicant"] for one in page["items"]]
        cursor, back = page["next"], page["previous"]
    assert walked == whole
    page = nils.get(f"{CASES}?sort=amount&limit=2&cursor={back}").get_json()
    assert [one["data"]["applicant"] for one in page["items"]] == whole[4:6]


def test_a_count_is_told_when_asked_for(nils: Browser) -> None:
    made(nils)
    assert "count" not in nils.get(CASES).get_json()
    assert nils.get(f"{CASES}?count=true").get_json()["count"] == {"number": 1, "capped": False}


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("filter[colour]=red", "colour"),
        ("filter[kind][like]=p", "like"),
        ("filter[amount][gte]=much", "much"),
        ("filter=1", "filter"),
        ("filter[closed_on][empty]=maybe", "true or false"),
        ("sort=colour", "colour"),
        ("sort=notes", "notes"),
        ("limit=201", "limit"),
        ("limit=no", "limit"),
        ("cursor=abc", "cursor"),
        ("page=2", "page"),
        ("sort=amount&sort=kind", "sort"),
    ],
)
def test_what_a_list_cannot_do_is_named(nils: Browser, query: str, says: str) -> None:
    made(nils)
    response = nils.get(f"{CASES}?{query}")
    assert response.status_code == 400
    assert says in response.get_json()["detail"]


def test_a_cursor_belongs_to_one_list(nils: Browser) -> None:
    made(nils)
    made(nils)
    cursor = nils.get(f"{CASES}?limit=1").get_json()["next"]
    assert nils.get(f"{CASES}?limit=1&cursor={cursor}").status_code == 200
    assert nils.get(f"{CASES}?limit=1&sort=updated_at&cursor={cursor}").status_code == 400


def test_bulk_tells_how_each_went(nils: Browser) -> None:
    operations = [
        {"do": "create", "data": STEN},
        {"do": "create", "data": {**STEN, "kind": "nonsense"}},
    ]
    done = nils.post(f"{CASES}/bulk", json={"operations": operations}).get_json()
    assert [one["status"] for one in done["results"]] == ["created", "refused"]
    assert done["results"][1]["errors"][0]["pointer"] == "/kind"
    whole = nils.post(f"{CASES}/bulk", json={"operations": operations, "atomic": True})
    assert whole.status_code == 422
    assert "kind" in whole.get_data(as_text=True)
    assert len(applicants(nils)) == 1


def test_openapi_describes_what_the_actor_may_do(nils: Browser) -> None:
    document = nils.get("/api/v1/apps/cases/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    assert "applicant" in document["components"]["schemas"]["case.input"]["properties"]
    assert "post" in document["paths"]["/apps/cases/records/case"]


def test_another_tenant_finds_nothing(nils: Browser, granby: Tenant) -> None:
    record = made(nils)
    rut = granby.browser("owner")
    publish(granby)
    place = f"{CASES}/{record['id']}"
    headers = {"If-Match": '"1"'}
    answers = [
        rut.get(place),
        rut.put(place, json=STEN, headers=headers),
        rut.patch(place, json={}, headers=headers),
        rut.delete(place),
        rut.post(f"{place}/restore"),
        rut.get(f"{place}/history"),
    ]
    assert {one.status_code for one in answers} == {404}
    unknown = rut.get(f"{CASES}/{'0' * 8}-0000-7000-8000-{'0' * 12}")
    assert answers[0].data == unknown.data
    assert applicants(rut) == []


@pytest.mark.parametrize("who", ["builder", "admin", "auditor"])
def test_tenant_roles_give_no_right_to_records(nils: Browser, who: str) -> None:
    record = made(nils)
    browser = nils.tenant.browser(who)
    assert browser.get(CASES).status_code == 404
    assert browser.get(f"{CASES}/{record['id']}").status_code == 404
    assert browser.post(CASES, json=STEN).status_code == 404


def test_a_stranger_is_asked_to_sign_in(nils: Browser) -> None:
    response = nils.tenant.browser().get(CASES)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_request_from_elsewhere_is_refused(nils: Browser) -> None:
    response = nils.post(CASES, json=STEN, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert response.get_json()["code"] == "forged-request"
    forged = nils.post(CASES, json=STEN, headers={"X-CSRF-Token": "00"})
    assert forged.status_code == 403
