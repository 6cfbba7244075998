"""Labels of references and people, and what may be chosen: one query a model, never one a row."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select

from stuga.models import Person, Record
from stuga.platform.authz import Actor, Permission, may
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


def people(actor: Actor, *, words: str = "", limit: int = MOST_OPTIONS) -> Sequence[Choice]:
    """Return people of the tenant who are not disabled: whose name begins with the words first.

    All of the words must be in the name, in whichever order. A whole e-mail address finds its
    person; a part of one does so for those who may look at people, who are also told addresses
    where several have the same name.
    """
    sees = may(actor, Permission.PERSON_READ)
    wanted = select(Person.id, Person.name, Person.email).where(Person.state != "disabled")
    if words:
        named = and_(*(Person.name.icontains(one, autoescape=True) for one in words.split()))
        written = Person.email == words.strip().lower()
        if sees:
            written = Person.email.icontains(words.strip(), autoescape=True)
        begins = Person.name.istartswith(words.strip(), autoescape=True)
        wanted = wanted.where(or_(named, written)).order_by(begins.desc())
    rows = db.session.execute(wanted.order_by(Person.name, Person.id).limit(limit)).all()
    counts = Counter(row.name for row in rows)
    return [
        Choice(row.id, f"{row.name} ({row.email})" if same and sees and row.email else row.name)
        for row in rows
        for same in [counts[row.name] > 1]
    ]
