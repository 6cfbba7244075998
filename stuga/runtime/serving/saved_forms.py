"""Forms that someone has begun and not sent: kept for them alone, and gone once they are sent.

What is kept is what was typed, as it was posted. Taken up again it goes the way of any posted
form, so that rights, kinds and conditions are those of the day on which one goes on.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from stuga.models import SavedForm
from stuga.models.definition.paths import whole
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.db import db
from stuga.platform.db.prepared import TENANT, Prepared
from stuga.platform.errors import NotFoundError
from stuga.platform.ui.screens.form_reader import SITTING
from stuga.platform.ui.screens.form_view import Unfinished
from stuga.runtime.serving.forms import KEPT_AT, Filling

TAKEN_UP: Final = "saved"
LIFE: Final = timedelta(days=30)
MOST: Final = 20
"""Unfinished forms of one screen and person; the oldest gives way to the next."""
OFFERED: Final = 3
_SITTING: Final = re.compile(r"[\w-]{16,40}", re.ASCII)
_TRAVELS: Final = frozenset({"_step", "_revision", "_reviewing", "_shown"})

Pairs = Sequence[tuple[str, str]]


def new_sitting() -> str:
    """Return what tells this filling in of a form from every other."""
    return secrets.token_urlsafe(16)


def is_sitting(name: str) -> bool:
    """Tell whether a name can be that of a sitting."""
    return _SITTING.fullmatch(name) is not None


def keep(filling: Filling, pairs: Pairs, *, is_said: bool = False) -> datetime:
    """Keep what is typed so far; return when.

    The first time leaves an entry, and every time the person asked for it: not each few seconds.

    :raises NotFoundError: if nothing tells which sitting it is, or it is not this person's
    """
    sitting, now = sitting_of(pairs), filling.visit.now
    if not is_sitting(sitting):
        raise NotFoundError
    typed = [[name, value] for name, value in keepable(filling, pairs)]
    again = (
        update(SavedForm)
        .where(SavedForm.sitting == sitting, *_mine(filling))
        .values(typed=typed, saved_at=now)
        .returning(SavedForm.sitting)
    )
    if db.session.execute(again.execution_options(synchronize_session=False)).first():
        if is_said:
            note(filling, Act.FORM_UPDATE)
        return now
    made = insert(SavedForm).values(
        sitting=sitting,
        person_id=filling.acting.actor.id,
        app_id=filling.acting.app.app_id,
        screen=filling.screen.key,
        record_id=filling.record.id if filling.record else None,
        typed=typed,
        saved_at=now,
    )
    first = made.on_conflict_do_nothing().returning(SavedForm.sitting)
    if db.session.execute(first).first() is None:
        raise NotFoundError
    _make_room(filling)
    note(filling, Act.FORM_UPDATE)
    return now


def unfinished(filling: Filling) -> Sequence[Unfinished]:
    """Return the forms that this person began here and has not sent, the newest first."""
    at, locale = filling.visit, filling.visit.locale
    found = _UNFINISHED.rows(
        person=filling.acting.actor.id,
        app=filling.acting.app.app_id,
        screen=filling.screen.key,
        record=filling.record.id if filling.record else None,
        since=at.now - LIFE,
    )
    action = at.root + filling.action
    return [
        Unfinished(
            sitting=sitting,
            when=locale.relative(saved_at, at.now),
            go_on=f"{action}?{TAKEN_UP}={sitting}",
            discard=f"{action}/{KEPT_AT}/discard",
            age=int((at.now - saved_at).total_seconds() * 1000),
            digest=_digest(typed),
        )
        for sitting, saved_at, typed in found
    ]


# Made once: every form asks it.
_UNFINISHED: Final = Prepared(
    lambda: (
        select(SavedForm.sitting, SavedForm.saved_at, SavedForm.typed)
        .where(
            SavedForm.tenant_id == TENANT,
            SavedForm.person_id == bindparam("person"),
            SavedForm.app_id == bindparam("app"),
            SavedForm.screen == bindparam("screen"),
            SavedForm.record_id.is_not_distinct_from(bindparam("record", required=False)),
            SavedForm.saved_at > bindparam("since"),
        )
        .order_by(SavedForm.saved_at.desc(), SavedForm.sitting)
        .limit(OFFERED)
    )
)


def _digest(typed: Sequence[Sequence[str]]) -> str:
    """Return the digest of the answers, which `typed.js` makes of the browser's copy too."""
    answers = [[name, value] for name, value in typed if not name.startswith("_")]
    written = json.dumps(answers, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def taken_up(filling: Filling, sitting: str) -> Pairs:
    """Return what was typed in an earlier sitting, as it was posted.

    :raises NotFoundError: if it is not this person's, has been sent, or is over
    """
    found = (
        select(SavedForm.typed)
        .where(SavedForm.sitting == sitting, *_mine(filling))
        .where(SavedForm.saved_at > filling.visit.now - LIFE)
    )
    typed = db.session.scalars(found).first()
    if typed is None:
        raise NotFoundError
    return [(name, value) for name, value in typed]


def drop(filling: Filling, sitting: str) -> bool:
    """Let go of a form that has been sent or given up; tell whether it was there."""
    gone = delete(SavedForm).where(SavedForm.sitting == sitting, *_mine(filling))
    found = gone.returning(SavedForm.sitting).execution_options(synchronize_session=False)
    return db.session.scalars(found).first() is not None


def note(filling: Filling, act: Act) -> None:
    """Leave the entry of a form that was put aside or given up."""
    acting = filling.acting
    target = Target(
        kind="form",
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        id=filling.record.id if filling.record else None,
        count=1,
        fields=(filling.screen.key,),
    )
    audit.record(acting.actor, act, target=target)


def sitting_of(pairs: Pairs) -> str:
    """Read which sitting a posted form belongs to; '' if nothing says it."""
    return next((value for name, value in pairs if name == SITTING), "")


def _mine(filling: Filling) -> tuple[ColumnElement[bool], ...]:
    """Narrow to this person's, of this screen and record."""
    record_id = filling.record.id if filling.record else None
    return (
        SavedForm.person_id == filling.acting.actor.id,
        SavedForm.app_id == filling.acting.app.app_id,
        SavedForm.screen == filling.screen.key,
        SavedForm.record_id.is_(None) if record_id is None else SavedForm.record_id == record_id,
    )


def keepable(filling: Filling, pairs: Pairs) -> Iterator[tuple[str, str]]:
    """Yield what may be kept: the screen's answers, but none that is stored encrypted."""
    fields = filling.model.fields
    for name, value in pairs:
        field = fields.get(whole(name))
        if name in _TRAVELS or (field is not None and not field.privacy.encrypt):
            yield name, value


def _make_room(filling: Filling) -> None:
    """Take away what is beyond the most that are kept, the oldest first."""
    beyond = (
        select(SavedForm.sitting)
        .where(*_mine(filling))
        .order_by(SavedForm.saved_at.desc(), SavedForm.sitting)
        .offset(MOST)
    )
    gone = delete(SavedForm).where(*_mine(filling), SavedForm.sitting.in_(beyond.scalar_subquery()))
    db.session.execute(gone.execution_options(synchronize_session=False))
