"""What is measured on: a tenant, an app of 44 fields, and 100,000 records."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import insert

from stuga.models import App, Person, Record, Version
from stuga.models.definition import document
from stuga.models.definition.digest import digest
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz.actor import system
from stuga.platform.db import db, unit_of_work
from stuga.platform.identity import people, sessions
from stuga.platform.tenancy.entry import bound
from stuga.platform.tenants.commands import CreateTenant
from stuga.platform.tenants.service import create_tenant
from stuga.platform.web import csrf
from stuga.runtime.records.definitions import LiveModel, live
from stuga.runtime.records.derived import search_text, slot_columns
from stuga.runtime.records.slots import adopt_version

RECORDS = 100_000
BATCH = 2_000
OPEN = {"x-privacy": {"personal": "none"}}


def properties() -> dict[str, Any]:
    """Return the 44 fields of the model."""
    choices = [{"const": key, "title": key.title()} for key in ("permit", "complaint")]
    money = {"kind": "money", "currency": "SEK"}
    named: dict[str, Any] = {
        "name": {"type": "string", "title": "Name", "maxLength": 200},
        "kind": {"type": "string", "title": "Kind", "oneOf": choices, **OPEN},
        "amount": {
            "type": "number",
            "title": "Amount",
            "minimum": 0,
            "multipleOf": 0.01,
            "x-field": money,
            **OPEN,
        },
        "closed_on": {"type": "string", "format": "date", "title": "Closed on", **OPEN},
    }
    for number in range(40):
        named[f"field_{number}"] = {"type": "string", "title": f"Field {number}", **OPEN}
    return named


def model() -> dict[str, Any]:
    """Return the one model."""
    settings = {"label": "{name}", "index": ["kind", "amount", "closed_on"], "search": ["name"]}
    return {
        "type": "object",
        "title": "Case",
        "properties": properties(),
        "required": ["name", "kind"],
        "additionalProperties": False,
        "x-model": settings,
    }


def note() -> dict[str, Any]:
    """Return the model that names a case."""
    about = {"kind": "reference", "model": "case", "on_delete": "cascade"}
    return {
        "type": "object",
        "title": "Note",
        "properties": {"case": {"type": "string", "title": "Case", "x-field": about, **OPEN}},
        "additionalProperties": False,
        "x-model": {"label": "{case}"},
    }


def figures() -> list[dict[str, Any]]:
    """Return six charts: counts, sums and averages, by choices and over months."""
    month = {"field": "closed_on", "bin": "month"}
    wanted: list[tuple[str, Any, dict[str, Any]]] = [
        ("bar", "kind", {"count": True}),
        ("arc", "kind", {"sum": "amount"}),
        ("bar", "kind", {"avg": "amount"}),
        ("line", month, {"count": True}),
        ("area", month, {"sum": "amount"}),
        ("line", month, {"max": "amount"}),
    ]
    return [
        {"type": "chart", "key": f"c{n}", "title": f"Chart {n}", "model": "case"}
        | {"mark": mark, "x": x, "y": y}
        for n, (mark, x, y) in enumerate(wanted)
    ]


def screens() -> dict[str, Any]:
    """Return a form of four steps, the same on one page, a list, charts, and a reference."""
    keys = list(properties())
    fields = [{"type": "field", "field": key} for key in keys]
    steps = [
        {"key": f"step-{n}", "title": f"Step {n}", "elements": fields[n * 11 :][:11]}
        for n in range(4)
    ]
    case = {"model": "case"}
    return {
        "form": {"type": "form", "title": "Form", "steps": steps, **case},
        "whole": {"type": "form", "title": "Whole form", "elements": fields, **case},
        "list": {
            "type": "list",
            "title": "List",
            "columns": keys[:8],
            "sort": ["-created_at"],
            "layouts": ["table", "board", "calendar"],
            "board_by": "kind",
            "calendar_by": "closed_on",
            **case,
        },
        "figures": {"type": "dashboard", "title": "Figures", "elements": figures()},
        "note": {
            "type": "form",
            "title": "Note",
            "model": "note",
            "elements": [{"type": "field", "field": "case"}],
        },
    }


def definition() -> JsonObject:
    """Return the app that is measured."""
    rights = dict.fromkeys(("create", "read", "update", "delete"), True)
    models = {"case": model(), "note": note()}
    role = {"title": "All", "screens": list(screens()), "models": dict.fromkeys(models, rights)}
    return {
        "$schema": "urn:stuga:app:1",
        "key": "bench",
        "title": "Bench",
        "language": "en",
        "models": models,
        "screens": screens(),
        "navigation": ["list"],
        "roles": {"all": role},
    }


@dataclass(frozen=True)
class World:
    """Where requests go, and as whom."""

    tenant_id: UUID
    slug: str
    model_id: UUID
    record_id: UUID
    cookie: str
    csrf: str

    @property
    def records_path(self) -> str:
        """Where the API has the records."""
        return f"/t/{self.slug}/api/v1/apps/bench/records/case"

    @property
    def signed(self) -> dict[str, str]:
        """Return the headers of the one who is signed in."""
        cookie = f"__Host-stuga-{self.slug}={self.cookie}"
        return {"Cookie": cookie, "X-CSRF-Token": self.csrf}

    def floor_settings(self) -> dict[str, str]:
        """Return what the hand-written application is told."""
        schema = model()
        return {
            "FLOOR_TENANT": str(self.tenant_id),
            "FLOOR_MODEL": str(self.model_id),
            "FLOOR_SCHEMA": json.dumps(schema),
        }


def case(number: int) -> JsonObject:
    """Return one record's data."""
    return {
        "name": f"Person {number * 7919 % RECORDS}",
        "kind": "permit" if number % 3 else "complaint",
        "amount": number * 31 % 100_000 / 100,
        "closed_on": (date(2020, 1, 1) + timedelta(days=number % 2000)).isoformat(),
        "field_1": "Some words that stand in a field",
        "field_2": "And some more of them in another one",
    }


