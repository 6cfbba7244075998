"""Pages travel compressed only where no other site can have asked for them."""

import gzip

import pytest

from tests.factories.apps import publish
from tests.factories.cast import Tenant

SHOWN = {"Accept-Encoding": "gzip, br", "Sec-Fetch-Dest": "document"}


@pytest.mark.parametrize("began", ["same-origin", "none"])
def test_a_page_asked_for_from_here_is_sent_compressed(bjorkby: Tenant, began: str) -> None:
    path = f"/apps/{publish(bjorkby)}/edit"
    nils = bjorkby.browser("member")

    page = nils.get(path, headers={**SHOWN, "Sec-Fetch-Site": began})
    refused = nils.post(path, data={}, headers={**SHOWN, "Sec-Fetch-Site": "same-origin"})

    assert page.headers["Content-Encoding"] == refused.headers["Content-Encoding"] == "gzip"
    assert int(page.headers["Content-Length"]) == len(page.data) < 15_360
    assert gzip.decompress(page.data).decode().startswith("<!doctype html>")
    assert {"Accept-Encoding", "Sec-Fetch-Site", "Sec-Fetch-Dest"} <= {*page.vary}


@pytest.mark.parametrize(
    "headers",
    [
        {**SHOWN, "Sec-Fetch-Site": "cross-site"},
        {**SHOWN, "Sec-Fetch-Site": "same-site"},
        SHOWN,
        {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"},
        {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty"},
        {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "iframe"},
        {"Accept-Encoding": "br", "Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "document"},
        {"Accept-Encoding": "gzip;q=0", "Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "document"},
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "document"},
    ],
)
def test_what_another_site_may_have_begun_is_not(bjorkby: Tenant, headers: dict[str, str]) -> None:
    path = f"/apps/{publish(bjorkby)}/inbox?q=Sten"

    page = bjorkby.browser("member").get(path, headers=headers)

    assert "Content-Encoding" not in page.headers
    assert page.text.startswith("<!doctype html>")


def test_what_is_no_page_is_sent_as_it_is(bjorkby: Tenant) -> None:
    publish(bjorkby)

    answer = bjorkby.browser("member").get(
        "/api/v1/apps/cases/openapi.json", headers={**SHOWN, "Sec-Fetch-Site": "none"}
    )

    assert len(answer.data) > 10_000
    assert "Content-Encoding" not in answer.headers
