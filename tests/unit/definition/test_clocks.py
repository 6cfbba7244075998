"""When periods end and when retention rules may act."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stuga.models.definition.clocks import (
    NEVER,
    Action,
    Align,
    DateField,
    Event,
    RecordView,
    Rule,
    acts_at,
    add,
    due_at,
    floor_of,
    starts,
)
from stuga.models.definition.durations import Duration, days_later, shift
from stuga.models.json import JsonObject

STOCKHOLM = ZoneInfo("Europe/Stockholm")
CREATED = datetime(2024, 3, 5, 13, 30, tzinfo=UTC)
UPDATED = datetime(2024, 6, 1, 22, 30, tzinfo=UTC)
CLOSED = Event.CREATED


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).astimezone(UTC)


def record(**data: str) -> RecordView:
    return RecordView(data=dict(data), created_at=CREATED, updated_at=UPDATED, fields=FIELDS)


FIELDS = {"closed_on": "date", "sent_at": "date-time", "kind": "choice"}


def rule(
    start: Event | DateField = CLOSED,
    *,
    low: str = "",
    high: str = "",
    align: tuple[Align, ...] = (),
    when: JsonObject | None = None,
) -> Rule:
    return Rule(
        key="rule",
        model="case",
        start=start,
        action=Action.ANONYMISE,
        align=align,
        when=when,
        keep_min=Duration.parse(low) if low else None,
        keep_max=Duration.parse(high) if high else None,
    )


@pytest.mark.parametrize(
    ("text", "months", "days", "exact"),
    [
        ("P2Y", 24, 0, 0),
        ("P18M", 18, 0, 0),
        ("P1Y6M", 18, 0, 0),
        ("P14D", 0, 14, 0),
        ("P2W", 0, 14, 0),
        ("PT72H", 0, 0, 72 * 3600),
        ("P1DT12H", 0, 1, 12 * 3600),
        ("PT1H2M3S", 0, 0, 3723),
        ("P0D", 0, 0, 0),
        ("-P30D", 0, -30, 0),
        ("-P1Y1M", -13, 0, 0),
        ("+P1D", 0, 1, 0),
    ],
)
def test_a_duration_is_read(text: str, months: int, days: int, exact: int) -> None:
    assert Duration.parse(text) == Duration(months, days, timedelta(seconds=exact))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1",
        "2Y",
        "P-2Y",
        "P1.5Y",
        "P1,5Y",
        "p2y",
        "P1D1Y",
        "P1DT",
        "P1H",
        "PT1D",
        " P2Y",
        "P2Y\n",
        "P٢Y",
        "P99999Y",
    ],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("start", "duration", "last"),
    [
        ("2024-01-31", "P1M", "2024-02-29"),
        ("2023-01-31", "P1M", "2023-02-28"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2024-02-29", "P4Y", "2028-02-29"),
        ("2024-08-31", "P18M", "2026-02-28"),
        ("2024-12-15", "P1M", "2025-01-15"),
        ("2024-03-31", "-P1M", "2024-02-29"),
        ("2024-01-15", "-P1M", "2023-12-15"),
        ("2024-01-31", "P1M1D", "2024-03-01"),
        ("2024-02-28", "P2D", "2024-03-01"),
    ],
)
def test_a_month_that_lacks_the_day_gives_its_last(start: str, duration: str, last: str) -> None:
    assert days_later(date.fromisoformat(start), Duration.parse(duration)).isoformat() == last


def test_a_shift_keeps_the_clock_over_summer_time() -> None:
    assert shift(local("2026-03-28T12:00"), Duration.parse("P1D"), STOCKHOLM) == local(
        "2026-03-29T12:00"
    )
    assert shift(local("2026-03-28T12:00"), Duration.parse("PT24H"), STOCKHOLM) == local(
        "2026-03-29T13:00"
    )


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        (date(2024, 3, 5), "P2Y", "2026-03-06T00:00"),
        (date(2024, 12, 31), "P2Y", "2027-01-01T00:00"),
        (date(2024, 1, 31), "P1M", "2024-03-01T00:00"),
        (date(2024, 2, 29), "P1Y", "2025-03-01T00:00"),
        (date(2024, 3, 5), "P14D", "2024-03-20T00:00"),
        (date(2024, 3, 5), "P0D", "2024-03-06T00:00"),
        (local("2024-03-05T14:30"), "P14D", "2024-03-20T00:00"),
        (local("2024-03-05T00:00"), "P14D", "2024-03-20T00:00"),
        (local("2024-03-05T23:59"), "P14D", "2024-03-20T00:00"),
        (local("2024-03-05T14:30"), "PT72H", "2024-03-08T14:30"),
        (local("2024-03-29T14:30"), "PT72H", "2024-04-01T15:30"),
        (date(2024, 3, 5), "PT72H", "2024-03-09T00:00"),
        (local("2024-03-05T14:30"), "P1DT1H", "2024-03-06T15:30"),
    ],
)
def test_a_period_ends(start: date | datetime, duration: str, end: str) -> None:
    assert add(start, Duration.parse(duration), STOCKHOLM) == local(end)


def test_the_zone_says_which_day_a_period_starts() -> None:
    late = datetime(2024, 3, 5, 23, 30, tzinfo=UTC)

    assert add(late, Duration.parse("P1D"), STOCKHOLM) == local("2024-03-08T00:00")
    assert add(late, Duration.parse("P1D"), UTC) == datetime(2024, 3, 7, tzinfo=UTC)


def test_the_last_day_lasts_until_its_midnight_in_summer_time() -> None:
    assert add(date(2026, 3, 28), Duration.parse("P1D"), STOCKHOLM) == datetime(
        2026, 3, 29, 22, tzinfo=UTC
    )


@pytest.mark.parametrize("duration", ["P9999Y", "P999999D", "PT999999H"])
def test_what_the_calendar_does_not_reach_never_ends(duration: str) -> None:
    assert add(date(9999, 12, 31), Duration.parse(duration), STOCKHOLM) == NEVER


def test_a_clock_at_the_end_of_the_calendar_never_acts() -> None:
    told = record(sent_at="9999-12-31T23:30:00Z")
    sent = rule(DateField("sent_at"), high="P1D", align=(Align.MONTH,))

    assert starts(sent, told, STOCKHOLM) == date(9999, 12, 31)
    assert acts_at(sent, told, STOCKHOLM) is None


@pytest.mark.parametrize(
    ("align", "start"),
    [
        ((), date(2024, 2, 10)),
        ((Align.MONTH,), date(2024, 2, 29)),
        ((Align.CALENDAR_YEAR,), date(2024, 12, 31)),
        ((Align.MONTH, Align.CALENDAR_YEAR), date(2024, 12, 31)),
    ],
)
def test_a_start_moves_to_the_end_of_its_period(align: tuple[Align, ...], start: date) -> None:
    closed = rule(DateField("closed_on"), high="P1Y", align=align)

    assert starts(closed, record(closed_on="2024-02-10"), STOCKHOLM) == start


def test_a_year_ends_by_the_tenants_clock() -> None:
    made = RecordView(
        data={}, created_at=datetime(2024, 12, 31, 23, 30, tzinfo=UTC), updated_at=UPDATED
    )

    aligned = rule(high="P1Y", align=(Align.CALENDAR_YEAR,))

    assert acts_at(aligned, made, STOCKHOLM) == local("2027-01-01T00:00")
    assert acts_at(aligned, made, UTC) == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_clock_starts_at_creation_at_change_or_at_a_date_of_the_record() -> None:
    told = record(closed_on="2024-04-30", sent_at="2024-05-01T22:30:00Z")

    assert acts_at(rule(Event.CREATED, high="P1Y"), told, STOCKHOLM) == local("2025-03-06T00:00")
    assert acts_at(rule(Event.UPDATED, high="P1Y"), told, STOCKHOLM) == local("2025-06-03T00:00")
    closed = rule(DateField("closed_on"), high="P1Y")
    assert acts_at(closed, told, STOCKHOLM) == local("2025-05-01T00:00")
    sent = rule(DateField("sent_at"), high="P1Y")
    assert acts_at(sent, told, STOCKHOLM) == local("2025-05-03T00:00")


@pytest.mark.parametrize("value", [None, "", "soon", "2024-02-30", 20240210])
def test_without_a_start_nothing_is_due(value: str | int | None) -> None:
    waiting = RecordView(data={"closed_on": value}, created_at=CREATED, updated_at=UPDATED)
    closed = rule(DateField("closed_on"), high="P1Y")

    assert acts_at(closed, waiting, STOCKHOLM) is None
    assert due_at([closed], waiting, STOCKHOLM) is None


def test_a_rule_without_a_ceiling_never_acts() -> None:
    assert acts_at(rule(low="P1Y"), record(), STOCKHOLM) is None
    assert due_at([rule(low="P1Y")], record(), STOCKHOLM) is None


def test_a_rule_acts_only_where_its_condition_holds() -> None:
    permits = rule(high="P1Y", when={"field": "kind", "is": "permit"})

    assert acts_at(permits, record(kind="permit"), STOCKHOLM) == local("2025-03-06T00:00")
    assert acts_at(permits, record(kind="complaint"), STOCKHOLM) is None
    assert acts_at(permits, record(), STOCKHOLM) is None


def test_a_condition_compares_dates_by_their_kind() -> None:
    old = rule(high="P1Y", when={"field": "closed_on", "lt": "2024-01-01"})

    assert acts_at(old, record(closed_on="2023-12-31"), STOCKHOLM) is not None
    assert acts_at(old, record(closed_on="2024-01-01"), STOCKHOLM) is None


@pytest.mark.parametrize(
    "when",
    [
        {"field": "closed_on", "lt": {"now": "-P1Y"}},
        {"not": {"field": "handler", "is": {"me": "id"}}},
    ],
)
def test_a_condition_with_now_or_me_is_refused(when: JsonObject) -> None:
    with pytest.raises(ValueError, match="from the record alone"):
        rule(high="P1Y", when=when)


def test_the_floor_wins_over_the_ceiling() -> None:
    assert acts_at(rule(low="P3Y", high="P1Y"), record(), STOCKHOLM) == local("2027-03-06T00:00")
    assert acts_at(rule(low="P1Y", high="P3Y"), record(), STOCKHOLM) == local("2027-03-06T00:00")


def test_the_latest_floor_of_all_rules_holds_every_rule() -> None:
    rules = [rule(high="P1Y"), rule(low="P2Y"), rule(low="P3Y", high="P3Y")]

    assert floor_of(rules, record(), STOCKHOLM) == local("2027-03-06T00:00")
    assert due_at(rules, record(), STOCKHOLM) == local("2027-03-06T00:00")


def test_without_a_floor_the_earliest_ceiling_is_due() -> None:
    rules = [rule(high="P2Y"), rule(high="P1Y"), rule(high="P3Y")]

    assert floor_of(rules, record(), STOCKHOLM) is None
    assert due_at(rules, record(), STOCKHOLM) == local("2025-03-06T00:00")
    assert due_at([], record(), STOCKHOLM) is None


def test_a_floor_that_does_not_apply_holds_nothing() -> None:
    permits = rule(low="P9Y", when={"field": "kind", "is": "permit"})

    due = due_at([rule(high="P1Y"), permits], record(kind="other"), STOCKHOLM)

    assert due == local("2025-03-06T00:00")


def test_a_floor_that_has_not_started_holds_until_it_has() -> None:
    rules = [rule(high="P1Y"), rule(DateField("closed_on"), low="P2Y")]

    assert floor_of(rules, record(), STOCKHOLM) == NEVER
    assert due_at(rules, record(), STOCKHOLM) is None
    closed = record(closed_on="2024-04-30")
    assert due_at(rules, closed, STOCKHOLM) == local("2026-05-01T00:00")
