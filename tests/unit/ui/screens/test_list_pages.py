"""Lists: their whole state in the address, rows in words, three ways of being empty."""

import re
from dataclasses import replace

import pytest

from stuga.models.definition.document import App, Fields, Model
from stuga.models.definition.refusals import Refused
from stuga.platform.ui import Locale
from stuga.platform.ui.screens.cell import Cell
from stuga.platform.ui.screens.list_filters import Filters
from stuga.platform.ui.screens.list_state import Filter, ListState, read_state
from stuga.platform.ui.screens.list_view import Action, Empty, ListView, Row, Sorted
from stuga.platform.ui.screens.listing import columns_of, count_text, fields_of_list, row_of
from stuga.platform.ui.screens.rendering import render
from stuga.platform.ui.screens.values import Values
from stuga.platform.ui.widgets import Option

HERE = "/apps/cases/inbox"


@pytest.fixture
def filters(case: Model, swedish: Locale) -> Filters:
    return Filters(case, Values(swedish, labels={"p1": "Vera Wik"}))


@pytest.fixture
def listed(case: Model, cases: App, english: Locale) -> ListView:
    fields = fields_of_list(cases.screens["apply"], case)
    columns = columns_of(fields, ListState(), HERE, sortable=("kind",), sort="-kind")
    data = {"applicant": "Sten <Ek>", "kind": "permit"}
    row = row_of(fields, "r1", data, Values(english), link=f"{HERE}/r1")
    return ListView(title="Inbox", action=HERE, columns=columns, rows=[row], count="1 record")


def test_an_address_and_its_state_say_the_same() -> None:
    address = "filter[kind]=permit&filter[amount][gte]=100&q=sten&sort=-amount&cursor=abc"
    pairs = [tuple(part.split("=")) for part in address.split("&")]

    state = read_state((name, value) for name, value in pairs)

    assert state.filters == (Filter("kind", "is", "permit"), Filter("amount", "gte", "100"))
    assert state.link(HERE) == f"{HERE}?{address}"
    assert state.unknown == ()


@pytest.mark.parametrize("name", ["filter[Kind]", "filter[kind][like]", "page", "filter"])
def test_a_parameter_that_means_nothing_is_named(name: str) -> None:
    assert read_state([(name, "x")]).unknown == (name,)


def test_changing_what_is_listed_goes_back_to_the_first_page() -> None:
    state = ListState(filters=(Filter("kind", "is", "permit"),), cursor="abc", search="x")

    assert "cursor" not in state.without(0).link(HERE)
    assert state.sorted_by("kind").link(HERE) == f"{HERE}?filter[kind]=permit&q=x&sort=kind"
    assert state.sorted_by("kind").sorted_by("kind").sort == "-kind"
    assert state.cleared().link(HERE) == HERE


def test_typed_filters_are_settled_in_the_typists_language(filters: Filters) -> None:
    sent = [("f", "amount"), ("o", "gte"), ("v", "1 234,50"), ("f", "urgent"), ("o", "is")]
    sent += [("v", "true"), ("f", "kind"), ("o", "empty"), ("v", ""), ("f", "kind")]
    sent += [("o", "is"), ("v", ""), ("f", "applicant"), ("o", "contains"), ("v", " Ek ")]

    found, refused = filters.settled(read_state(sent).typed)

    assert refused == {}
    assert found == (
        Filter("amount", "gte", "1234.5"),
        Filter("urgent", "is", "true"),
        Filter("kind", "empty", "true"),
        Filter("applicant", "contains", "Ek"),
    )


def test_a_filter_that_cannot_be_read_says_so_in_its_line(filters: Filters) -> None:
    state = read_state([("f", "amount"), ("o", "gte"), ("v", "12 x")])

    _, refused = filters.settled(state.typed)
    editor = filters.editor(state, refused)

    assert refused == {0: Refused("number-invalid")}
    assert editor.open
    assert editor.rows[0].value == "12 x"
    assert editor.rows[0].error.startswith("Amount måste vara ett tal")


def test_filters_become_one_condition_of_typed_values(filters: Filters) -> None:
    condition = filters.condition(
        [
            Filter("amount", "gte", "100.5"),
            Filter("persons", "is", "3"),
            Filter("urgent", "is", "false"),
            Filter("kind", "in", "permit,complaint"),
            Filter("closed_on", "empty", "true"),
            Filter("topics", "contains", "water"),
        ]
    )

    assert condition == {
        "all": [
            {"field": "amount", "gte": 100.5},
            {"field": "persons", "is": 3},
            {"field": "urgent", "is": False},
            {"field": "kind", "in": ["permit", "complaint"]},
            {"field": "closed_on", "empty": True},
            {"field": "topics", "contains": "water"},
        ]
    }
    assert filters.condition([]) is None


@pytest.mark.parametrize(
    "bad",
    [
        Filter("amount", "gte", "x"),
        Filter("amount", "gte", "nan"),
        Filter("amount", "contains", "1"),
        Filter("urgent", "is", "maybe"),
        Filter("nothing", "is", "1"),
    ],
    ids=str,
)
def test_a_filter_that_means_nothing_is_refused_by_name(filters: Filters, bad: Filter) -> None:
    with pytest.raises(ValueError, match=re.escape(bad.name)):
        filters.condition([bad])