def make(app: Flask) -> World:
    """Make tenant, people, app and records."""
    command = CreateTenant(
        slug="bench",
        title="Bench",
        language="en",
        zone="Europe/Stockholm",
        owner_name="Ada Lind",
        owner_email="ada@bench.example",
    )
    with app.app_context():
        made = create_tenant(system(), command)
    with app.app_context(), bound(made.id), unit_of_work():
        _publish(definition())
        person = db.session.get_one(Person, (made.id, made.owner_id))
        people.grant_app_role(person, "bench", "all")
        token = sessions.start(person.id, now=clock.now(), life=timedelta(hours=12))
        form_token = csrf.token_for(token)
    with app.app_context(), bound(made.id):
        model = live("bench").models["case"]
        first = [_fill(model, start) for start in range(0, RECORDS, BATCH)][0]
    return World(made.id, "bench", model.id, first, token, form_token)


def _publish(made: JsonObject) -> None:
    read = document.App.read(made)
    app = App(key=read.key, title=read.title, draft=made, live_number=1)
    db.session.add(app)
    db.session.flush()  # the version needs the app's id
    db.session.add(Version(app_id=app.id, number=1, document=made, digest=digest(made)))
    db.session.flush()  # what is adopted looks at the versions there are
    adopt_version(app.id, read, 1)


def _fill(model: LiveModel, start: int) -> UUID:
    with unit_of_work():
        rows = list(_rows(model, start))
        ids = db.session.scalars(insert(Record).returning(Record.id), rows).all()
    return ids[0]


def _rows(model: LiveModel, start: int) -> Iterator[dict[str, Any]]:
    born = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(start, start + BATCH):
        data = case(number)
        at = born + timedelta(seconds=number)
        yield {
            "model_id": model.id,
            "app_version": 1,
            "data": data,
            "search": search_text(model.view, data),
            "created_at": at,
            "updated_at": at,
            **slot_columns(model, data),
        }
