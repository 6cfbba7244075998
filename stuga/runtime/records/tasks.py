"""Jobs on records: slices that take ids, go through a model, and leave the next."""

from stuga.platform import audit, clock
from stuga.platform.audit import Act, Target
from stuga.platform.db import outbox
from stuga.platform.errors import NotFoundError
from stuga.platform.jobs import Job, Queue, task
from stuga.runtime.records import filling, slots
from stuga.runtime.records.definitions import LiveApp, live_with_model
from stuga.runtime.records.due import RECOMPUTE
from stuga.runtime.records.filling import ROWS, STRAGGLE, Slice
from stuga.runtime.records.trimming import TRIM, trim_waiting


@task(slots.FILL, queue=Queue.MAINTENANCE)
def fill_slots(job: Job) -> None:
    """Fill the slots of one batch; after the last, let queries use them.

    A request that began under the version before may still write by it: what such ones wrote is
    looked through once more, two minutes later.
    """
    place = Slice.read(job.payload)
    app = _app_of(place)
    model = app.model_with(place.model_id) if app else None
    if app is None or model is None:
        return
    rows = filling.locked_rows(place)
    filling.fill(model, rows)
    if len(rows) == ROWS:
        job.again(place.payload(after=rows[-1].record.id))
    elif place.since is None:
        slots.mark_filled(place.model_id, place.number)
        target = Target(kind="model", app=app.key, version=app.number, model=model.key)
        audit.record(job.actor, Act.SLOTS_FILL, target=target)
        _look_again(place)


def _look_again(place: Slice) -> None:
    if place.number is not None:
        now = clock.now()
        payload = place.payload(since=now - STRAGGLE)
        outbox.leave(slots.FILL, payload, not_before=now + STRAGGLE)


@task(RECOMPUTE, queue=Queue.MAINTENANCE)
def recompute_due_slice(job: Job) -> None:
    """Reckon anew when the records of one batch are due."""
    place = Slice.read(job.payload)
    app = _app_of(place)
    model = app.model_with(place.model_id) if app else None
    if model is None:
        return
    rows = filling.locked_rows(place)
    filling.reckon(model, rows)
    if len(rows) == ROWS:
        job.again(place.payload(after=rows[-1].record.id))


@task(TRIM, queue=Queue.MAINTENANCE)
def trim_trail(job: Job) -> None:
    """Take what was erased of some records out of the trail's detail."""
    trim_waiting(job.payload)


def _app_of(place: Slice) -> LiveApp | None:
    """Find the app; None if it is gone, and with it the work."""
    try:
        return live_with_model(place.model_id)
    except NotFoundError:
        return None
