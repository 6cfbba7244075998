"""Labels of references and people, and what may be chosen: one query a model, never one a row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from stuga.models import Person, Record
from stuga.platform.authz import Actor
from stuga.platform.db import db
from stuga.runtime.records.commands import InModel, ListRecords
from stuga.runtime.records.definitions import LiveApp, live
from stuga.runtime.records.listing import page_of
from stuga.runtime.records.reading import seen, shape_of
from stuga.runtime.records.rights import ModelRights, rights_or_none
from stuga.runtime.records.stored import COLUMNS, Shown, stored_of
from stuga.runtime.records.trail import label_of

MOST_OPTIONS = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """A record or a person that a field may refer to."""

    id: UUID
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindChoices(InModel):
    """Records whose searched fields hold the words; the newest if there are none."""

    words: str = ""
    limit: int = 20


def choices(actor: Actor, command: FindChoices) -> Sequence[Choice]:
    """Return records to refer to, labelled with what the actor may read. Leaves a list entry."""
    wanted = ListRecords(
        app=command.app,
        model=command.model,
        now=command.now,
        search=command.words,
        limit=min(command.limit, MOST_OPTIONS),
    )
    from_page = page_of(actor, wanted)
    model = live(command.app).model(command.model)
    return [Choice(one.id, label_of(model, one.data)) for one in from_page.records]


def labels(
    actor: Actor, app: LiveApp, model_key: str, ids: Collection[UUID], *, now: datetime
) -> Mapping[UUID, str]:
    """Return labels of those records that the actor may read; part of another act's entry."""
    if not ids or model_key not in app.models:
        return {}
    rights = rights_or_none(actor, app, model_key, now=now)
    return {one.id: _label(rights, one) for one in shown_among(rights, ids)}


def shown_among(rights: ModelRights, ids: Collection[UUID]) -> Sequence[Shown]:
    """Return those records of a model that the actor may read; part of another act's entry."""
    if not ids or not rights.may("read"):
        return []
    found = select(*COLUMNS).where(
        Record.id.in_(ids),
        Record.model_id == rights.model.id,
        Record.deleted_at.is_(None),
        seen(rights, shape_of(rights)),
    )
    show = rights.shower()
    return [show(stored_of(row)) for row in db.session.execute(found)]


def _label(rights: ModelRights, shown: Shown) -> str:
    return label_of(rights.model, shown.data) or str(shown.id)[-8:]


def people(*, words: str = "", limit: int = MOST_OPTIONS) -> Sequence[Choice]:
    """Return people of the tenant who are not disabled, by name."""
    wanted = select(Person.id, Person.name).where(Person.state != "disabled")
    if words:
        wanted = wanted.where(Person.name.icontains(words, autoescape=True))
    rows = db.session.execute(wanted.order_by(Person.name, Person.id).limit(limit))
    return [Choice(row.id, row.name) for row in rows]
