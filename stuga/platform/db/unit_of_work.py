"""One transaction a request or job, committed at the edge; then what was left is sent."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from flask import current_app

from stuga.platform.db.session import db
from stuga.platform.tenancy import find_tenant_id

Nudge = Callable[[UUID], None]
NUDGE: Final = "stuga.nudge"
LEFT: Final = "outbox-left"
AFTERWARDS: Final = "stuga.afterwards"
"""In `session.info`: what is to be done once the transaction has ended well, by whom."""
Take = Callable[[Sequence[Any]], None]


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Commit when the block ends well, roll back when it raises.

    After the commit, and only then, the relay is told that the outbox holds something.
    """
    try:
        yield
        finish()
    except BaseException:
        give_up()
        raise


@contextmanager
def savepoint() -> Iterator[None]:
    """Undo what the block did, and no more, when it raises."""
    with db.session.begin_nested():
        db.session.connection()  # a prepared statement would come before the SAVEPOINT otherwise
        yield


def afterwards(take: Take, given: object) -> None:
    """Have `take` called with what was given to it, once the transaction has ended well."""
    db.session.info.setdefault(AFTERWARDS, {}).setdefault(take, []).append(given)


def finish() -> None:
    """Commit, then nudge the relay if anything was left in the outbox."""
    left = db.session.info.pop(LEFT, False)
    given: dict[Take, list[Any]] = db.session.info.pop(AFTERWARDS, {})
    db.session.commit()
    for take, all_of_it in given.items():
        take(all_of_it)
    tenant = find_tenant_id()
    nudge: Nudge | None = current_app.extensions.get(NUDGE)
    if left and tenant is not None and nudge is not None:
        nudge(tenant)


def give_up() -> None:
    """Roll everything back, the outbox with it."""
    db.session.info.pop(LEFT, None)
    db.session.info.pop(AFTERWARDS, None)
    db.session.rollback()
