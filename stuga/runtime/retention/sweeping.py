"""One run: what is due by a moment is done in slices, each a transaction, and reported."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func

from stuga.models import RetentionRun
from stuga.models.definition.clocks import Action
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor, Permission, require
from stuga.platform.db import db, outbox
from stuga.platform.errors import NotFoundError
from stuga.runtime.records import erasure
from stuga.runtime.records.aftermath import Aftermath, Because, gathered
from stuga.runtime.records.definitions import LiveApp, LiveModel, live_with_model
from stuga.runtime.records.due import RuleInForce
from stuga.runtime.records.queries import Locked
from stuga.runtime.retention import queries
from stuga.runtime.retention.commands import Counted, StartRun
from stuga.runtime.retention.rules import changes_for

SWEEP: Final = "retention.sweep"
ROWS: Final = 500
AGAIN_AFTER: Final = timedelta(days=1)


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
    with gathered() as aftermath:
        counted = _carry_out(due, run, aftermath)
    run.report = added(run.report, counted)
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


@dataclass(frozen=True, slots=True)
class _During:
    """The run, what it has counted in this slice, and what is still to be written of it."""

    run: RetentionRun
    counted: Counted
    aftermath: Aftermath


def _carry_out(due: Sequence[Locked], run: RetentionRun, aftermath: Aftermath) -> Counted:
    counted = Counted()
    during = _During(run, counted, aftermath)
    by_model: defaultdict[UUID, list[Locked]] = defaultdict(list)
    for locked in due:
        by_model[locked.record.model_id].append(locked)
    for model_id, several in by_model.items():
        app = _app_with(model_id)
        model = app.model_with(model_id) if app else None
        if app is None or model is None:
            _wait(several, during)
            counted.waiting += len(several)
            continue
        for locked in several:
            _act_on(app, model, locked, during)
    return counted


def _act_on(app: LiveApp, model: LiveModel, locked: Locked, during: _During) -> None:
    """Do to one record what its rules want by now: a stale due time costs time, never data."""
    run, counted = during.run, during.counted
    pending = model.clock.pending(locked.record, locked.erased)
    acting = [one for one, moment in pending if moment <= run.now]
    deleting = next((one for one in acting if one.rule.action is Action.DELETE), None)
    if deleting is not None:
        because = _because(deleting, run)
        if erasure.purge(app, [locked], because, during.aftermath).waiting:
            _wait([locked], during)
            counted.waiting += 1
        else:
            _add(counted.deleted, deleting)
    elif acting:
        for rule in acting:
            locked = _anonymise(model, locked, rule, during)
    else:
        due = min((moment for _, moment in pending), default=None)
        during.aftermath.put_off(locked.record.id, due)
        counted.stale += 1


def _anonymise(model: LiveModel, locked: Locked, rule: RuleInForce, during: _During) -> Locked:
    changes, methods = changes_for(rule, model.view, locked.record.data, locked.erased)
    if not changes:
        return locked
    _add(during.counted.anonymised, rule)
    because = _because(rule, during.run)
    return erasure.anonymise(model, locked, changes, because, during.aftermath, methods=methods)


def _because(rule: RuleInForce, run: RetentionRun) -> Because:
    return Because(rule_id=rule.id, rule_title=rule.title, run_id=run.id, now=run.now)


def _wait(several: Sequence[Locked], during: _During) -> None:
    """Look at these again tomorrow, so that a run comes to an end."""
    for locked in several:
        during.aftermath.put_off(locked.record.id, during.run.now + AGAIN_AFTER)


def _add(counts: dict[str, int], rule: RuleInForce) -> None:
    counts[str(rule.id)] = counts.get(str(rule.id), 0) + 1


def _app_with(model_id: UUID) -> LiveApp | None:
    try:
        return live_with_model(model_id)
    except NotFoundError:
        return None


def added(report: JsonObject, counted: Counted) -> JsonObject:
    """Add a slice's counts to a report."""
    return {
        "records": _number(report, "records") + counted.records,
        "anonymised": _sums(report, "anonymised", counted.anonymised),
        "deleted": _sums(report, "deleted", counted.deleted),
        "stale": _number(report, "stale") + counted.stale,
        "waiting": _number(report, "waiting") + counted.waiting,
        "failed": _number(report, "failed") + counted.failed,
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
                app = _app_with(model_id)
                models[model_id] = app.model_with(model_id) if app else None
            _count(models[model_id], locked, now, counted)
        last = batch[-1].record
        position = (last.due_at or now, last.id)
    audit.record(
        actor, Act.RETENTION_PREVIEW, target=Target(kind="retention", count=counted.records)
    )
    return counted


def _count(model: LiveModel | None, locked: Locked, now: datetime, counted: Counted) -> None:
    if model is None:
        counted.waiting += 1
        return
    acting = [
        one for one, moment in model.clock.pending(locked.record, locked.erased) if moment <= now
    ]
    deleting = next((one for one in acting if one.rule.action is Action.DELETE), None)
    if deleting is not None:
        _add(counted.deleted, deleting)
    elif not acting:
        counted.stale += 1
    else:
        for rule in acting:
            _add(counted.anonymised, rule)
