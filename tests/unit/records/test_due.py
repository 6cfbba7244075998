"""When a record is due: the earliest rule that still has something to act on."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from stuga.models.definition.document import Model
from stuga.models.json import JsonObject
from stuga.runtime.records.due import Clock, RuleInForce, rule_in_force, rule_of
from stuga.runtime.records.writing import New
from tests.factories.apps import SMALL_CASES

RULE_ID = UUID("01930000-0000-7000-8000-000000000001")
MADE = datetime(2026, 1, 15, 12, tzinfo=UTC)
CASE = Model.read("case", SMALL_CASES["models"]["case"])
KINDS: Mapping[str, str] = {key: field.kind.name for key, field in CASE.fields.items()}


def in_force(raw: JsonObject, methods: Mapping[str, JsonObject] | None = None) -> RuleInForce:
    return RuleInForce(
        id=RULE_ID,
        title="A rule",
        model="case",
        rule=rule_of(raw, key="a", model="case"),
        methods=methods or {},
    )


def due(*rules: RuleInForce, erased: frozenset[str] = frozenset(), **data: str) -> datetime | None:
    clock = Clock(CASE, KINDS, rules, ZoneInfo("Europe/Stockholm"))
    return clock.due_at(New({"applicant": "Sten", **data}, MADE), erased)


ANONYMISE: JsonObject = {
    "start": {"field": "closed_on"},
    "keep_max": "P1Y",
    "action": "anonymise",
}
DELETE: JsonObject = {"start": {"event": "created"}, "keep_max": "P5Y", "action": "delete"}


def test_without_rules_nothing_is_due() -> None:
    assert due() is None


def test_a_rule_without_its_start_waits() -> None:
    assert due(in_force(ANONYMISE)) is None


def test_a_day_ends_at_midnight_where_the_tenant_is() -> None:
    assert due(in_force(ANONYMISE), closed_on="2026-06-01") == datetime(2027, 6, 1, 22, tzinfo=UTC)


def test_the_earliest_rule_counts() -> None:
    assert due(in_force(DELETE), in_force(ANONYMISE), closed_on="2026-06-01") == datetime(
        2027, 6, 1, 22, tzinfo=UTC
    )
    assert due(in_force(DELETE), in_force(ANONYMISE)) == datetime(2031, 1, 15, 23, tzinfo=UTC)


def test_a_floor_of_one_rule_holds_all() -> None:
    floor = in_force({**DELETE, "keep_min": "P3Y"})
    assert due(floor, in_force(ANONYMISE), closed_on="2026-06-01") == datetime(
        2029, 1, 15, 23, tzinfo=UTC
    )


def test_what_a_rule_has_erased_is_due_no_more() -> None:
    rule = in_force(ANONYMISE, {"applicant": {"method": "redact"}})
    assert due(rule, closed_on="2026-06-01", erased=frozenset({"applicant"})) is None
    assert due(rule, closed_on="2026-06-01", erased=frozenset({"email"})) is not None


def test_a_record_without_values_to_erase_is_not_due() -> None:
    rule = in_force(ANONYMISE, {"email": {"method": "drop"}})
    assert due(rule, closed_on="2026-06-01") is None
    assert due(rule, closed_on="2026-06-01", email="sten@example.se") is not None
    kept = in_force(ANONYMISE, {"applicant": {"method": "keep", "reason": "public"}})
    assert due(kept, closed_on="2026-06-01") is None


def test_a_rule_that_names_no_field_takes_every_personal_one_by_its_own_method() -> None:
    assert in_force(ANONYMISE).methods_for(CASE) == {
        "applicant": {"method": "redact"},
        "email": {"method": "drop"},
        "notes": {"method": "drop"},
    }


def test_a_condition_on_the_record_decides_whether_a_rule_applies() -> None:
    rule = in_force({**ANONYMISE, "when": {"field": "kind", "is": "permit"}})
    assert due(rule, closed_on="2026-06-01", kind="complaint") is None
    assert due(rule, closed_on="2026-06-01", kind="permit") is not None


@pytest.mark.parametrize(
    "broken",
    [
        {"keep_max": "two years"},
        {"action": "forget"},
        {"start": {"event": "full-moon"}},
        {"when": {"field": "closed_on", "lt": {"now": "-P1Y"}}},
    ],
)
def test_a_rule_that_cannot_be_reckoned_with_is_refused(broken: JsonObject) -> None:
    with pytest.raises(ValueError, match=r"."):
        rule_of({**ANONYMISE, **broken}, key="a", model="case")


def test_a_rule_is_read_as_its_row_holds_it() -> None:
    text = (
        '{"start": {"field": "closed_on"}, "align": ["calendar_year"], "keep_max": "P2Y",'
        ' "action": "anonymise", "fields": {"applicant": {"method": "redact"}}}'
    )
    rule = rule_in_force("cases", "case", str(RULE_ID), "Two years", text)
    assert rule.id == RULE_ID
    assert rule.methods == {"applicant": {"method": "redact"}}
    assert due(rule, closed_on="2026-06-01") == datetime(2028, 12, 31, 23, tzinfo=UTC)
