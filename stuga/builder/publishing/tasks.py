"""Jobs of publishing: slices that carry records along, look after latecomers, and let go."""

from uuid import UUID

from stuga.builder.publishing import letting_go, migrations, preparing, queries, trying
from stuga.builder.publishing.kinds_of_job import LET_GO, PREPARE, SETTLE, TRY
from stuga.models.definition.reading import text_at
from stuga.platform import clock
from stuga.platform.db import outbox
from stuga.platform.jobs import Job, Queue, task


@task(PREPARE, queue=Queue.MAINTENANCE)
def prepare(job: Job) -> None:
    """Prepare one batch and leave the next. What was interrupted has left nothing behind."""
    place = preparing.go_on(job.actor, preparing.Place.read(job.payload), now=clock.now())
    if place is not None:
        job.again(place.payload())


@task(SETTLE, queue=Queue.MAINTENANCE)
def settle(job: Job) -> None:
    """Carry along what requests that began before a version went live have written after it."""
    row = queries.find_migration(UUID(text_at(job.payload, "migration")))
    app = queries.app_with(row.app_id) if row is not None else None
    if row is not None and app is not None:
        migrations.settle(app, row, now=clock.now())


@task(LET_GO, queue=Queue.MAINTENANCE)
def let_go(job: Job) -> None:
    """Let one batch of what was put aside be gone, and leave the next for when it is time."""
    migration_id = UUID(text_at(job.payload, "migration"))
    later = letting_go.go_on(job.actor, migration_id, now=clock.now())
    if later is not None:
        payload, moment = later
        outbox.leave(LET_GO, payload, not_before=moment)


@task(TRY, queue=Queue.MAINTENANCE)
def try_on_all(job: Job) -> None:
    """Try a draft on one batch of records, and leave the next."""
    payload = trying.go_on(job.payload, now=clock.now())
    if payload is not None:
        job.again(payload)
