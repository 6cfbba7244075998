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
from stuga.models.definition.conditions import World
from stuga.platform.db import db
from stuga.runtime.records.conditions_sql import Shape, compiled
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


def verdict(model: Model, vector: dict[str, Any]) -> bool:
    data = vector["data"]
    row = {
        "model_id": model.id,
        "app_version": data.get("version", 1),
        "created_by": data.get("created_by"),
        "data": data,
    }
    made = db.session.scalar(insert(Record).returning(Record.id), [row])
    world = vector["world"]
    shape = Shape(
        kinds={key: kind for key, kind in vector["fields"].items() if isinstance(kind, str)},
        fields={},
        slots={},
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
