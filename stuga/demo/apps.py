"""The demo's apps: both templates published, people with roles, records that they made."""

from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.builder.apps.commands import CreateApp
from stuga.builder.apps.service import create_app
from stuga.builder.publishing.commands import Publish
from stuga.builder.publishing.service import publish
from stuga.demo import handling, samples
from stuga.models import Person
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor
from stuga.platform.db import db
from stuga.platform.identity import people
from stuga.platform.identity.who import person_for_job
from stuga.runtime.records import service
from stuga.runtime.records.commands import CreateRecord

LANGUAGE: Final = "sv"
APPS: Final = ("case-handling", "equipment-bookings")
ROLES: Final = {"case-handling": ("registrar", "handler"), "equipment-bookings": ("caretaker",)}


def publish_apps(builder: Actor, *, now: datetime) -> None:
    """Make both apps from their templates and publish them."""
    for key in APPS:
        command = CreateApp(key=key, language=LANGUAGE, template=key)
        made = create_app(builder, command)
        revision = made.draft.revision if made.draft else 1
        publish(builder, Publish(app_key=key, revision=revision, now=now, note="Första versionen"))


def give_roles(several: list[Person]) -> None:
    """Let people work in both apps."""
    for person in several:
        for app_key, roles in ROLES.items():
            for role in roles:
                people.grant_app_role(person, app_key, role)
    db.session.flush()  # the rights of those who make records are read from these rows


def fill(worker_id: UUID, *, now: datetime) -> None:
    """Make the records, as one who works with them."""
    worker = person_for_job(worker_id)
    today, me = now.date(), str(worker_id)
    cases = [
        (_create(worker, "case-handling", "case", case, now), case)
        for case in samples.cases(today=today, handler=me)
    ]
    for decision in handling.decisions(cases, by=me):
        _create(worker, "case-handling", "decision", decision, now)
    for note in handling.notes(cases):
        _create(worker, "case-handling", "note", note, now)
    things = [_create(worker, "equipment-bookings", "item", item, now) for item in samples.items()]
    for booking in samples.bookings(things, today=today, borrower=me):
        _create(worker, "equipment-bookings", "booking", booking, now)


def _create(actor: Actor, app: str, model: str, data: JsonObject, now: datetime) -> str:
    command = CreateRecord(app=app, model=model, now=now, data=data)
    return str(service.create(actor, command).id)
