"""Public forms that someone without an account has begun: kept behind a secret link.

Only the digest of the secret is stored. Who has the link sees what was typed and may go on with
it; sending the form, or throwing it away, ends the link. Files move to the browser that opened it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, update

from stuga.models import App, File, FormLink
from stuga.models.definition.kinds.attached import FILE_KINDS, file_ids
from stuga.models.definition.refusals import Refused
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.crypto import hashed, new_token
from stuga.platform.db import db, outbox
from stuga.platform.errors import InvalidError, NotFoundError
from stuga.runtime.files.opening import holder_signed_in
from stuga.runtime.files.receiving import SWEEP
from stuga.runtime.serving.forms import Filling
from stuga.runtime.serving.saved_forms import keepable

MOST_BYTES: Final = 250_000
MOST_OF_FORM: Final = 2_000
MOST_OF_TENANT: Final = 20_000
GONE: Final = Refused("kept-gone")

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A form as it is kept, and the secret that opens it."""

    secret: str = field(repr=False)
    ends_at: datetime
    pairs: Pairs = field(repr=False)


def place_of(secret: str, *, now: datetime) -> tuple[str, str]:
    """Return the keys of the app and the screen that a link leads to.

    :raises NotFoundError: if there is no such form, or its time is over
    """
    wanted = (
        select(App.key, FormLink.screen)
        .join(App, (App.tenant_id == FormLink.tenant_id) & (App.id == FormLink.app_id))
        .where(FormLink.secret_hash == hashed(secret), FormLink.ends_at > now)
    )
    row = db.session.execute(wanted).one_or_none()
    if row is None:
        raise NotFoundError
    return row.key, row.screen


def opened(filling: Filling, secret: str) -> Kept:
    """Return what was typed, as it was posted, and leave the entry of it.

    :raises NotFoundError: if there is no such form, or its time is over
    """
    link = found(filling, secret)
    if link is None:
        raise NotFoundError
    _note(filling, Act.FORM_READ, link.id)
    return Kept(secret=secret, ends_at=link.ends_at, pairs=_pairs(link))


def found(filling: Filling, secret: str) -> FormLink | None:
    """Find a kept form, hold it against others, and bring its files to this browser."""
    if not secret:
        return None
    wanted = select(FormLink).where(
        FormLink.secret_hash == hashed(secret),
        FormLink.app_id == filling.acting.app.app_id,
        FormLink.screen == filling.screen.key,
        FormLink.ends_at > filling.visit.now,
    )
    link = db.session.scalar(wanted.with_for_update())
    if link is not None:
        _bring_files(filling, link)
    return link


def keep(filling: Filling, pairs: Pairs, secret: str = "", *, is_said: bool = True) -> Kept:
    """Keep what is typed so far behind its link, or behind a new one.

    :param is_said: whether someone asked for it, which leaves an entry
    :raises InvalidError: if it is too much, or too many are kept already
    """
    typed = [[name, value] for name, value in keepable(filling, pairs)]
    if len(json.dumps(typed)) > MOST_BYTES:
        raise InvalidError({"": Refused("kept-large")})
    link = found(filling, secret)
    if link is None:
        secret, link = _begun(filling)
    now = filling.visit.now
    link.typed, link.holder, link.saved_at = typed, _holder(filling), now
    link.ends_at = now + timedelta(days=filling.screen.keep_days)
    db.session.add(link)
    db.session.flush()  # PostgreSQL makes the id
    if is_said:
        _note(filling, Act.FORM_UPDATE, link.id)
    return Kept(secret=secret, ends_at=link.ends_at, pairs=_pairs(link))


def end(filling: Filling, link: FormLink, act: Act) -> None:
    """Let go of a form that has been sent or thrown away: its link opens nothing any more."""
    for one in _held_by(filling, list(_files_in(filling, link))):
        payload: dict[str, str] = {"file": str(one)}
        outbox.leave(SWEEP, {**payload})
    db.session.delete(link)
    _note(filling, act, link.id)


