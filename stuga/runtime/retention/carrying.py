"""Carries out what is due of a slice; goes past what cannot be done, and names it.

A slice is done together. What an error undoes is then done record by record, each for itself, so
that one broken record keeps nothing else from going.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import psycopg
from sqlalchemy.exc import InterfaceError, OperationalError

from stuga.models import RetentionRun
from stuga.models.definition.clocks import Action
from stuga.platform.db import savepoint
from stuga.platform.errors import NotFoundError
from stuga.platform.telemetry import log
from stuga.runtime.records import erasure
from stuga.runtime.records.aftermath import Aftermath, Because, gathered
from stuga.runtime.records.definitions import LiveApp, LiveModel, live_with_model
from stuga.runtime.records.due import RuleInForce, UnreadableError
from stuga.runtime.records.queries import Locked
from stuga.runtime.retention.commands import Counted, PassedOver, Reason
from stuga.runtime.retention.rules import changes_for

WAITS: Final = timedelta(hours=12)
"""Shorter than from one night to the next, so that every night looks at it again."""
NEXT_RUN: Final = timedelta(seconds=1)
TOO_MANY: Final = 50
NOT_THE_RECORD: Final = (
    OperationalError,
    InterfaceError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    MemoryError,
)
"""The database or the machine is unwell, or others held a lock: the slice is tried again whole."""


@dataclass(frozen=True, slots=True)
class _During:
    """The run, what it has counted, and what is still to be written of it."""

    run: RetentionRun
    counted: Counted
    aftermath: Aftermath


def carry_out(due: Sequence[Locked], run: RetentionRun) -> Counted:
    """Do what is due to locked records, and return what was done."""
    try:
        return _done(due, run)
    except NOT_THE_RECORD:
        raise
    except Exception:  # noqa: BLE001  # then it is found out which record it was
        return _one_by_one(due, run)


def _one_by_one(due: Sequence[Locked], run: RetentionRun) -> Counted:
    counted = Counted()
    with gathered() as aftermath:
        for locked in due:
            try:
                counted.take(_done([locked], run))
            except NOT_THE_RECORD:
                raise
            except Exception as error:  # it is named, and tried again
                counted.passed_over.append(_passed_over(locked, error))
                aftermath.put_off(locked.record.id, run.now + NEXT_RUN)
                if _is_no_record(counted):
                    raise
    return counted


def _is_no_record(counted: Counted) -> bool:
    """Tell whether so many have failed, and nothing else, that the fault is not the records'."""
    errors = [one for one in counted.passed_over if one.reason is Reason.ERROR]
    is_nothing_done = not (counted.records or counted.stale or counted.waiting)
    return is_nothing_done and len(errors) >= TOO_MANY


def _passed_over(locked: Locked, error: Exception) -> PassedOver:
    reason = Reason.UNREADABLE if isinstance(error, UnreadableError) else Reason.ERROR
    record = locked.record
    cause = type(error.__cause__ or error).__name__  # its words could repeat a value
    log.error("retention.passed_over", record=str(record.id), reason=str(reason), error=cause)
    return PassedOver(record.id, record.model_id, reason)


def _done(due: Sequence[Locked], run: RetentionRun) -> Counted:
    """Do what is due to some records, all of it or nothing."""
    with savepoint(), gathered() as aftermath:
        during = _During(run, Counted(), aftermath)
        apps: dict[UUID, LiveApp | None] = {}
        for locked in due:
            model_id = locked.record.model_id
            if model_id not in apps:
                apps[model_id] = app_with(model_id)
            app = apps[model_id]
            model = app.model_with(model_id) if app else None
            if app is None or model is None:
                _leave(locked, during)
            else:
                _act_on(app, model, locked, during)
    return during.counted


def _leave(locked: Locked, during: _During) -> None:
    """Pass over a record whose model no longer serves: nobody knows what its fields are."""
    record = locked.record
    gone = PassedOver(record.id, record.model_id, Reason.MODEL_GONE)
    during.counted.passed_over.append(gone)
    during.aftermath.put_off(record.id, during.run.now + NEXT_RUN)


def _act_on(app: LiveApp, model: LiveModel, locked: Locked, during: _During) -> None:
    """Do to one record what its rules want by now: a stale due time costs time, never data."""
    run, counted = during.run, during.counted
    pending = model.clock.pending(locked.record, locked.erased)
    acting = [one for one, moment in pending if moment <= run.now]
    deleting = next((one for one in acting if one.rule.action is Action.DELETE), None)
    if deleting is not None:
        because = _because(deleting, run)
        if erasure.purge(app, [locked], because, during.aftermath).waiting:
            during.aftermath.put_off(locked.record.id, run.now + WAITS)
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


def _add(counts: dict[str, int], rule: RuleInForce) -> None:
    counts[str(rule.id)] = counts.get(str(rule.id), 0) + 1


def app_with(model_id: UUID) -> LiveApp | None:
    """Find the app of a model; None if it no longer serves."""
    try:
        return live_with_model(model_id)
    except NotFoundError:
        return None


def count(model: LiveModel | None, locked: Locked, now: datetime, counted: Counted) -> None:
    """Count what would be done to one record, and do nothing."""
    record = locked.record
    if model is None:
        counted.passed_over.append(PassedOver(record.id, record.model_id, Reason.MODEL_GONE))
        return
    try:
        pending = model.clock.pending(record, locked.erased)
    except UnreadableError:
        counted.passed_over.append(PassedOver(record.id, record.model_id, Reason.UNREADABLE))
        return
    acting = [one for one, moment in pending if moment <= now]
    deleting = next((one for one in acting if one.rule.action is Action.DELETE), None)
    if deleting is not None:
        _add(counted.deleted, deleting)
    elif not acting:
        counted.stale += 1
    else:
        for rule in acting:
            _add(counted.anonymised, rule)