def test_a_field_one_may_not_read_cannot_be_filtered_on(case: Model, swedish: Locale) -> None:
    closed = Filters(case, Values(swedish), readable=Fields(excepted=frozenset({"amount"})))

    assert "amount" not in {one.value for one in closed.editor(ListState()).fields}
    with pytest.raises(ValueError, match="amount"):
        closed.condition([Filter("amount", "gte", "1")])


def test_chips_read_as_sentences_and_each_can_be_taken_off(filters: Filters) -> None:
    state = ListState(
        filters=(
            Filter("kind", "is", "permit"),
            Filter("closed_on", "lt", "2026-01-31"),
            Filter("handler", "is", "p1"),
            Filter("site", "empty", "true"),
        )
    )

    chips = filters.chips(state, HERE)

    assert [chip.text for chip in chips] == [
        "Kind är Permit",
        "Closed on är före 31 jan. 2026",
        "Handler är Vera Wik",
        "Web site är tomt",
    ]
    assert "filter[kind]" not in chips[0].remove
    assert "filter[kind]=permit" in chips[1].remove


def test_the_editor_offers_what_each_field_allows(case: Model, english: Locale) -> None:
    people = {"handler": [Option("p1", "Vera")]}
    filters = Filters(case, Values(english), options=people)
    state = ListState(filters=(Filter("amount", "gte", "1234.5"),), adding="handler", sort="kind")

    amount, handler = filters.editor(state).rows

    assert (amount.control, amount.value) == ("number", "1,234.50")
    assert [one.value for one in amount.operators][-1] == "filled"
    assert (handler.control, handler.options) == ("select", (Option("p1", "Vera"),))
    assert filters.editor(state).carried == (("sort", "kind"),)


def test_only_indexed_fields_sort_and_the_order_in_force_is_told(listed: ListView) -> None:
    by_key = {column.key: column for column in listed.columns}

    assert by_key["kind"].sorted is Sorted.DOWN
    assert by_key["kind"].sort_link == f"{HERE}?sort=kind"
    assert by_key["applicant"].sort_link == ""


def test_a_row_is_named_opened_and_labelled_by_its_first_cell(
    listed: ListView, english: Locale
) -> None:
    html = render(listed, english)

    assert f'<a href="{HERE}/r1" data-open>Sten &lt;Ek&gt;</a>' in html
    assert ' data-label="Kind" data-kind="choice">Permit</td>' in html
    assert 'aria-sort="descending"' in html
    assert html.count("aria-sort") == 1


def test_numbers_stand_to_the_right_and_long_texts_are_cut(case: Model, english: Locale) -> None:
    values = Values(english)
    fields = (case.fields["applicant"], case.fields["amount"])

    cell = values.cell(case.fields["what"], "word " * 100)

    assert len(cell.text) <= 120
    assert cell.text.endswith("…")
    assert columns_of(fields, ListState(), HERE, sortable=())[1].numeric
    assert values.cell(case.fields["email"], "a@b.se").link == "mailto:a@b.se"
    assert values.cell(case.fields["handler"], "gone").text == "Unknown"


@pytest.mark.parametrize(
    ("empty", "words"),
    [
        (Empty.NOTHING_YET, "Nothing here yet"),
        (Empty.NOTHING_MATCHES, "Nothing matches"),
        (Empty.NO_RIGHT, "You may not see these records"),
    ],
)
def test_an_empty_list_says_why(
    listed: ListView, english: Locale, empty: Empty, words: str
) -> None:
    html = render(replace(listed, rows=[], empty=empty), english)

    assert words in html
    assert "<table" not in html


def test_acts_that_change_something_are_forms_with_a_token(
    listed: ListView, english: Locale
) -> None:
    act = Action(label="Empty", link="/empty", post=True, danger=True, fields={"_revision": "3"})

    html = render(replace(listed, actions=[act], csrf="t0ken"), english)

    assert 'method="post" action="/empty"' in html
    assert 'name="_csrf" value="t0ken"' in html
    assert 'name="_revision" value="3"' in html


def test_search_keeps_the_filters(listed: ListView, english: Locale) -> None:
    view = replace(listed, search="a&b", search_carried=[("filter[kind]", "permit")])

    html = render(view, english)

    assert 'name="q" value="a&amp;b"' in html
    assert '<input type="hidden" name="filter[kind]" value="permit">' in html


def test_many_columns_scroll_under_a_head_that_stays(listed: ListView, english: Locale) -> None:
    columns = [replace(listed.columns[0], key=f"c{n}") for n in range(9)]
    wide = replace(
        listed, columns=columns, rows=[Row(id="1", label="", link="", cells=[Cell("a")] * 9)]
    )

    assert 'data-columns="many" role="region"' in render(wide, english)
    assert 'data-columns="some"' in render(listed, english)


@pytest.mark.parametrize(
    ("count", "language", "words"),
    [
        (1, "en", "1 record"),
        (1240, "en", "1,240 records"),
        (10_000, "sv", "10\xa0000 poster"),
        (10_001, "en", "10,000+ records"),
    ],
)
def test_counts_are_exact_up_to_ten_thousand(count: int, language: str, words: str) -> None:
    assert count_text(count, Locale(language)) == words
