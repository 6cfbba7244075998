"""Durations and shares added up: on dashboards, in the field's own words."""

from decimal import Decimal

import pytest

from stuga.models.definition import starters
from stuga.models.definition.document import Field
from stuga.models.definition.starters import NewField
from stuga.models.json import JsonObject
from stuga.platform.ui import Locale
from stuga.platform.ui.screens.measures import measured_text
from tests.factories.apps import publish
from tests.factories.cast import Tenant


def field(kind: str, **settings: str) -> JsonObject:
    made = starters.new_field(kind, kind.title())
    if settings:
        made["x-field"] = {"kind": kind, **settings}
    return {**made, "x-privacy": {"personal": "none"}}


def shifts() -> JsonObject:
    """Make an app of working shifts with figures of how long they are."""
    fields = [
        NewField(key="length", schema=field("duration")),
        NewField(key="share", schema=field("percent")),
    ]
    made = starters.from_fields("shifts", "Shifts", "en", "shift", fields)
    figures = [("sum", "length"), ("avg", "length"), ("max", "length"), ("avg", "share")]
    made["screens"]["overview"]["elements"] = [
        {
            "type": "metric",
            "key": f"{figure}-{key}",
            "title": f"{figure} {key}",
            "model": "shift",
            "value": {figure: key},
        }
        for figure, key in figures
    ]
    return made


def test_durations_are_added_up_and_shown_as_durations(bjorkby: Tenant) -> None:
    publish(bjorkby, shifts(), roles={"member": "user"})
    nils = bjorkby.browser("member")
    for length, share in (("PT1H30M", 10), ("PT45M", 20.5), ("P1D", 30)):
        data = {"length": length, "share": share}
        assert nils.post("/api/v1/apps/shifts/records/shift", json=data).status_code == 201

    page = " ".join(nils.get("/apps/shifts/overview").get_data(as_text=True).split())

    for words in ("26 hrs 15 mins", "8 hrs 45 mins", "24 hrs", "20.17%"):
        assert words in page.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("kind", "settings", "figure", "text"),
    [
        ("duration", {"unit": "day"}, "129600", "1 dygn 12 tim"),
        ("duration", {}, "5400.4", "1 tim 30 min"),
        ("percent", {}, "12.50", "12,5 %"),
        ("money", {"currency": "NOK"}, "1234.5", "1 234,50 Nkr"),
        ("integer", {}, "12345", "12 345"),
    ],
)
def test_a_figure_is_written_as_its_field_writes_values(
    kind: str, settings: dict[str, str], figure: str, text: str
) -> None:
    read = Field.read("value", field(kind, **settings))
    assert read is not None

    found = measured_text(read, Decimal(figure), Locale("sv"))

    assert found.replace("\u00a0", " ") == text