def note_mailed(filling: Filling, link: FormLink) -> None:
    """Leave the entry of a link that was mailed; never to whom."""
    _note(filling, Act.FORM_MAIL, link.id)


def left_out(filling: Filling) -> Sequence[str]:
    """Name the fields of the form that are not kept, because they are stored encrypted."""
    fields = filling.model.fields
    asked = [fields[key] for key in filling.screen.field_keys if key in fields]
    return [one.title for one in asked if one.privacy.encrypt]


def _begun(filling: Filling) -> tuple[str, FormLink]:
    count = select(func.count()).select_from(FormLink)
    app_id, screen = filling.acting.app.app_id, filling.screen.key
    here = count.where(FormLink.app_id == app_id, FormLink.screen == screen)
    of_form, of_tenant = db.session.scalar(here) or 0, db.session.scalar(count) or 0
    if of_form >= MOST_OF_FORM or of_tenant >= MOST_OF_TENANT:
        raise InvalidError({"": Refused("kept-full")})
    secret = new_token()
    return secret, FormLink(app_id=app_id, screen=screen, secret_hash=hashed(secret))


def _pairs(link: FormLink) -> Pairs:
    return [(name, value) for name, value in link.typed]


def _files_in(filling: Filling, link: FormLink) -> Iterator[UUID]:
    """Yield the files that a kept form names."""
    for name, value in link.typed:
        if _holds_files(filling, name):
            yield from map(UUID, file_ids(value))


def _holds_files(filling: Filling, name: str) -> bool:
    field = filling.model.fields.get(name)
    return field is not None and field.kind.name in FILE_KINDS


def _bring_files(filling: Filling, link: FormLink) -> None:
    """Let whoever holds the link have the form's files, wherever they were sent from.

    They go to a person as to a browser, and on from there to whoever opens the link next. What
    was not its last holder's is named no more: else it would go on once its owner opens the link.
    """
    here = _holder(filling)
    if link.holder == here:
        return
    ids = list(_files_in(filling, link))
    if ids:
        moved = {str(one) for one in _moved(filling, link, ids)}
        link.typed = [
            [name, value]
            for name, value in link.typed
            if not _holds_files(filling, name) or moved.issuperset(file_ids(value))
        ]
    link.holder = here


def _moved(filling: Filling, link: FormLink, ids: Sequence[UUID]) -> Sequence[UUID]:
    """Give those of the files that are the link's last holder's to whoever is at the form."""
    if link.holder is None:
        return ()
    acting = filling.acting
    mine = update(File).where(
        File.id.in_(ids),
        File.record_id.is_(None),
        File.holder == link.holder,
        File.app_key == acting.app.key,
        File.model == acting.model.key,
    )
    person = acting.actor.id if acting.actor.signed_in else None
    moved = mine.values(holder=_holder(filling), uploaded_by=person).returning(File.id)
    return db.session.scalars(moved.execution_options(synchronize_session=False)).all()


def _held_by(filling: Filling, ids: Sequence[UUID]) -> Sequence[UUID]:
    """Return those of the files that are whoever's who is at the form, to be let go of."""
    if not ids:
        return ()
    mine = select(File.id).where(
        File.id.in_(ids), File.record_id.is_(None), File.holder == _holder(filling)
    )
    return db.session.scalars(mine.order_by(File.id)).all()


def _holder(filling: Filling) -> bytes | None:
    """Tell the browser, or the person, at the form from all others."""
    actor = filling.acting.actor
    if actor.signed_in and actor.id is not None:
        return holder_signed_in(actor.id)
    return filling.visit.browser


def _note(filling: Filling, act: Act, link_id: UUID) -> None:
    acting = filling.acting
    target = Target(
        kind="form",
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        id=link_id,
        count=1,
        fields=(filling.screen.key,),
    )
    audit.record(acting.actor, act, target=target)
