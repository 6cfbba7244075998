"""Shares in percent: 12.5 means 12.5 %."""

import pytest
from babel import Locale

from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject

KIND = KINDS["percent"]
SV, NB, EN = Locale("sv"), Locale("nb"), Locale("en")
SHARE: JsonObject = {"type": "number", "x-field": {"kind": "percent"}}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("12,5 %", 12.5),
        ("12,5%", 12.5),
        ("12.5 %", 12.5),
        ("12,5\u00a0%", 12.5),
        ("12,5", 12.5),
        ("12,5 procent", 12.5),
        ("12,5 Prosent", 12.5),
        ("12.5 percent", 12.5),
        ("100 %", 100),
        ("-3 %", -3),
        ("\u22123,5 %", -3.5),
        ("1 250 %", 1250),
        ("0", 0),
    ],
)
@pytest.mark.parametrize("locale", [SV, NB, EN], ids=str)
def test_a_share_is_read_in_every_language(typed: str, stored: float, locale: Locale) -> None:
    found = KIND.parse(typed, SHARE, locale)

    assert found == stored
    assert type(found) is type(stored)


@pytest.mark.parametrize("typed", ["%", "12 %%", "% 12", "en tolftedel", "12 kr"])
def test_what_is_no_share_is_refused(typed: str) -> None:
    assert KIND.parse(typed, SHARE, SV) == Refused("number-invalid")


@pytest.mark.parametrize(
    ("value", "locale", "text"),
    [
        (12.5, SV, "12,5\u00a0%"),
        (12.5, NB, "12,5\u00a0%"),
        (12.5, EN, "12.5%"),
        (0.001, SV, "0,001\u00a0%"),
        (1250, EN, "1,250%"),
    ],
)
def test_a_share_is_shown_with_its_sign(value: float, locale: Locale, text: str) -> None:
    assert KIND.text(value, SHARE, locale) == text


def test_limits_and_steps_are_in_percent() -> None:
    schema = {**SHARE, "minimum": 10, "maximum": 20, "multipleOf": 0.5}

    assert KIND.problem(12.5, schema) is None
    assert KIND.problem(12.3, schema) == Refused("number-step", {"step": "0.5"})
    for seed in range(60):
        sample = KIND.sample(schema, seed)
        assert isinstance(sample, int | float)
        assert 10 <= sample <= 20


def test_slots_sort_shares_as_numbers() -> None:
    values = [9, 100, -1, 12.5]

    assert sorted(values, key=lambda one: KIND.slot_value(one, SHARE, "sv") or 0) == [
        -1,
        9,
        12.5,
        100,
    ]
