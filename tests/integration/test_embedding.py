"""Public forms within pages of other sites: only where the app names them, and without cookies."""

import copy
import re

import pytest

from stuga.models.definition.embedding import is_origin
from stuga.models.json import JsonObject
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.filling import opened, stored

SITE = "https://www.bjorkby.se"


def embedded(*origins: str) -> JsonObject:
    made = copy.deepcopy(SMALL_CASES)
    made["screens"]["apply"]["embed"] = [*origins]
    return made


def ancestors(answer: object) -> str:
    policy = answer.headers["Content-Security-Policy"]  # type: ignore[attr-defined]  # a response
    return re.findall(r"frame-ancestors ([^;]*);", policy)[0]


def test_only_the_form_and_only_named_sites(bjorkby: Tenant) -> None:
    app = publish(bjorkby, embedded(SITE, "https://*.evil.se", "http://b.se", "https://c.se/x; y"))
    stranger, nils = bjorkby.browser(), bjorkby.browser("member")

    form = stranger.get(f"/apps/{app}/apply")
    assert ancestors(form) == SITE
    assert form.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert ancestors(stranger.get(f"/apps/{app}/apply/thanks")) == SITE
    assert "require-trusted-types-for 'script'" in form.headers["Content-Security-Policy"]
    for path in (f"/apps/{app}/inbox", f"/apps/{app}/edit", "/", f"/apps/{app}/nothing"):
        assert ancestors(nils.get(path)) == "'none'", path
        assert ancestors(stranger.get(path)) == "'none'", path


def test_a_form_that_names_nobody_is_framed_by_nobody(bjorkby: Tenant) -> None:
    app = publish(bjorkby)

    form = bjorkby.browser().get(f"/apps/{app}/apply")

    assert ancestors(form) == "'none'"
    assert "_own" not in form.text


def test_a_form_is_sent_without_any_cookie(bjorkby: Tenant) -> None:
    app = publish(bjorkby, embedded(SITE))
    stranger = bjorkby.browser()
    form = opened(stranger, f"/apps/{app}/apply")
    fields = {**form.fields, "applicant": ["Sten Ek"], "kind": ["complaint"], "_do": ["save"]}
    own = {name: values[-1] for name, values in fields.items() if values}

    framed = bjorkby.app.test_client(use_cookies=False)
    address = f"/t/{bjorkby.slug}/apps/{app}/apply"
    guessed = {**own, "_own": "guessed" * 6}
    refused = framed.post(address, data=guessed, base_url="https://localhost")
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    forged = framed.post(address, data=own, base_url="https://localhost", headers=elsewhere)
    assert (refused.status_code, forged.status_code) == (403, 403)
    sent = framed.post(address, data=own, base_url="https://localhost")

    assert (sent.status_code, ancestors(sent)) == (200, SITE)
    assert "Thank you" in sent.text
    assert [one["applicant"] for one in stored(bjorkby)] == ["Sten Ek"]


def test_what_a_form_carries_opens_nothing_else(bjorkby: Tenant) -> None:
    app = publish(bjorkby, embedded(SITE))
    form = opened(bjorkby.browser(), f"/apps/{app}/apply")
    own = {name: values[-1] for name, values in form.fields.items() if values}

    signing_in = bjorkby.browser().post(
        "/sign-in", data={"_csrf": own["_csrf"], "_own": own["_own"], "email": "a@b.se"}
    )

    assert signing_in.status_code == 403


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SITE, True),
        ("https://forms.bjorkby.se:8443", True),
        ("http://localhost:5000", True),
        ("http://www.bjorkby.se", False),
        ("https://*.bjorkby.se", False),
        ("https://www.bjorkby.se/page", False),
        ("https://www.bjorkby.se/", False),
        ("https://bjorkby", False),
        ("*", False),
        ("https://a.se; script-src *", False),
        ("https://a.se\n", False),
    ],
)
def test_what_names_one_site(text: str, expected: bool) -> None:  # noqa: FBT001
    assert is_origin(text) is expected
