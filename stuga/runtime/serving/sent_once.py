"""A form that is sent again makes nothing a second time: its sitting leads to what it made."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from stuga.models.json import JsonObject
from stuga.platform.web import repeats
from stuga.platform.web.repeats import Repeatable
from stuga.runtime.records.stored import Shown
from stuga.runtime.serving.forms import Filling
from stuga.runtime.serving.saved_forms import is_sitting
from stuga.runtime.serving.visits import Visit

NOBODY: Final = UUID(int=0)
"""Stands for strangers, of whom only the form's sitting tells one from another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A form that has arrived.

    :ivar by: the person, or the stranger's browser, that sent it
    """

    record: UUID
    revision: int
    at: datetime
    by: str


def sender_of(visit: Visit) -> str:
    """Name a person, or a stranger's browser; '' where nothing tells it from others."""
    if visit.actor.signed_in:
        return str(visit.actor.id)
    return (visit.browser or b"").hex()


def sent_before(filling: Filling, sitting: str) -> Sent | None:
    """Return what this sitting of a form has made already."""
    if filling.record is not None or not is_sitting(sitting):
        return None
    holder, name = _holder(filling), _name(filling, sitting)
    kept = repeats.earlier(holder, name, now=filling.visit.now)
    return _read(kept) if kept else None


def claimed(filling: Filling, sitting: str) -> Repeatable | None:
    """Claim a sitting before its record is made; None for a form that tells none.

    If it is being sent right now, wait for its end.
    """
    if filling.record is not None or not is_sitting(sitting):
        return None
    return repeats.once(_holder(filling), _name(filling, sitting), now=filling.visit.now)


def earlier(claim: Repeatable | None) -> Sent | None:
    """Return what was made by the one who claimed the sitting first."""
    return _read(claim.earlier) if claim is not None and claim.earlier else None


def sent(filling: Filling, record: Shown) -> Sent:
    """Say of a new record that this form has made it just now."""
    visit = filling.visit
    return Sent(record=record.id, revision=record.revision, at=visit.now, by=sender_of(visit))


def keep(claim: Repeatable | None, made: Sent) -> None:
    """Keep what a claimed sitting has made: an id, no values."""
    if claim is not None:
        at = int(made.at.timestamp())
        told: JsonObject = {"record": str(made.record), "revision": made.revision}
        claim.keep({**told, "at": at, "by": made.by})


def _read(kept: JsonObject) -> Sent:
    return Sent(
        record=UUID(str(kept["record"])),
        revision=int(str(kept["revision"])),
        at=datetime.fromtimestamp(int(str(kept["at"])), UTC),
        by=str(kept["by"]),
    )


def _holder(filling: Filling) -> UUID:
    return filling.acting.actor.id or NOBODY


def _name(filling: Filling, sitting: str) -> str:
    return f"{filling.action} {sitting}"
