"""Carries stored records along to a new version: what is to be done, and few records at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from stuga.builder.publishing import going_live, queries
from stuga.builder.publishing.commands import Publish, RestoreVersion
from stuga.builder.publishing.planning import Plan
from stuga.builder.publishing.rules import PublishStoppedError
from stuga.models import App, Migration, Version
from stuga.models.definition.document import App as Definition
from stuga.models.definition.steps import Do, Step
from stuga.platform.authz import Actor
from stuga.platform.db import db
from stuga.runtime.records import migrating, migrating_switch
from stuga.runtime.records.computing import computed_in, needs_recompute, recompute
from stuga.runtime.records.definitions import LiveModel, PublishedVersion, published, version
from stuga.runtime.records.filling import STRAGGLE
from stuga.runtime.records.migrating import Work, edition

AT_ONCE: Final = 500
"""So few records are carried along while the publisher waits."""
NOT_YET: Final = UUID(int=0)


def begun(
    actor: Actor,
    plan: Plan,
    steps: Sequence[Step],
    command: Publish | RestoreVersion,
) -> Migration | None:
    """Begin what a publication does to stored records; None if it does nothing to them."""
    settle_former(plan.app, now=command.now)
    works = works_of(plan, steps, now=command.now)
    whole = [one for one in steps if one.do is Do.REMOVE_MODEL]
    removed = [one.model for one in whole]
    total = migrating.count([one.model_id for one in works]) if works else 0
    gone = [plan.model_ids[key] for key in removed if key in plan.model_ids]
    if not total and not (gone and migrating.count(gone)):
        return None
    row = Migration(
        app_id=plan.app.id,
        number=queries.next_number(plan.app),
        former_number=plan.app.live_number or 0,
        document=plan.after,
        settings={
            "note": command.note.strip(),
            "restored_from": plan.restored_from or None,
            "confirmed": [*sorted({*command.confirm, *command.choices})],
            "follows": False,
            "removed": [*removed],
        },
        steps=[
            one.described() for one in (*whole, *(each for work in works for each in work.steps))
        ],
        total=total,
        done=0,
        asked_by=actor.id,
        asked_at=command.now,
    )
    db.session.add(row)
    db.session.flush()  # what it prepares names its id, which PostgreSQL makes
    return row


def works_of(plan: Plan, steps: Sequence[Step], *, now: datetime) -> list[Work]:
    """Return what steps do to the records of each model that stays."""
    former = published(plan.app.id, plan.app.live_number or 0, plan.old)
    after = published(plan.app.id, queries.next_number(plan.app), plan.new)
    return _works(plan.app, (former, after), steps, _Asked(NOT_YET, now))


def works_for(app: App, row: Migration) -> list[Work]:
    """Return what a migration that has begun does to the records of each model."""
    former = version(app.id, row.former_number)
    if row.document:
        after = published(app.id, row.number, Definition.read(row.document))
    else:
        after = version(app.id, row.number)
    steps = [Step.read(one) for one in row.steps]
    return _works(app, (former, after), steps, _Asked(row.id, row.asked_at))


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which migration is meant, and when it was asked for: the moment that formulas see."""

    migration_id: UUID
    at: datetime


def _works(
    app: App,
    versions: tuple[PublishedVersion, PublishedVersion],
    steps: Sequence[Step],
    asked: _Asked,
) -> list[Work]:
    ids, zone = migrating.ids_of(app.id), queries.zone()
    before, after = (edition(app.key, one, ids, zone) for one in versions)
    works = [
        Work(
            migration_id=asked.migration_id,
            before=before[key],
            after=model,
            around=before,
            steps=_steps(before[key], model, steps),
            recompute=partial(recompute, model, now=asked.at),
        )
        for key, model in after.items()
        if key in before
    ]
    return [one for one in works if one.steps or one.claimed]


def _steps(before: LiveModel, after: LiveModel, steps: Sequence[Step]) -> list[Step]:
    """Return a model's steps, and one for its formulas if they or what they read may differ."""
    mine = [one for one in steps if one.model == after.key and one.do is not Do.RECOMPUTE]
    values_change = bool(mine) and bool(computed_in(after))
    if values_change or needs_recompute(before.view, after.view):
        mine.append(Step(do=Do.RECOMPUTE, model=after.key))
    return mine


def at_once(actor: Actor, app: App, row: Migration, *, now: datetime) -> Version:
    """Carry few records along while the publisher waits.

    :raises PublishStoppedError: if a value forbids to go on
    """
    works = works_for(app, row)
    for work in works:
        _prepare(work, row)
    return going_live.go_live(actor, app, row, works, since=now - STRAGGLE, now=now)


def _prepare(work: Work, row: Migration) -> None:
    after: UUID | None = None
    while True:
        done = migrating.prepare(work, after=after)
        if done.refused:
            raise PublishStoppedError(work.after.key, min(done.refused))
        row.done += done.rows
        if done.rows < migrating.ROWS:
            return
        after = done.last


def settle_former(app: App, *, now: datetime) -> None:
    """Carry along what still has the form of a version that was left a moment ago."""
    for row in queries.ended_since(app, now - STRAGGLE):
        settle(app, row, now=now)


def settle(app: App, row: Migration, *, now: datetime) -> None:
    """Carry along what requests that began before a version went live have written after it."""
    since = (row.ended_at or now) - STRAGGLE
    for work in works_for(app, row):
        row.changed += migrating_switch.settle(work, since=since, now=now, by=row.asked_by)


def let_draft_follow(app: App, migration_id: UUID) -> None:
    """Let the draft become what is published, if nobody has changed it by then."""
    row = queries.get_migration(app, migration_id)
    row.settings = {**row.settings, "follows": True}
