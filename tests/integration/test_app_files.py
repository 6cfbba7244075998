"""An app as one file: its pictures go with it, and what is missing is said."""

import base64
import io
import json
import re

import pytest
from werkzeug.test import TestResponse

from stuga.builder.designer import app_files, file_pages
from stuga.models.json import JsonObject
from tests.factories.building import begun, definition
from tests.factories.cast import Browser, Tenant
from tests.factories.pictures import add_picture, drawn, names_of

REVISION = re.compile(r'name="revision" value="(\d+)"')


def with_picture(name: str) -> JsonObject:
    """Return the cases with a page that shows a picture."""
    image: JsonObject = {"type": "image", "key": "one", "picture": name, "alt": "Boats"}
    made = definition()
    page: JsonObject = {"type": "page", "title": "Welcome", "elements": [image]}
    return {**made, "screens": {**made["screens"], "welcome": page}}


def sent(browser: Browser, content: bytes, app: str = "cases") -> TestResponse:
    page = browser.get(f"/build/{app}/json").text
    data = {"revision": REVISION.findall(page)[0], "file": (io.BytesIO(content), "app.json")}
    return browser.post(f"/build/{app}/file", data=data)


def shown_in(browser: Browser) -> str:
    draft = browser.get("/api/v1/apps/cases/draft").get_json()
    return str(draft["screens"]["welcome"]["elements"][0]["picture"])


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_an_app_goes_to_another_tenant_with_its_pictures(
    bjorkby: Tenant, granby: Tenant, kind: str
) -> None:
    vera = begun(bjorkby)
    name = add_picture(vera, "cases", drawn(kind))
    add_picture(vera, "cases", drawn(color="#b3261e"))  # which nothing shows
    text = json.dumps(with_picture(name))
    revision = REVISION.findall(vera.get("/build/cases/json").text)[0]
    typed = {"document": text, "revision": revision}
    assert vera.post("/build/cases/json", data=typed).status_code == 303
    given = vera.get("/build/cases/file")
    assert 'filename="cases.stuga.json"' in given.headers["Content-Disposition"]
    assert [*given.get_json()["pictures"]] == [name]

    rut = begun(granby, who="owner")
    assert sent(rut, given.data).status_code == 303
    here = shown_in(rut)
    assert names_of(rut, "cases") == [here]
    assert rut.get(f"/apps/cases/_pictures/{here}").status_code == 200
    assert "is not here" not in rut.get("/build/cases/problems").text


def test_a_file_that_could_not_be_read_back_is_not_given_and_names_its_largest_pictures(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    vera = begun(bjorkby)
    name = add_picture(vera, "cases", drawn())
    revision = REVISION.findall(vera.get("/build/cases/json").text)[0]
    typed = {"document": json.dumps(with_picture(name)), "revision": revision}
    assert vera.post("/build/cases/json", data=typed).status_code == 303
    size = len(vera.get("/build/cases/file").data)

    monkeypatch.setattr(app_files, "MOST_BYTES", size)
    assert vera.get("/build/cases/file").status_code == 200
    monkeypatch.setattr(app_files, "MOST_BYTES", size - 1)
    answer = vera.get("/build/cases/file")

    assert answer.status_code == 422
    assert "can be read back" in answer.text
    assert re.search(r"The largest: \S+ \(\d+\xa0B\)", answer.text)


def test_a_picture_that_the_file_does_not_bring_is_said(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    name = f"{'a' * 64}-60x40.png"
    broken: JsonObject = {name: {"title": "x.png", "content": "bm8gcGljdHVyZQ=="}}
    whole = {
        "$schema": "urn:stuga:app-file:1",
        "definition": with_picture(name),
        "pictures": broken,
    }
    assert sent(vera, json.dumps(whole).encode()).status_code == 303
    assert shown_in(vera) == name
    assert "is not here" in vera.get("/build/cases/problems").text


def test_pictures_that_the_definition_does_not_show_are_not_taken(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    one: JsonObject = {"title": "x.png", "content": base64.b64encode(drawn()).decode()}
    made = definition()
    whole: JsonObject = {
        "$schema": "urn:stuga:app-file:1",
        "definition": made,
        "pictures": {f"{'a' * 64}-60x40.png": one, "form": one},  # a word of every definition
    }
    assert sent(vera, json.dumps(whole).encode()).status_code == 303
    assert names_of(vera, "cases") == []
    assert vera.get("/api/v1/apps/cases/draft").get_json()["screens"] == made["screens"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[1", b'{"$schema": "urn:stuga:app-file:1"}'])
def test_what_is_no_file_of_an_app_changes_nothing(bjorkby: Tenant, content: bytes) -> None:
    vera = begun(bjorkby)
    before = vera.get("/api/v1/apps/cases/draft").get_json()
    answer = sent(vera, content)
    assert answer.status_code == 422
    assert "no file of an app" in answer.text
    assert vera.get("/api/v1/apps/cases/draft").get_json() == before


def test_a_file_that_is_too_large_is_called_so(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    vera = begun(bjorkby)
    monkeypatch.setattr(file_pages, "MOST_BYTES", 100)
    answer = sent(vera, json.dumps({"$schema": "urn:stuga:app-file:1", "x": "y" * 100}).encode())
    assert answer.status_code == 422
    assert "The file is larger than" in answer.text
    assert "no file of an app" not in answer.text


def test_files_of_apps_are_for_builders_of_the_tenant(bjorkby: Tenant, granby: Tenant) -> None:
    begun(bjorkby)
    data = {"revision": "1"}
    for who, codes in (("member", (403, 403)), ("auditor", (200, 403))):
        browser = bjorkby.browser(who)
        given = browser.get("/build/cases/file").status_code
        assert (given, browser.post("/build/cases/file", data=data).status_code) == codes
    rut = granby.browser("owner")
    assert rut.get("/build/cases/file").status_code == 404
    assert rut.post("/build/cases/file", data=data).status_code == 404
