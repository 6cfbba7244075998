"""Empties the trash: what has lain there for its days goes for good."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from stuga.platform.authz import Actor, Permission, require
from stuga.platform.db import savepoint
from stuga.platform.telemetry import log
from stuga.runtime.records import erasure
from stuga.runtime.records.aftermath import Aftermath, Because, gathered
from stuga.runtime.records.queries import Locked
from stuga.runtime.retention import queries
from stuga.runtime.retention.carrying import NOT_THE_RECORD, app_with
from stuga.runtime.retention.queries import Position

STAYS: Final = timedelta(days=30)
ROWS: Final = 200
TRASH: Final = UUID(int=0)
"""Stands for the rule: nobody made it, it is what the trash promises."""


def empty(actor: Actor, *, now: datetime) -> int:
    """Delete at most `ROWS` records whose days in the trash are over; return how many went.

    What cannot be deleted is passed over, and keeps nothing behind it from going.
    """
    require(actor, Permission.RETENTION_RUN)
    because = Because(rule_id=TRASH, rule_title="Trash", run_id=None, now=now)
    gone = 0
    position: Position | None = None
    while gone < ROWS and (batch := queries.trash_before(now - STAYS, ROWS - gone, position)):
        last = batch[-1].record
        position = (last.deleted_at or now, last.id)
        gone += _purged(batch, because)
    return gone


def _purged(batch: Sequence[Locked], because: Because) -> int:
    """Delete these together; if an error undoes it, each for itself."""
    try:
        with savepoint(), gathered() as aftermath:
            return sum(_purge(one, because, aftermath) for one in batch)
    except NOT_THE_RECORD:
        raise
    except Exception as error:  # noqa: BLE001  # it is found out which it was, and told
        if len(batch) > 1:
            return sum(_purged([one], because) for one in batch)
        record = str(batch[0].record.id)
        log.error("trash.passed_over", record=record, error=type(error).__name__)
        return 0


def _purge(locked: Locked, because: Because, aftermath: Aftermath) -> int:
    app = app_with(locked.record.model_id)
    return len(erasure.purge(app, [locked], because, aftermath).ids) if app else 0
