"""Lists, references, addresses and number series are designed in the browser."""

import pytest

from stuga.models.definition.check import blocking
from tests.factories.building import begun, definition
from tests.factories.cast import Browser, Tenant
from tests.integration.test_designer_pages import draft, post, words

MODEL = "/build/cases/models/case"
FIELD = f"{MODEL}/fields"


@pytest.fixture
def vera(bjorkby: Tenant) -> Browser:
    return begun(bjorkby, definition())


def lines(tenant: Tenant) -> dict[str, object]:
    found: dict[str, object] = draft(tenant)["models"]["case"]["properties"]["lines"]
    return found


def test_the_rows_of_a_list_are_designed_field_by_field(bjorkby: Tenant, vera: Browser) -> None:
    post(vera, FIELD, field="Lines", kind="list")
    post(vera, f"{FIELD}/lines/fields", revision=2, field="Paper", kind="reference")
    post(vera, f"{FIELD}/lines/fields", revision=3, field="Parts", kind="list")
    post(vera, f"{FIELD}/lines.parts/fields", revision=4, field="Maker", kind="text")
    post(vera, f"{FIELD}/lines/table", revision=5, do="up:lines.paper")
    post(vera, f"{FIELD}/lines/table", revision=6, do="required:lines.paper:on")
    answer = post(
        vera, f"{FIELD}/lines.parts.maker", revision=7, title="Made by", kind="text",
        personal="direct", method="redact", required="yes",
    )  # fmt: skip
    post(vera, f"{FIELD}/lines.text/remove", revision=8, title="Text")

    assert answer.headers["Location"].endswith(f"{FIELD}/lines.parts")
    items = lines(bjorkby)["items"]
    assert list(items["properties"]) == ["paper", "parts"]
    assert items["required"] == ["paper"]
    assert items["properties"]["paper"]["x-field"] == {
        "kind": "reference", "model": "paper", "on_delete": "restrict",
    }  # fmt: skip
    maker = items["properties"]["parts"]["items"]["properties"]["maker"]
    assert (maker["title"], maker["x-privacy"]["anonymise"]) == ("Made by", {"method": "redact"})
    assert not [one for one in blocking(draft(bjorkby)) if "lines" in one.pointer]
    page = words(vera.get(f"{FIELD}/lines.parts.maker"))
    assert "Used in" in page
    assert "Index: quick" not in page


def test_a_list_says_nothing_of_privacy_itself_unless_someone_does(
    bjorkby: Tenant, vera: Browser
) -> None:
    post(vera, FIELD, field="Lines", kind="list")
    assert "As the fields of its rows say" in words(vera.get(f"{FIELD}/lines"))

    post(vera, f"{FIELD}/lines", revision=2, title="Lines", kind="list", personal="special")
    assert lines(bjorkby)["x-privacy"] == {"personal": "special"}
    post(
        vera, f"{FIELD}/lines", revision=3, title="Lines", kind="list", personal="",
        minItems="1", maxItems="20",
    )  # fmt: skip

    assert "x-privacy" not in lines(bjorkby)
    assert (lines(bjorkby)["minItems"], lines(bjorkby)["maxItems"]) == (1, 20)


@pytest.mark.parametrize("kind", ["sequence", "files", "list", "nothing"])
def test_rows_hold_only_what_they_can(bjorkby: Tenant, vera: Browser, kind: str) -> None:
    post(vera, FIELD, field="Lines", kind="list")
    post(vera, f"{FIELD}/lines/fields", revision=2, field="Parts", kind="list")

    answer = post(vera, f"{FIELD}/lines.parts/fields", revision=3, field="More", kind=kind)

    assert answer.status_code == 422
    assert list(lines(bjorkby)["items"]["properties"]["parts"]["items"]["properties"]) == ["text"]


def test_what_is_no_list_has_no_rows(vera: Browser) -> None:
    added = post(vera, f"{FIELD}/email/fields", field="More", kind="text")
    moved = post(vera, f"{FIELD}/email/table", do="up:email.more")
    switched = post(vera, f"{FIELD}/email/table", do="index:email:on")

    assert {added.status_code, moved.status_code, switched.status_code} == {404}
    assert vera.get(f"{FIELD}/email.more").status_code == 404


def test_several_references_a_number_series_and_an_address(bjorkby: Tenant, vera: Browser) -> None:
    for revision, (title, kind) in enumerate(
        [("Papers", "references"), ("Number", "sequence"), ("Home", "address")], 1
    ):
        post(vera, FIELD, revision=revision, field=title, kind=kind)
    post(
        vera, f"{FIELD}/papers", revision=4, title="Papers", kind="references", model="paper",
        on_delete="restrict", maxItems="3",
    )  # fmt: skip
    post(
        vera, f"{FIELD}/number", revision=5, title="Number", kind="sequence",
        format="C-{year}-{number:05}",
    )  # fmt: skip
    home = {"title": "Home", "kind": "address", "region": "NO", "part": ["street", "city"]}
    vera.post(f"{FIELD}/home", data={**home, "part_required": "city", "revision": "6"})

    properties = draft(bjorkby)["models"]["case"]["properties"]
    assert properties["papers"]["x-field"] == {
        "kind": "references", "model": "paper", "on_delete": "restrict",
    }  # fmt: skip
    assert properties["papers"]["maxItems"] == 3
    assert properties["number"]["x-field"]["format"] == "C-{year}-{number:05}"
    assert properties["home"]["x-field"] == {"kind": "address", "region": "NO"}
    assert list(properties["home"]["properties"]) == ["street", "city"]
    assert properties["home"]["required"] == ["city"]


@pytest.mark.parametrize("wrong", ["C-{year}", "{number}{number}", "{day}-{number}", ""])
def test_a_format_without_a_number_is_refused(bjorkby: Tenant, vera: Browser, wrong: str) -> None:
    post(vera, FIELD, field="Number", kind="sequence")

    answer = post(
        vera, f"{FIELD}/number", revision=2, title="Number", kind="sequence", format=wrong
    )

    assert answer.status_code == 422
    assert "Say once where the number goes, such as C-{year}-{number:05}." in words(answer)
    number = draft(bjorkby)["models"]["case"]["properties"]["number"]
    assert number["x-field"]["format"] == "{year}-{number:04}"
