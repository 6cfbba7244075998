"""Charts of a dashboard: gaps filled, the rest put together, and counted once a minute."""

import copy
import dataclasses
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from stuga.models.json import JsonObject, JsonValue
from stuga.platform import clock
from stuga.platform.config import Settings
from stuga.platform.web.shelf import SHELF, Shelf
from stuga.runtime.records.acting import acting_in
from stuga.runtime.records.charting import Charted, Charting, charted, of_json
from stuga.runtime.records.charting import as_json as written
from tests.factories.apps import NOT_PERSONAL, SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.records import Desk


def app_with(*elements: JsonObject, **roles: JsonValue) -> JsonObject:
    made = copy.deepcopy(SMALL_CASES)
    properties = made["models"]["case"]["properties"]
    properties["day"] = {"type": "string", "format": "date", "title": "Day"}
    properties["hours"] = {"type": "number", "title": "Hours"}
    for key in ("day", "hours"):
        properties[key]["x-privacy"] = dict(NOT_PERSONAL)
    shown = [
        {"type": "chart", "key": f"c{at}", "model": "case", "title": f"Chart {at}", **one}
        for at, one in enumerate(elements)
    ]
    made["screens"]["overview"] = {"type": "dashboard", "title": "Overview", "elements": shown}
    for role in ("handler", "reader"):
        made["roles"][role]["screens"] = ["inbox", "overview"]
    for role, rights in roles.items():
        made["roles"][role]["models"]["case"] = rights
    return made


BY_KIND: JsonObject = {"mark": "bar", "x": "kind", "y": {"count": True}}
ROLES = {"owner": "handler", "member": "reader"}


def figures(tenant: Tenant, who: str = "owner", **asked: JsonValue) -> Charted:
    with tenant.inside():
        command = Charting(app="cases", model="case", now=clock.now(), **asked)  # type: ignore[arg-type]
        return charted(acting_in(tenant.actor(who), command), command)


def told(found: Charted) -> dict[JsonValue, list[int | float | None]]:
    return {
        group: [None if one is None else float(one) for one in row]
        for group, row in zip(found.groups, found.figures, strict=True)
    }


def test_months_without_a_record_stand_between_those_with_some(bjorkby: Tenant) -> None:
    publish(bjorkby, app_with(), roles=ROLES)
    desk = Desk(bjorkby, "owner")
    for day, hours in (("2026-01-31", 2), ("2026-04-01", 3), ("2026-04-30", 5)):
        desk.case(day=day, hours=hours)
    desk.case(hours=8)

    counts = figures(bjorkby, by="day", bin="month")
    means = figures(bjorkby, by="day", bin="month", figure="avg", of="hours")

    assert told(counts) == {
        "2026-01-01": [1],
        "2026-02-01": [0],
        "2026-03-01": [0],
        "2026-04-01": [2],
        None: [1],
    }
    assert told(means)["2026-02-01"] == [None]
    assert told(means)["2026-04-01"] == [4]


@pytest.mark.parametrize(
    ("bin_", "first", "count"),
    [("day", "2026-01-01", 10), ("week", "2025-12-29", 2), ("quarter", "2026-01-01", 1)],
)
def test_gaps_are_filled_in_every_width(bjorkby: Tenant, bin_: str, first: str, count: int) -> None:
    publish(bjorkby, app_with(), roles=ROLES)
    desk = Desk(bjorkby, "owner")
    desk.case(day="2026-01-01")
    desk.case(day="2026-01-10" if bin_ == "day" else "2026-01-08")

    found = figures(bjorkby, by="day", bin=bin_)

    assert (found.groups[0], len(found.groups)) == (first, count)


def test_what_lies_before_fifty_groups_of_time_is_earlier(bjorkby: Tenant) -> None:
    publish(bjorkby, app_with(), roles=ROLES)
    desk = Desk(bjorkby, "owner")
    last = date(2026, 3, 1)
    for before in (0, 49, 50, 700):
        desk.case(day=(last - timedelta(days=before)).isoformat(), hours=before)

    means = figures(bjorkby, by="day", bin="day", figure="avg", of="hours")

    assert (len(means.groups), means.rest) == (51, 2)
    assert means.figures[0] == [Decimal(375)]
    assert means.groups[-1] == "2026-03-01"


def test_the_smallest_groups_beyond_fifty_are_one(bjorkby: Tenant) -> None:
    publish(bjorkby, app_with(), roles=ROLES)
    desk = Desk(bjorkby, "owner")
    for at in range(52):
        for _ in range(2 if at < 50 else 1):
            desk.case(applicant=f"Nr {at}")

    found = figures(bjorkby, by="applicant")

    assert (len(found.groups), found.rest) == (51, 2)
    assert found.figures[-1] == [Decimal(2)]
    assert sum(row[0] or 0 for row in found.figures) == 102


