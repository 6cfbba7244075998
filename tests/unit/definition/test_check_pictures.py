"""What the checker finds in pictures and short lists of pages, and where pictures are used."""

from typing import Final

import pytest

from stuga.models.definition.pictures import PictureName, Use, name_of, uses
from stuga.models.json import JsonObject, JsonValue
from tests.unit.definition.conftest import Broken

NAME: Final = f"{'a' * 64}-640x480.png"
WELCOME: Final = "/screens/welcome"
HERE: Final = f"{WELCOME}/elements/0"
IMAGE: Final[JsonObject] = {"type": "image", "key": "harbour", "picture": NAME, "alt": "Boats"}
LIST: Final[JsonObject] = {"type": "list", "key": "new", "title": "New", "model": "case"}


def on_page(element: JsonObject) -> tuple[str, str, JsonValue]:
    """Return what adds a page with one element."""
    page: JsonObject = {"type": "page", "title": "Welcome", "elements": [element]}
    return ("add", WELCOME, page)


@pytest.mark.parametrize(
    ("element", "pointer", "code", "words"),
    [
        ({**IMAGE, "alt": ""}, HERE, "image-alt", "cannot see it"),
        ({**LIST, "model": "cases"}, f"{HERE}/model", "model-unknown", "“case”?"),
        ({**LIST, "columns": ["sate"]}, f"{HERE}/columns/0", "field-unknown", "“state”?"),
        (
            {**LIST, "filter": {"field": "sate", "is": "new"}},
            f"{HERE}/filter/field",
            "field-unknown",
            "“state”?",
        ),
        ({**LIST, "sort": ["subject"]}, f"{HERE}/sort/0", "sort-unindexed", "Index it"),
        ({**LIST, "open": "inbox"}, f"{HERE}/open", "screen-unfit", "one record"),
        ({**LIST, "all": "case"}, f"{HERE}/all", "screen-unfit", "list"),
    ],
)
def test_a_mistake_of_a_part_blocks_and_is_named_where_it_stands(
    broken: Broken, element: JsonObject, pointer: str, code: str, words: str
) -> None:
    found = [one for one in broken(on_page(element)) if one.code == code]
    assert [(one.pointer, one.severity) for one in found] == [(pointer, "error")]
    assert words in str(found[0].message)


def test_parts_that_are_whole_have_no_problem(broken: Broken) -> None:
    whole = {**LIST, "columns": ["state"], "sort": ["-created_at"], "limit": 10, "all": "inbox"}
    for element in (IMAGE, {**IMAGE, "alt": "", "decorative": True, "width": "half"}, whole):
        assert not [one for one in broken(on_page(element)) if one.pointer.startswith(HERE)]


def test_a_filter_that_no_index_finds_is_a_warning_with_its_fix(broken: Broken) -> None:
    slow = {**LIST, "filter": {"field": "subject", "is": "Noise"}}
    (found,) = [one for one in broken(on_page(slow)) if one.code == "filter-unindexed"]
    assert (found.pointer, found.severity) == (f"{HERE}/filter", "warning")
    assert found.fix is not None


@pytest.mark.parametrize(
    "element",
    [
        {**IMAGE, "picture": "https://example.com/boats.png"},
        {**IMAGE, "width": "huge"},
        {**LIST, "limit": 11},
        {**LIST, "limit": 0},
    ],
)
def test_what_has_no_such_shape_is_refused(broken: Broken, element: JsonObject) -> None:
    assert [one for one in broken(on_page(element)) if one.code.startswith("structure")]


def test_a_picture_stands_on_a_page_only(broken: Broken) -> None:
    found = broken(("add", "/screens/overview/elements/0", IMAGE))
    assert "element-misplaced" in [one.code for one in found]


def test_the_name_of_a_picture_says_its_size_and_type() -> None:
    name = name_of("b" * 64, 640, 480, "image/jpeg")
    read = PictureName.read(name)
    assert read == PictureName(name, 640, 480, "image/jpeg")
    for wrong in ("", "x.png", NAME + "x", NAME.replace("640", "0"), NAME.upper()):
        assert PictureName.read(wrong) is None


def test_every_place_that_shows_a_picture_is_found() -> None:
    section: JsonObject = {"type": "section", "key": "s", "elements": [IMAGE]}
    document: JsonObject = {
        "screens": {"welcome": {"type": "page", "elements": [section]}},
        "theme": {"logo": NAME, "accent": "#0b6e4f"},
    }
    assert [*uses(document)] == [
        Use(NAME, f"{HERE}/elements/0/picture", "welcome"),
        Use(NAME, "/theme/logo"),
    ]
