"""`Idempotency-Key`: sent twice, carried out once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from stuga.models import Record, RequestKey
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.identity.tasks import tidy_tenant
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.records import entries_of

CASES = "/api/v1/apps/cases/records/case"
BULK = f"{CASES}/bulk"
STEN = {"applicant": "Sten Ek", "kind": "permit"}
KEY = {"Idempotency-Key": '"8e03978e-40d5-43dd-bc93-6894a57f9324"'}


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    publish(bjorkby)
    return bjorkby.browser("member")


def post(browser: Browser, *, key: str = KEY["Idempotency-Key"], **data: object) -> TestResponse:
    sent: TestResponse = browser.post(
        CASES, json={**STEN, **data}, headers={"Idempotency-Key": key}
    )
    return sent


def count(tenant: Tenant, table: Any = Record) -> int:  # noqa: ANN401  # a table
    with tenant.inside():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_request_again_gets_the_same_answer_and_no_second_record(nils: Browser) -> None:
    first, second = post(nils), post(nils)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json() == second.get_json()
    assert first.headers["Location"] == second.headers["Location"]
    assert first.headers["ETag"] == second.headers["ETag"]
    assert count(nils.tenant) == 1
    assert len(entries_of(nils.tenant, "record.create")) == 1
    assert len(entries_of(nils.tenant, "record.read")) == 1


def test_the_order_of_members_makes_no_other_request(nils: Browser) -> None:
    nils.post(CASES, json={"kind": "permit", "applicant": "Sten Ek"}, headers=KEY)
    assert post(nils).status_code == 201
    assert count(nils.tenant) == 1


def test_another_request_with_the_key_is_refused(nils: Browser) -> None:
    post(nils)
    other = post(nils, amount=5)
    assert other.status_code == 422
    assert other.get_json()["code"] == "idempotency-key-reused"
    operations = {"operations": [{"do": "create", "data": STEN}]}
    assert nils.post(BULK, json=operations, headers=KEY).status_code == 422
    elsewhere = nils.post(CASES.replace("case", "paper"), json=STEN, headers=KEY)
    assert elsewhere.status_code in {404, 422}
    assert count(nils.tenant) == 1


def test_requests_without_a_key_are_carried_out_each(nils: Browser) -> None:
    for _ in range(2):
        assert nils.post(CASES, json=STEN).status_code == 201
    assert count(nils.tenant) == 2
    assert count(nils.tenant, RequestKey) == 0


def test_what_was_refused_may_be_tried_again_with_the_key(nils: Browser) -> None:
    assert post(nils, amount=-1).status_code == 422
    assert count(nils.tenant, RequestKey) == 0
    assert post(nils).status_code == 201


def test_a_key_is_its_senders(bjorkby: Tenant, nils: Browser) -> None:
    post(nils)
    assert post(bjorkby.browser("owner")).status_code == 201
    assert count(bjorkby) == 2


def test_a_key_is_its_tenants(nils: Browser, granby: Tenant) -> None:
    publish(granby)
    one = post(nils).get_json()["id"]
    other = post(granby.browser("member")).get_json()["id"]
    assert one != other
    assert (count(nils.tenant), count(granby)) == (1, 1)


def test_two_at_once_make_one_record(bjorkby: Tenant, nils: Browser) -> None:
    browsers = [nils] + [bjorkby.browser("member") for _ in range(3)]
    with ThreadPoolExecutor(len(browsers)) as pool:
        answers = list(pool.map(post, browsers))
    assert [one.status_code for one in answers] == [201] * len(browsers)
    assert len({one.get_json()["id"] for one in answers}) == 1
    assert count(bjorkby) == 1


def test_many_at_once_are_carried_out_once(nils: Browser) -> None:
    operations = {
        "operations": [
            {"do": "create", "data": STEN},
            {"do": "create", "data": {"kind": "permit"}},
        ]
    }
    first, second = (nils.post(BULK, json=operations, headers=KEY) for _ in range(2))
    assert first.status_code == second.status_code == 200
    assert first.get_json() == second.get_json()
    assert first.get_json()["done"] == 1
    assert count(nils.tenant) == 1
    assert len(entries_of(nils.tenant, "record.bulk")) == 1


def test_what_is_gone_by_now_is_not_made_again(nils: Browser) -> None:
    place = f"{CASES}/{post(nils).get_json()['id']}"
    assert nils.delete(place).status_code == 204
    assert post(nils).status_code == 404


def test_who_may_make_but_not_read_is_answered_the_same(bjorkby: Tenant) -> None:
    publish(bjorkby)
    bjorkby.give("builder", "cases", "clerk")
    vera = bjorkby.browser("builder")
    first, second = (post(vera, kind="complaint") for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.get_json() == second.get_json()
    assert "applicant" not in first.get_json()["data"]


def test_nothing_of_a_record_is_kept_with_the_key(nils: Browser) -> None:
    made = post(nils).get_json()
    with nils.tenant.inside():
        row = db.session.scalars(select(RequestKey)).one()
        assert row.answer == {"id": made["id"]}
        assert b"Sten" not in row.digest


def test_a_key_lives_for_a_day(nils: Browser) -> None:
    post(nils)
    with nils.tenant.inside():
        a_day_ago = clock.now() - timedelta(days=1)
        db.session.execute(update(RequestKey).values(created_at=a_day_ago))
    assert post(nils, amount=5).status_code == 201
    assert count(nils.tenant) == 2
    with nils.tenant.inside():
        tidy_tenant(clock.now() + timedelta(hours=23))
    assert count(nils.tenant, RequestKey) == 1
    with nils.tenant.inside():
        tidy_tenant(clock.now() + timedelta(hours=25))
    assert count(nils.tenant, RequestKey) == 0


@pytest.mark.parametrize("key", ["a-bare-key", '"with \\"marks\\" in it"', "x" * 255])
def test_a_key_may_be_quoted_or_bare(nils: Browser, key: str) -> None:
    assert [post(nils, key=key).status_code for _ in range(2)] == [201, 201]
    assert count(nils.tenant) == 1


def test_quotation_marks_are_no_part_of_a_key(nils: Browser) -> None:
    post(nils, key="abc")
    post(nils, key='"abc"')
    assert count(nils.tenant) == 1


@pytest.mark.parametrize("key", ["", '""', '"open', "two words", "x" * 256, '"å"', "a, b"])
def test_what_is_no_key_is_refused(nils: Browser, key: str) -> None:
    assert post(nils, key=key).status_code == 400
    assert count(nils.tenant) == 0
