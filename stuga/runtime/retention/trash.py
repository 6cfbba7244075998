"""Empties the trash: what has lain there for its days goes for good."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from stuga.platform.authz import Actor, Permission, require
from stuga.platform.errors import NotFoundError
from stuga.runtime.records import erasure
from stuga.runtime.records.aftermath import Because, gathered
from stuga.runtime.records.definitions import live_with_model
from stuga.runtime.retention import queries

STAYS: Final = timedelta(days=30)
ROWS: Final = 200
TRASH: Final = UUID(int=0)
"""Stands for the rule: nobody made it, it is what the trash promises."""


def empty(actor: Actor, *, now: datetime) -> int:
    """Delete at most `ROWS` records whose days in the trash are over; return how many went."""
    require(actor, Permission.RETENTION_RUN)
    because = Because(rule_id=TRASH, rule_title="Trash", run_id=None, now=now)
    gone = 0
    with gathered() as aftermath:
        for locked in queries.trash_before(now - STAYS, ROWS):
            try:
                app = live_with_model(locked.record.model_id)
            except NotFoundError:
                continue
            gone += len(erasure.purge(app, [locked], because, aftermath).ids)
    return gone
