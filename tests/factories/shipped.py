"""The shipped templates as published apps, with records that look like work."""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

import stuga.builder.templates
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import clock
from stuga.runtime.records import service
from stuga.runtime.records.commands import CreateRecord
from stuga.runtime.records.stored import Shown
from tests.factories.apps import publish
from tests.factories.cast import Tenant

FOLDER = Path(stuga.builder.templates.__file__).parent
CASES, BOOKINGS = "case-handling", "equipment-bookings"
SUBJECTS = (
    "Glazed balcony on Storgatan 4",
    "Support for the chess club's juniors",
    "Noise from the loading bay at night",
    "Opening hours of the recycling station",
    "Fence higher than the neighbour's hedge",
    "Felling of two oaks by the shore",
    "Grant for a summer camp",
    "Wrong amount on the water bill",
)
PEOPLE = ("Sten Ek", "Åsa Öberg", "Mona Ærlig", "Bo Å", "Ingrid Margareta Sjöström-Lindqvist")
KINDS = ("permit", "grant", "complaint", "question")
STATES = ("received", "investigating", "waiting", "received")
ITEMS = (
    ("Projector, large hall", "AV-0001", "av", 3),
    ("Cargo bike", "VE-0007", "vehicle", 2),
    ("Party tent, six by three metres", "OD-0102", "outdoor", 7),
    ("Hammer drill", "TO-0031", "tool", None),
    ("Laptop 14\u2033", "IT-0042", "it", 30),
)


@cache
def template(name: str) -> str:
    return (FOLDER / f"{name}.json").read_text(encoding="utf-8")


def publish_cases(tenant: Tenant, *charts: JsonObject, **roles: str) -> str:
    """Publish case handling, with more charts in its overview; Nils handles, Ada registers."""
    held = {"member": "handler", "owner": "registrar", **roles}
    document = json.loads(template("case_handling"))
    document["screens"]["overview"]["elements"] += charts
    return publish(tenant, document, roles=held)


def publish_bookings(tenant: Tenant, **roles: str) -> str:
    """Publish equipment bookings; Nils takes care of it."""
    held = {"member": "caretaker", **roles}
    return publish(tenant, json.loads(template("equipment_bookings")), roles=held)


def made(
    tenant: Tenant, app: str, model: str, /, *several: JsonObject, who: str = "member"
) -> list[Shown]:
    """Make records as one of the cast, in one transaction."""
    actor = tenant.actor(who)
    with tenant.inside():
        return [
            service.create(
                actor, CreateRecord(app=app, model=model, now=clock.now(), data=dict(data))
            )
            for data in several
        ]


def a_case(number: int, handler: UUID | None = None) -> JsonObject:
    """Return one of many cases, no two alike."""
    day = date(2026, 3, 2) + timedelta(days=number)
    kind = KINDS[number % len(KINDS)]
    data: JsonObject = {
        "subject": SUBJECTS[number % len(SUBJECTS)],
        "kind": kind,
        "applicant": PEOPLE[number % len(PEOPLE)],
        "email": f"applicant{number}@example.se",
        "description": "We would like to begin in May.\nThe neighbours have been asked.",
        "state": STATES[number % len(STATES)],
        "priority": ("normal", "high", "low")[number % 3],
        "received_on": day.isoformat(),
        "due_on": (day + timedelta(days=21)).isoformat(),
    }
    more: dict[str, JsonValue] = {"grant": 12500.5 + number} if kind == "grant" else {}
    if more:
        data["amount"] = more["grant"]
    if handler is not None and number % 2:
        data["handler"] = str(handler)
    return data


def some_cases(tenant: Tenant, app: str, count: int) -> list[Shown]:
    handler = tenant.people["member"]
    cases = (a_case(number, handler) for number in range(count))
    return made(tenant, app, "case", *cases)


def some_items(tenant: Tenant, app: str, who: str = "member") -> list[Shown]:
    items: list[JsonObject] = [
        {"name": name, "number": number, "category": category, "state": "in-service"}
        | ({"longest_loan": days} if days else {})
        for name, number, category, days in ITEMS
    ]
    return made(tenant, app, "item", *items, who=who)
