"""A form that asks for one field, of any kind."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from stuga.models.definition import starters
from stuga.models.definition.conditions import World
from stuga.models.definition.document import App, Field
from stuga.models.definition.starters import NewField
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui.screens.form_view import FormView
from tests.factories.kind_examples import example_of, schema_of

WORLD: Final = World(now=datetime(2026, 1, 31, 12, tzinfo=UTC), zone=ZoneInfo("Europe/Stockholm"))


def field_of(kind: str, **more: JsonValue) -> Field:
    field = Field.read("value", {**schema_of(kind, example_of(kind).more), **more})
    assert field is not None
    return field


def form_of(kind: str, value: JsonValue = None, **more: object) -> FormView:
    schema = schema_of(kind, example_of(kind).more)
    document = starters.from_fields(
        "one", "One", "en", "thing", [NewField(key="value", schema=schema)]
    )
    app = App.read(document)
    screen = next(one for one in app.screens.values() if one.type == "form")
    data: JsonObject = {} if value is None else {"value": value}
    view: dict[str, object] = {
        "app": app,
        "screen": screen,
        "model": app.models["thing"],
        "action": "/form",
        "csrf": "t0ken",
        "world": WORLD,
        "data": data,
    }
    return FormView(**{**view, **more})