def test_colours_beyond_six_are_one(bjorkby: Tenant) -> None:
    publish(bjorkby, app_with(), roles=ROLES)
    desk = Desk(bjorkby, "owner")
    for at in range(8):
        desk.case(applicant=f"Nr {at}", hours=at)

    found = figures(bjorkby, by="kind", color="applicant", figure="sum", of="hours")

    assert found.has_rest_color
    assert len(found.colors) == 7
    assert [*told(found).values()] == [[7, 6, 5, 4, 3, 2, 1]]
    assert of_json(written(found)) == found  # type: ignore[arg-type]


def test_each_mark_is_drawn_and_what_has_no_time_or_whole_is_bars(bjorkby: Tenant) -> None:
    month = {"field": "day", "bin": "month"}
    mean: JsonObject = {"avg": "hours"}
    app = publish(
        bjorkby,
        app_with(
            {**BY_KIND, "mark": "line", "x": month, "color": "kind"},
            {**BY_KIND, "mark": "area", "x": "day"},
            {**BY_KIND, "mark": "arc"},
            {**BY_KIND, "mark": "arc", "y": mean},
            {**BY_KIND, "mark": "line"},
            {**BY_KIND, "color": "applicant", "y": mean},
        ),
        roles=ROLES,
    )
    Desk(bjorkby, "owner").case(day="2026-02-03", hours=1.5)

    html = bjorkby.browser("owner").get(f"/apps/{app}/overview").text

    labels = re.findall(r'aria-label="(\w+) chart of', html)
    assert labels == ["Line", "Area", "Ring", "Bar", "Bar", "Bar"]
    assert "<title>Feb 2026, Permit: 1</title>" in html
    assert "Figures as of " in html


def overview(tenant: Tenant, who: str, app: str) -> list[str]:
    html = tenant.browser(who).get(f"/apps/{app}/overview").text
    return re.findall(r"<title>([^<]+: \d+)</title>", html)


def test_a_figure_is_counted_once_a_minute_and_for_the_same_rights_together(
    bjorkby: Tenant, app: Flask
) -> None:
    key = publish(bjorkby, app_with(BY_KIND), roles=ROLES | {"admin": "handler"})
    desk = Desk(bjorkby, "owner")
    desk.case()

    assert overview(bjorkby, "owner", key) == ["Permit: 1"]
    desk.case()
    assert overview(bjorkby, "owner", key) == ["Permit: 1"], "kept"
    assert overview(bjorkby, "admin", key) == ["Permit: 1"], "the same rights"
    line = app.extensions[SHELF]._line  # noqa: SLF001  # what is in Valkey
    left = [int(line.told("TTL", name)) for name in line.told("KEYS", "stuga:figures:*")]
    assert left
    assert 0 < min(left) <= max(left) <= 60
    publish(bjorkby, app_with(BY_KIND), roles={})
    assert overview(bjorkby, "owner", key) == ["Permit: 2"], "another version"


def test_people_of_other_rights_never_share_a_figure(bjorkby: Tenant) -> None:
    """The reader may see complaints only; Nils, who handles, what he made himself."""
    own: JsonObject = {"where": {"field": "created_by", "is": {"me": "id"}}}
    made = app_with(
        BY_KIND,
        reader={"read": {"where": {"field": "kind", "is": "complaint"}}},
        handler={"read": own, "create": True},
    )
    key = publish(bjorkby, made, roles=ROLES | {"admin": "handler"})
    Desk(bjorkby, "owner").case()
    Desk(bjorkby, "admin").case(kind="complaint")

    assert overview(bjorkby, "owner", key) == ["Permit: 1"]
    assert overview(bjorkby, "admin", key) == ["Complaint: 1"], "the same role, another person"
    assert overview(bjorkby, "member", key) == ["Complaint: 1"]
    Desk(bjorkby, "owner").case(kind="complaint")
    assert overview(bjorkby, "member", key) == ["Complaint: 1"], "a minute old"
    assert overview(bjorkby, "owner", key) == ["Permit: 1"]


def test_without_valkey_everything_is_counted_anew(
    bjorkby: Tenant, app: Flask, settings: Settings
) -> None:
    key = publish(bjorkby, app_with(BY_KIND), roles=ROLES)
    before = app.extensions[SHELF]
    away = dataclasses.replace(settings, broker_url="redis+socket:///nowhere.sock?virtual_host=0")
    app.extensions[SHELF] = Shelf(away)
    try:
        Desk(bjorkby, "owner").case()
        assert overview(bjorkby, "owner", key) == ["Permit: 1"]
        Desk(bjorkby, "owner").case()
        assert overview(bjorkby, "owner", key) == ["Permit: 2"]
    finally:
        app.extensions[SHELF] = before
