"""What a browser asks for before anyone does is not answered: every read is an entry."""

import pytest

from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.records import Desk, entries_of

AHEAD = [
    {"Sec-Purpose": "prefetch"},
    {"Sec-Purpose": "prefetch;prerender"},
    {"Sec-Purpose": "prefetch;anonymous-client-ip"},
    {"Purpose": "prefetch"},
    {"X-Moz": "prefetch"},
]


@pytest.mark.parametrize("headers", AHEAD)
def test_a_page_that_nobody_has_opened_yet_is_neither_given_nor_noted(
    bjorkby: Tenant, headers: dict[str, str]
) -> None:
    path = f"/apps/{publish(bjorkby)}/edit/{Desk(bjorkby).case().id}"
    nils = bjorkby.browser("member")
    before = len(entries_of(bjorkby))

    ahead = nils.get(path, headers=headers)

    assert (ahead.status_code, ahead.data) == (503, b"")
    assert ahead.headers["Cache-Control"] == "no-store"
    assert len(entries_of(bjorkby)) == before
    assert nils.get(path, headers={"Sec-Purpose": ""}).status_code == 200
    assert len(entries_of(bjorkby)) == before + 1


def test_an_address_of_the_api_is_not_read_ahead(bjorkby: Tenant) -> None:
    app = publish(bjorkby)
    answer = bjorkby.browser("member").get(
        f"/api/v1/apps/{app}/records/case", headers={"Sec-Purpose": "prefetch"}
    )
    assert (answer.status_code, answer.data) == (503, b"")
