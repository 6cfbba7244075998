"""One run: what is due by a moment is done in slices, each a transaction, and reported."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func

from stuga.models import RetentionRun
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor, Permission, require
from stuga.platform.db import db, outbox
from stuga.runtime.records import erasure
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.retention import queries
from stuga.runtime.retention.carrying import app_with, carry_out, count
from stuga.runtime.retention.commands import Counted, PassedOver, StartRun

SWEEP: Final = "retention.sweep"
ROWS: Final = 500
MOST_NAMED: Final = 100


def start(actor: Actor, command: StartRun) -> RetentionRun:
    """Begin a run and leave its first slice in the outbox."""
    run = begin(actor, command)
    outbox.leave(SWEEP, {"run": str(run.id)}, person_id=actor.person_id)
    return run


def run_now(actor: Actor, command: StartRun) -> RetentionRun:
    """Begin a run because someone asked for it, which the trail tells at once."""
    run = start(actor, command)
    audit.record(actor, Act.RETENTION_RUN, target=Target(kind="retention-run", id=run.id))
    return run


def begin(actor: Actor, command: StartRun) -> RetentionRun:
    """Begin a run whose slices the caller does itself."""
    require(actor, Permission.RETENTION_RUN)
    run = RetentionRun(now=command.now, dry=command.dry, report={})
    db.session.add(run)
    db.session.flush()  # its slices need the run's id, which PostgreSQL makes
    return run


def do_slice(actor: Actor, run_id: UUID) -> bool:
    """Do one slice of a run; tell whether there may be more. Ends the run after the last."""
    run = queries.get_run(run_id)
    if run.state != "running":
        return False
    due = erasure.due_records(run.now, ROWS)
    run.report = added(run.report, carry_out(due, run))
    if len(due) == ROWS:
        return True
    finish(actor, run)
    return False


def finish(actor: Actor, run: RetentionRun) -> None:
    """End a run with its one entry; the report holds counts only."""
    _end(actor, run, "done")


def fail(actor: Actor, run_id: UUID) -> None:
    """End a run that errors keep from going on; what it has done stays done, and is reported."""
    run = queries.get_run(run_id)
    if run.state == "running":
        _end(actor, run, "failed")


def _end(actor: Actor, run: RetentionRun, state: str) -> None:
    run.state = state
    run.ended_at = func.clock_timestamp()
    counts = run.report.get("records")
    number = counts if isinstance(counts, int) else 0
    audit.record(
        actor, Act.RETENTION_RUN, target=Target(kind="retention-run", id=run.id, count=number)
    )


def added(report: JsonObject, counted: Counted) -> JsonObject:
    """Add a slice's counts to a report."""
    return {
        "records": _number(report, "records") + counted.records,
        "anonymised": _sums(report, "anonymised", counted.anonymised),
        "deleted": _sums(report, "deleted", counted.deleted),
        "stale": _number(report, "stale") + counted.stale,
        "waiting": _number(report, "waiting") + counted.waiting,
        "failed": _number(report, "failed") + len(counted.passed_over),
        "passed_over": _named(report, counted.passed_over),
    }


def _number(report: JsonObject, name: str) -> int:
    found = report.get(name)
    return found if isinstance(found, int) else 0


def _sums(report: JsonObject, name: str, more: dict[str, int]) -> JsonObject:
    found = report.get(name)
    sums: dict[str, int] = {}
    for part in (found if isinstance(found, dict) else {}, more):
        for key, number in part.items():
            sums[key] = sums.get(key, 0) + (number if isinstance(number, int) else 0)
    return {**sums}


def _named(report: JsonObject, more: Sequence[PassedOver]) -> list[JsonValue]:
    """Name what was passed over by its ids, the first hundred of a run."""
    found = report.get("passed_over")
    before = found if isinstance(found, list) else []
    new: list[JsonValue] = [
        {"record": str(one.record_id), "model": str(one.model_id), "reason": str(one.reason)}
        for one in more[: MOST_NAMED - len(before)]
    ]
    return [*before, *new]


def would_do(actor: Actor, now: datetime) -> Counted:
    """Count what a run at a moment would do, and change nothing."""
    require(actor, Permission.RETENTION_RUN)
    counted = Counted()
    position: tuple[datetime, UUID] | None = None
    models: dict[UUID, LiveModel | None] = {}
    while batch := queries.due_after(position, now=now):
        for locked in batch:
            model_id = locked.record.model_id
            if model_id not in models:
                app = app_with(model_id)
                models[model_id] = app.model_with(model_id) if app else None
            count(models[model_id], locked, now, counted)
        last = batch[-1].record
        position = (last.due_at or now, last.id)
    audit.record(
        actor, Act.RETENTION_PREVIEW, target=Target(kind="retention", count=counted.records)
    )
    return counted
