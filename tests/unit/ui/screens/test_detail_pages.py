"""Details: sections in words, history beside each field, nothing that one may not read."""

import pytest

from stuga.models.definition.document import App, Fields, Model, Screen
from stuga.models.definition.masks import Masked
from stuga.models.json import JsonObject
from stuga.platform.ui import Locale
from stuga.platform.ui.screens.detail import Known, sections_of
from stuga.platform.ui.screens.detail_view import Change, DetailView, Section
from stuga.platform.ui.screens.list_view import Action
from stuga.platform.ui.screens.rendering import render
from stuga.platform.ui.screens.values import Values
from stuga.platform.ui.screens.visibility import Judge
from tests.factories.screens import WORLD

DATA: JsonObject = {
    "applicant": "Sten <Ek>",
    "kind": "permit",
    "what": "a\nb",
    "site": "https://x.se",
}
SCREEN: JsonObject = {
    "type": "detail",
    "model": "case",
    "title": "Case",
    "elements": [
        {"type": "field", "field": "applicant"},
        {"type": "field", "field": "created_at", "title": "Came in"},
        {
            "type": "section",
            "key": "matter",
            "title": "The matter",
            "elements": [
                {"type": "columns", "elements": [{"type": "field", "field": "kind"}]},
                {
                    "type": "field",
                    "field": "amount",
                    "show": {"field": "kind", "is": "complaint"},
                },
            ],
        },
        {"type": "field", "field": "what"},
        {"type": "heading", "key": "more", "title": "More"},
        {"type": "field", "field": "site"},
        {"type": "section", "key": "none", "title": "None", "elements": []},
    ],
}


def laid_out(case: Model, **more: object) -> tuple[Section, ...]:
    screen = Screen.read("case", SCREEN)
    judge = Judge.of(case, WORLD)
    data = {**DATA, "created_at": "2026-01-31T13:03:00Z"}
    return sections_of(screen, case, data, Values(Locale("en")), judge=judge, **more)


def page(*sections: Section, **more: object) -> str:
    return render(DetailView(title="C-1", sections=sections, **more), Locale("en"))


def test_a_record_is_laid_out_as_its_screen_says(case: Model) -> None:
    told = [
        (section.title, [(one.title, one.text) for one in section.fields])
        for section in laid_out(case)
    ]

    assert told == [
        ("", [("Applicant", "Sten <Ek>"), ("Came in", "31 Jan 2026 14:03")]),
        ("The matter", [("Kind", "Permit")]),
        ("", [("What", "a\nb")]),
        ("More", [("Web site", "https://x.se")]),
    ]


def test_a_screen_without_elements_shows_every_field(case: Model, cases: App) -> None:
    empty = Screen.read("case", {"type": "detail", "model": "case", "title": "Case"})

    (section,) = sections_of(empty, case, DATA, Values(Locale("en")), judge=Judge.of(case, WORLD))

    assert [one.key for one in section.fields] == list(cases.models["case"].fields)


def test_a_field_one_may_not_read_is_not_there(case: Model) -> None:
    closed = Fields(excepted=frozenset({"applicant"}))

    assert "Sten" not in page(*laid_out(case, readable=closed))


def test_a_field_tells_its_history(case: Model) -> None:
    change = Change(who="Vera", when="3 Feb 2026", old="Complaint", new="Permit")
    gone = Change(who="Stuga", when="1 Mar 2026", removed_by="Two years after closing")

    html = page(*laid_out(case, known=Known(history={"kind": [change, gone]})))

    assert "2 changes" in html
    assert "<del>Complaint</del>" in html
    assert "<ins>Permit</ins>" in html
    assert "removed by Two years after closing" in html


def test_what_a_rule_removed_says_so_in_its_place(case: Model) -> None:
    known = Known(removed_by={"applicant": "Two years after closing, 1 March"})

    html = page(*laid_out(case, known=known))

    assert "removed by Two years after closing, 1 March" in html
    assert "Sten" not in html


def test_a_masked_value_leads_nowhere(case: Model) -> None:
    sections = laid_out(case, known=Known(masked={"site": Masked("••••.se")}))

    assert sections[-1].fields[0].link == ""
    assert "••••.se" in page(*sections)
    assert "partly hidden" in page(*sections)


@pytest.mark.parametrize("words", ["Kept until 1 March 2028, then anonymised", "Kept by a hold"])
def test_how_long_a_record_is_kept_stands_below_it(case: Model, words: str) -> None:
    assert words in page(*laid_out(case), kept=words)


def test_values_are_text_and_deleting_is_a_form(case: Model) -> None:
    delete = Action(label="Delete", link="/delete", post=True, danger=True)

    html = page(*laid_out(case), actions=[delete], csrf="t0ken")

    assert "Sten &lt;Ek&gt;" in html
    assert 'method="post" action="/delete"' in html
    assert 'rel="noopener noreferrer">https://x.se</a>' in html
