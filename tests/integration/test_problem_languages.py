"""Problems and changes are told in the reader's language, on pages and by the API."""

import re

import pytest
from sqlalchemy import update

from stuga.models import Person
from stuga.models.json import JsonObject
from stuga.platform.db import db
from tests.factories.building import CASES, begun, definition, publish, saved, tag
from tests.factories.cast import Tenant

MISSING = {
    "en": "The column list of screen “Inbox” (model “Case”) names the field “referense”",
    "sv": "Kolumnlistan på skärmen ”Inbox” (modellen ”Case”) anger fältet ”referense”",
    "nb": "Kolonnelisten på skjermen «Inbox» (modellen «Case») angir feltet «referense»",
}
FIX = {"en": "Use “reference”", "sv": "Använd ”reference”", "nb": "Bruk «reference»"}
REFUSED = {"en": "The draft has errors", "sv": "Utkastet har fel", "nb": "Utkastet har feil"}
NEW = {"en": "New model “Case”.", "sv": "Ny modell ”Case”.", "nb": "Ny modell «Case»."}
LANGUAGES = pytest.mark.parametrize("language", ["en", "sv", "nb"])


def broken() -> JsonObject:
    document = definition()
    document["screens"]["inbox"]["columns"] = ["referense"]
    return document


def asking(language: str) -> dict[str, str]:
    return {"Accept-Language": language}


def foreign(page: str) -> list[str]:
    """Find what is marked as English, but for the page and the choice of a language."""
    marked = re.findall(r'<[^>]* lang="en"[^>]*>', page)
    return [tag for tag in marked if not tag.startswith("<html") and 'value="en"' not in tag]


@LANGUAGES
def test_pages_tell_problems_and_fixes_in_the_readers_language(
    bjorkby: Tenant, language: str
) -> None:
    vera = begun(bjorkby, broken())

    for path in ("problems", "json", "publish"):
        page = vera.get(f"/build/cases/{path}", headers=asking(language)).text
        assert MISSING[language] in page, path
        assert foreign(page) == [], path
    assert FIX[language] in vera.get("/build/cases/problems", headers=asking(language)).text


@LANGUAGES
def test_the_publish_page_tells_changes_in_the_readers_language(
    bjorkby: Tenant, language: str
) -> None:
    page = begun(bjorkby).get("/build/cases/publish", headers=asking(language)).text

    assert NEW[language] in page


@LANGUAGES
def test_a_check_by_the_api_answers_in_the_language_asked_for(
    bjorkby: Tenant, language: str
) -> None:
    vera = begun(bjorkby, broken())

    checked = vera.post(f"{CASES}/draft/check", headers=asking(language)).get_json()

    (problem,) = [one for one in checked["problems"] if one["severity"] == "error"]
    assert problem["message"].startswith(MISSING[language])
    assert problem["fix"]["title"] == FIX[language]
    assert problem["code"] == "field-unknown"


@LANGUAGES
def test_what_is_refused_is_told_in_the_language_asked_for(bjorkby: Tenant, language: str) -> None:
    vera = begun(bjorkby, broken())

    refused = vera.post(
        f"{CASES}/versions",
        json={"note": "", "confirm": []},
        headers={**tag(1), **asking(language)},
    )

    problem = refused.get_json()
    assert refused.status_code == 422
    assert refused.headers["Content-Language"] == language
    assert problem["title"] == REFUSED[language]
    assert any(one["message"].startswith(MISSING[language]) for one in problem["problems"])


@LANGUAGES
def test_what_publishing_did_is_told_in_the_language_asked_for(
    bjorkby: Tenant, language: str
) -> None:
    done = begun(bjorkby).post(
        f"{CASES}/versions",
        json={"note": "", "confirm": []},
        headers={**tag(1), **asking(language)},
    )

    assert done.get_json()["effects"][0]["sentence"] == NEW[language]


def test_a_persons_own_language_comes_before_the_browsers(bjorkby: Tenant) -> None:
    vera = begun(bjorkby, broken())
    with bjorkby.inside():
        db.session.execute(update(Person).where(Person.name == "Vera Ström").values(language="nb"))

    refused = publish(vera)

    assert refused.get_json()["title"] == REFUSED["nb"]


def test_who_asks_for_no_language_is_answered_in_english(bjorkby: Tenant) -> None:
    vera = begun(bjorkby, broken())

    assert publish(vera).get_json()["title"] == REFUSED["en"]
    saved(vera, definition(), revision=1)
    assert publish(vera, revision=1).get_json()["title"] == "Someone saved this after you opened it"
