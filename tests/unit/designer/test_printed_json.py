"""A definition is printed as `json` does, and every place knows its line."""

import json

from stuga.builder.designer.places import page_for
from stuga.builder.designer.printed_json import line_at, printed
from stuga.models.definition.reading import pointer
from stuga.models.json import JsonObject


def test_it_reads_back_as_the_same_document(cases: JsonObject) -> None:
    text, _ = printed(cases)

    assert text == json.dumps(cases, ensure_ascii=False, indent=2)


def test_every_pointer_leads_to_its_line() -> None:
    document: JsonObject = {"a": [], "b~/": {"c": [1, {"d": "å"}]}, "e": {}}

    text, places = printed(document)

    lines = text.splitlines()
    assert lines[places[pointer("b~/", "c", 1, "d")] - 1].strip() == '"d": "å"'
    assert lines[places["/e"] - 1].strip() == '"e": {}'
    assert line_at(places, "/a/0/nothing") == places["/a"]


def test_problems_lead_to_the_page_where_they_are_mended() -> None:
    pages = {
        "": "/json",
        "/models/case": "/models/case",
        "/models/case/properties/kind/x-privacy": "/models/case/fields/kind",
        "/screens/apply/columns/1": "/screens/apply",
        "/screens/apply/steps/0/elements/1/show": (
            "/screens/apply?at=/screens/apply/steps/0/elements/1"
        ),
        "/roles/reader/models/case": "/roles/reader",
        "/retention/closed": "/privacy",
        "/texts/sv": "/languages",
    }

    assert {at: page_for("", at) for at in pages} == pages
