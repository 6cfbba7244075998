"""Error pages: what happened, in one's language, and where to go from here."""

import pytest
from sqlalchemy.exc import OperationalError

from stuga.platform.errors import (
    ConflictError,
    DomainError,
    TooLargeError,
    TooManyError,
    UnavailableError,
)
from tests.factories.cast import Tenant
from tests.factories.doors import Stranger


def test_an_unknown_page_is_not_found_in_ones_language(bjorkby: Tenant) -> None:
    for language, words in (
        ("sv", "Här finns ingenting"),
        ("nb", "Her er det ingenting"),
        ("en", "There is nothing here"),
    ):
        answer = bjorkby.browser("member").get("/nothing", headers={"Accept-Language": language})
        assert answer.status_code == 404
        assert f'lang="{language}"' in answer.text
        assert words in answer.text


def test_all_that_is_not_there_looks_the_same(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("owner")

    pages = [browser.get(path).data for path in ("/nothing", "/apps/none/list", "/admin/nothing")]

    assert len(set(pages)) == 1


def test_a_stranger_and_an_unknown_tenant_get_a_page_too(bjorkby: Tenant) -> None:
    stranger = Stranger(bjorkby).get("/nothing")
    nowhere = bjorkby.app.test_client().get(
        "/t/nowhere/sign-in", headers={"Accept-Language": "sv", "Accept": "text/html"}
    )

    assert stranger.status_code == nowhere.status_code == 404
    assert 'lang="sv"' in nowhere.text
    assert "Björkby" not in nowhere.text


def test_who_may_not_is_told_whom_to_ask(bjorkby: Tenant) -> None:
    answer = bjorkby.browser("member").get("/admin/")

    assert answer.status_code == 403
    assert "ask Ada Lind or Adam Ek" in answer.text


def test_a_stranger_is_not_told_who_works_here(bjorkby: Tenant) -> None:
    answer = Stranger(bjorkby).send("POST", "/sign-in", data={})

    assert answer.status_code == 403
    assert "Ada Lind" not in answer.text


def test_a_form_sent_after_the_session_ended_leads_to_the_sign_in_page(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("member")
    other = bjorkby.browser("member")
    other.post("/account/sessions/end")

    answer = browser.post("/account/password", data={"new": "x"})

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/t/{bjorkby.slug}/sign-in"


FAILURES = {
    "conflict": ConflictError("x"),
    "many": TooManyError("x", seconds=17),
    "large": TooLargeError("x"),
    "ours": DomainError("secret words"),
    "bug": RuntimeError("secret words"),
    "down": UnavailableError("x"),
    "database": OperationalError("SELECT secret", {}, Exception("secret words")),
}


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("conflict", 409, "This has changed in the meantime"),
        ("many", 429, "Too many attempts"),
        ("large", 413, "This is too large"),
        ("ours", 500, "Something went wrong"),
        ("bug", 500, "Something went wrong"),
        ("down", 503, "This does not work right now"),
        ("database", 503, "This does not work right now"),
    ],
)
def test_every_failure_has_its_page(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch, name: str, status: int, words: str
) -> None:
    def fail() -> str:
        raise FAILURES[name]

    monkeypatch.setitem(bjorkby.app.view_functions, "profile-pages.show_account", fail)

    answer = bjorkby.browser("member").get("/account")

    assert answer.status_code == status
    assert words in answer.text
    assert "secret" not in answer.text
    assert ("Reference" in answer.text) == (status >= 500)
    assert answer.headers.get("Retry-After") == ("17" if name == "many" else None)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_body_that_is_too_large_is_said_to_be(bjorkby: Tenant) -> None:
    answer = bjorkby.browser("member").post("/language", data={"language": "x" * 9_000_000})

    assert answer.status_code == 413
