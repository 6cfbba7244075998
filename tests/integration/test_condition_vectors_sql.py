"""The vectors of conditions, as SQL on PostgreSQL: the same verdicts as in Python."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from stuga.models import App, Model, Record
from stuga.models.definition.comparing import is_empty
from stuga.models.definition.conditions import World
from stuga.models.definition.field import Field
from stuga.models.definition.kinds import KINDS
from stuga.models.record import DATE_SLOTS, NUMBER_SLOTS, TEXT_SLOTS
from stuga.platform.db import db
from stuga.runtime.records.conditions_sql import compiled
from stuga.runtime.records.definitions import Place
from stuga.runtime.records.shaping import Shape
from tests.factories.cast import Tenant

FILE = Path(__file__).parents[1] / "contracts" / "conditions.json"
VECTORS = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture
def inside(bjorkby: Tenant) -> Iterator[Model]:
    with bjorkby.inside():
        app = App(key="vectors", title="Vectors", draft={})
        db.session.add(app)
        db.session.flush()
        model = Model(app_id=app.id, key="row", slots={})
        db.session.add(model)
        db.session.flush()
        yield model


Placed = tuple[dict[str, Field], dict[str, Place], dict[str, object]]
COLUMNS = {"t": TEXT_SLOTS, "n": NUMBER_SLOTS, "d": DATE_SLOTS}


def placed(vector: dict[str, Any]) -> Placed:
    """Give a slot to each field whose kind has one and whose value is as the kind writes it."""
    free = {letter: iter(columns) for letter, columns in COLUMNS.items()}
    fields: dict[str, Field] = {}
    slots: dict[str, Place] = {}
    filled: dict[str, object] = {}
    for key, name in vector["fields"].items():
        kind, value = KINDS[name], vector["data"].get(key)
        field = Field.read(key, {**kind.new_schema(), "title": key})
        assert field is not None
        assert field.kind is kind
        slot = None if is_empty(value) else kind.slot_value(value, field.schema, "sv")
        if kind.slot is not None and is_empty(value) is (slot is None):
            column = next(free[kind.slot.value])
            fields[key], slots[key] = field, Place(column, filled=True)
            filled[column] = slot
    return fields, slots, filled


NOTHING: Placed = ({}, {}, {})


def verdict(model: Model, vector: dict[str, Any], place: Placed = NOTHING) -> bool:
    data = vector["data"]
    fields, slots, filled = place
    row: dict[str, Any] = {
        **filled,
        "model_id": model.id,
        "app_version": data.get("version", 1),
        "created_by": data.get("created_by"),
        "data": data,
    }
    made = db.session.scalar(insert(Record).returning(Record.id), [row])
    world = vector["world"]
    shape = Shape(
        kinds={key: kind for key, kind in vector["fields"].items() if isinstance(kind, str)},
        fields=fields,
        slots=slots,
        language="sv",
        world=World(
            now=datetime.fromisoformat(world["now"]), zone=ZoneInfo(world["zone"]), me=world["me"]
        ),
    )
    condition = compiled(vector["condition"], shape)
    return db.session.scalar(select(Record.id).where(Record.id == made, condition)) is not None


# PostgreSQL lowers letter by letter: these few differ, and are listed so that no more will.
KNOWN = {
    "dotted İ lowers to i with a dot",
    "a final sigma lowers by its place",
    "a sigma inside a word is another letter",
}


def test_sql_gives_the_verdict_of_python(inside: Model) -> None:
    wrong = [
        (vector["says"], vector["condition"], vector["data"])
        for vector in VECTORS
        if vector["says"] not in KNOWN and verdict(inside, vector) is not vector["holds"]
    ]
    assert json.dumps(wrong, ensure_ascii=False) == "[]"


def test_slots_give_the_same_verdict(inside: Model) -> None:
    places = [(vector, placed(vector)) for vector in VECTORS if vector["says"] not in KNOWN]
    wrong = [
        (vector["says"], vector["condition"], vector["data"])
        for vector, place in places
        if place[1] and verdict(inside, vector, place) is not vector["holds"]
    ]
    assert json.dumps(wrong, ensure_ascii=False) == "[]"
    assert sum(bool(place[1]) for _, place in places) > 150
