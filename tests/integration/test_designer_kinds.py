"""The builder offers every kind, and the settings that each has of its own."""

import json

import pytest
from sqlalchemy import select

from stuga.models import App
from stuga.models.definition import starters
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.starters import NewField
from stuga.models.json import JsonObject
from stuga.platform.db import db
from tests.factories.building import begun
from tests.factories.cast import Browser, Tenant

HOME = "/build/tries"
THING = f"{HOME}/models/thing"


def app_with(kind: str) -> JsonObject:
    schema = starters.new_field(kind, "Value")
    return starters.from_fields(
        "tries", "Tries", "en", "thing", [NewField(key="value", schema=schema)]
    )


def draft_of(tenant: Tenant) -> JsonObject:
    with tenant.inside():
        found: JsonObject = db.session.scalar(select(App.draft).where(App.key == "tries"))
        return json.loads(json.dumps(found))


def field_in(tenant: Tenant) -> JsonObject:
    schema: JsonObject = draft_of(tenant)["models"]["thing"]["properties"]["value"]
    return schema


def change(vera: Browser, **fields: str):  # noqa: ANN201  # a test response
    data = {"title": "Value", "revision": "1", **fields}
    return vera.post(f"{THING}/fields/value", data=data)


def test_every_kind_is_offered_where_fields_are_made(bjorkby: Tenant) -> None:
    page = begun(bjorkby, app_with("text")).get(THING).get_data(as_text=True)

    assert [kind for kind in KINDS if f'value="{kind}"' not in page] == []


def test_the_page_of_a_field_opens_for_each_kind(bjorkby: Tenant) -> None:
    fields = [
        NewField(key=kind.replace("-", "_"), schema=starters.new_field(kind, kind))
        for kind in KINDS
    ]
    vera = begun(bjorkby, starters.from_fields("tries", "Tries", "en", "thing", fields))

    for one in fields:
        assert vera.get(f"{THING}/fields/{one.key}").status_code == 200, one.key
    for screen in draft_of(bjorkby)["screens"]:
        assert vera.get(f"{HOME}/screens/{screen}").status_code == 200, screen


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("national-id", {"country": "NO"}, {"x-field": {"kind": "national-id", "country": "NO"}}),
        (
            "organisation-number",
            {"country": "FI"},
            {"x-field": {"kind": "organisation-number", "country": "FI"}},
        ),
        ("duration", {"unit": "day"}, {"x-field": {"kind": "duration", "unit": "day"}}),
        ("json", {"holds": "array"}, {"type": "array"}),
        (
            "percent",
            {"minimum": "0", "maximum": "100", "decimals": "1"},
            {"minimum": 0, "maximum": 100, "multipleOf": 0.1},
        ),
        ("rich-text", {"minLength": "5", "maxLength": "500"}, {"minLength": 5, "maxLength": 500}),
    ],
)
def test_a_kinds_own_settings_are_saved(
    bjorkby: Tenant, kind: str, given: dict[str, str], expected: JsonObject
) -> None:
    vera = begun(bjorkby, app_with(kind))

    answer = change(vera, kind=kind, **given)

    assert answer.status_code == 303, answer.get_data(as_text=True)
    found = field_in(bjorkby)
    assert {name: found.get(name) for name in expected} == expected
    assert KINDS[kind].fits(found)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("national-id", {"country": "XX"}),
        ("organisation-number", {"country": ""}),
        ("duration", {"unit": "fortnight"}),
        ("json", {"holds": "string"}),
    ],
)
def test_a_setting_that_cannot_be_is_said_beside_it(
    bjorkby: Tenant, kind: str, given: dict[str, str]
) -> None:
    vera = begun(bjorkby, app_with(kind))

    answer = change(vera, kind=kind, **given)

    assert answer.status_code == 422
    assert "Choose one of those shown." in answer.get_data(as_text=True)
    assert field_in(bjorkby).get("x-field") == app_with(kind)["models"]["thing"]["properties"][
        "value"
    ].get("x-field")
