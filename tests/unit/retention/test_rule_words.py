"""Rules in plain words and as lines, in every language."""

import pytest

from stuga.models.definition.model import Model
from stuga.models.json import JsonObject
from stuga.platform.ui import Locale
from stuga.runtime.retention.lifeline import END, lifeline
from stuga.runtime.retention.wording import period_words, rule_words

ORDERS = Model.read(
    "order",
    {
        "title": "Order",
        "properties": {
            "contact": {"type": "string", "title": "Contact name"},
            "phone": {"type": "string", "title": "Phone"},
            "shipped": {"type": "string", "format": "date", "title": "Shipped date"},
            "rush": {"type": "boolean", "title": "Rush"},
        },
    },
)
DROP: JsonObject = {"method": "drop"}
SHIPPED: JsonObject = {
    "start": {"field": "shipped"},
    "keep_max": "P1Y",
    "action": "anonymise",
    "fields": {"phone": DROP, "contact": DROP},
}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Remove Contact name and Phone, 1 year after Shipped date."),
        ("sv", "Ta bort Contact name och Phone, 1 år efter Shipped date."),
        ("nb", "Fjern Contact name og Phone, 1 år etter Shipped date."),
    ],
)
def test_a_rule_is_one_sentence(language: str, said: str) -> None:
    words = rule_words(SHIPPED, ORDERS, Locale(language))
    assert words.plain == said
    assert words.methods == []
    assert words.title == said.rstrip(".")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"action": "delete"}, "Delete the whole record 1 year after Shipped date."),
        ({"fields": {}}, "Anonymise all personal data 1 year after Shipped date."),
        (
            {"keep_max": "", "keep_min": "P7Y"},
            "Keep everything at least 7 years after Shipped date.",
        ),
        (
            {"fields": {}, "keep_min": "P6M", "align": ["month"]},
            (
                "Anonymise all personal data 1 year after Shipped date. "
                "It is kept at least 6 months, whatever else holds. "
                "Time counts from the end of that month."
            ),
        ),
        (
            {"fields": {}, "start": {"event": "created"}, "when": {"field": "rush", "is": True}},
            (
                "Anonymise all personal data 1 year after the record was created. "
                "It holds only where Rush is Yes."
            ),
        ),
        (
            {"fields": {}, "start": {"event": "updated"}, "when": {"not": {}}},
            (
                "Anonymise all personal data 1 year after the last change. "
                "It holds only for records that meet its condition."
            ),
        ),
    ],
)
def test_what_a_rule_says_follows_from_its_parts(change: JsonObject, said: str) -> None:
    assert rule_words({**SHIPPED, **change}, ORDERS, Locale("en")).plain == said


def test_what_becomes_of_each_field_is_said_where_it_is_not_just_gone() -> None:
    masked: JsonObject = {"method": "mask", "first": 1, "last": 2}
    named: JsonObject = {"shipped": {"method": "generalise", "to": "year"}, "contact": masked}
    words = rule_words({**SHIPPED, "fields": named}, ORDERS, Locale("en"))
    assert words.methods == [
        ("Contact name", "only the first 1 and last 2 characters are left"),
        ("Shipped date", "only the year is left"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("P2Y", "2 years"),
        ("P18M", "18 months"),
        ("P30M", "2 years and 6 months"),
        ("P2W", "14 days"),
        ("P1Y10D", "1 year and 10 days"),
        ("PT72H", "72 hours"),
        ("P0D", "0 days"),
    ],
)
def test_a_period_is_said_as_people_say_it(text: str, said: str) -> None:
    assert period_words(text, Locale("en")) == said


@pytest.mark.parametrize(
    ("least", "most", "floor", "end", "text"),
    [
        ("", "P1Y", None, END, "1 year"),
        ("P1Y", "P2Y", END / 2, END, "2 years"),
        ("P1D", "P10Y", 14.0, END, "10 years"),
        ("P7Y", "P2Y", END, END, "7 years"),
        ("P7Y", "", END, None, ""),
    ],
)
def test_a_line_shows_the_floor_before_the_end(
    least: str, most: str, floor: float | None, end: float | None, text: str
) -> None:
    raw: JsonObject = {"start": {"event": "created"}, "action": "delete"}
    raw |= {name: one for name, one in (("keep_min", least), ("keep_max", most)) if one}
    line = lifeline(raw, ORDERS, Locale("en"))
    assert line.floor == (pytest.approx(floor) if floor else None)
    assert (line.end, line.end_text) == (end, text)
