"""Widgets: every kind is shown, typed back as it was stored, and never takes markup for markup."""

from dataclasses import replace

import pytest

from stuga.models.definition.document import Element, Model
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui import Locale
from stuga.platform.ui.icons import names
from stuga.platform.ui.screens.rendering import render
from stuga.platform.ui.widgets import LAYOUTS, WIDGETS, Mode, NoWidgetError, widget_for
from stuga.platform.ui.widgets.link import web_address
from stuga.platform.ui.widgets.registry import registry
from stuga.platform.ui.widgets.text import TextWidget
from tests.factories.screens import form_view

STORED: JsonObject = {
    "applicant": "Sten <Ek>",
    "pnr": "198112289874",
    "email": "sten@example.se",
    "phone": "+46701234567",
    "site": "https://example.se/a",
    "kind": "permit",
    "topics": ["water", "noise"],
    "what": "Two\nlines",
    "amount": 1234567.5,
    "persons": 12,
    "share": -0.25,
    "urgent": True,
    "closed_on": "2026-01-31",
    "met_at": "2026-07-31T13:03:00Z",
    "handler": "0197c2a8-0000-7000-8000-000000000001",
    "parent": "0197c2a8-0000-7000-8000-000000000002",
}


def test_every_kind_has_a_widget_and_a_kind_without_one_is_refused() -> None:
    taken = {kind for widget in WIDGETS.values() for kind in widget.kinds}

    assert set(KINDS) <= taken
    with pytest.raises(NoWidgetError, match="hologram"):
        registry((TextWidget(),), ("text", "hologram"))


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
@pytest.mark.parametrize("key", STORED)
def test_what_a_control_shows_is_read_back_as_it_was_stored(
    case: Model, key: str, language: str
) -> None:
    field, locale = case.fields[key], Locale(language)
    widget = widget_for(field)

    typed = widget.typed(STORED[key], field, locale)

    read = widget.parse(typed, field, locale)
    assert not isinstance(read, Refused)
    assert field.kind.normal(read, field.schema) == field.kind.normal(STORED[key], field.schema)


@pytest.mark.parametrize("key", STORED)
def test_an_empty_control_means_no_value(case: Model, key: str, english: Locale) -> None:
    field = case.fields[key]

    assert widget_for(field).parse([""], field, english) is None


@pytest.mark.parametrize(
    ("key", "wanted", "expected"),
    [
        ("kind", "", "radio"),
        ("kind", "select", "select"),
        ("kind", "money", "radio"),
        ("urgent", "", "checkbox"),
        ("urgent", "yes-no", "yes-no"),
        ("what", "", "textarea"),
        ("applicant", "textarea", "textarea"),
    ],
)
def test_a_field_gets_the_widget_it_asks_for_if_that_can_show_it(
    case: Model, key: str, wanted: str, expected: str
) -> None:
    assert widget_for(case.fields[key], wanted).name == expected


def test_many_choices_become_a_list_that_opens(case: Model) -> None:
    kind = case.fields["kind"]
    many: list[JsonValue] = [{"const": f"c{n}", "title": f"C{n}"} for n in range(6)]

    assert widget_for(replace(kind, schema={**kind.schema, "oneOf": many})).name == "select"


def test_a_required_yes_or_no_has_no_answer_until_one_is_given(case: Model) -> None:
    assert widget_for(replace(case.fields["urgent"], required=True)).name == "yes-no"


@pytest.mark.parametrize("mode", list(Mode))
def test_values_are_text_whatever_they_hold(mode: Mode, english: Locale) -> None:
    html = render(form_view(data=STORED, mode=mode), english)

    assert "Sten &lt;Ek&gt;" in html
    assert "<Ek>" not in html


@pytest.mark.parametrize("key", STORED)
def test_each_control_has_a_label_and_a_place_for_its_error(key: str, english: Locale) -> None:
    html = render(form_view(), english)

    is_group = key in {"kind", "topics"}
    assert f'id="field-{key}"' in html
    assert f'aria-describedby="field-{key}-error' in html
    assert f'id="field-{key}-error"' in html
    assert is_group or f'<label class="field-label" for="field-{key}">' in html or key == "urgent"


def test_reading_shows_words_and_no_controls(english: Locale) -> None:
    labels = {str(STORED["handler"]): "Vera Wik", str(STORED["parent"]): "C-1 Sten"}

    html = render(form_view(data=STORED, mode=Mode.READ, labels=labels), english)

    assert "<input" not in html
    for words in ("31 Jan 2026", "31 Jul 2026 15:03", "Permit", "Water; Noise", "Vera Wik"):
        assert words in html


def test_printing_leaves_a_place_to_write(english: Locale) -> None:
    html = render(form_view(mode=Mode.PRINT), english)

    assert html.count('class="field-blank"') == len(STORED)
    assert "Not filled in" in html


def test_the_builders_canvas_is_inert_and_says_where_each_element_stands(
    english: Locale,
) -> None:
    html = render(form_view(mode=Mode.SAMPLE), english)

    assert " inert>" in html
    assert 'data-pointer="/screens/edit/elements/0"' in html
    assert 'data-pointer="/screens/edit/elements/0/elements/0/elements/4"' in html


def test_an_element_that_nobody_knows_is_a_neutral_box(english: Locale) -> None:
    assert "This part cannot be shown here." in render(form_view(), english)


def test_only_web_addresses_become_links(english: Locale) -> None:
    html = render(form_view(data={"site": "javascript:alert(1)"}, mode=Mode.READ), english)

    assert web_address("https://example.se") == "https://example.se"
    assert web_address("data:text/html,x") == ""
    assert 'href="javascript' not in html


def test_browsers_fill_in_only_where_people_write_about_themselves(english: Locale) -> None:
    public = render(form_view("apply"), english)
    staff = render(form_view(), english)

    assert 'autocomplete="name"' in public
    assert 'autocomplete="email"' in public
    assert 'autocomplete="name"' not in staff


def test_a_text_block_takes_markdown_and_no_html(english: Locale) -> None:
    html = render(form_view(), english)

    assert "Read <em>this</em> first. &lt;b&gt;No&lt;/b&gt;" in html


def test_money_shows_its_currency_beside_and_not_in_the_box(swedish: Locale) -> None:
    html = render(form_view(data=STORED), swedish)

    assert 'value="1\xa0234\xa0567,50"' in html
    assert 'id="field-amount-affix">SEK<' in html


def test_a_reference_is_a_list_or_a_search(english: Locale) -> None:
    listed = render(form_view(), english)
    searched = render(form_view(searches={"parent": "/find"}), english)

    assert '<select class="select" id="field-parent" name="parent"' in listed
    assert 'name="_find.parent"' in searched
    assert 'value="find:parent" formnovalidate' in searched


def test_every_layout_element_of_a_form_can_be_offered() -> None:
    element = Element.read({"type": "section", "key": "a"}, "")

    assert element.type in LAYOUTS
    assert [name for name, layout in LAYOUTS.items() if layout.holds] == ["section", "columns"]


def test_every_widget_has_an_icon_in_the_sprite_and_a_title_to_translate() -> None:
    offered = (*WIDGETS.values(), *LAYOUTS.values())

    assert {one.icon for one in offered} <= names()
    assert all(one.title for one in offered)
