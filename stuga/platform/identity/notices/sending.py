"""Sends what is mailed: at once, or once a day what has gathered, and notes what is refused."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from stuga.models import MailRefusal, Notice, Person
from stuga.models.definition.reading import text_at
from stuga.models.json import JsonObject
from stuga.platform import mail
from stuga.platform.db import db, outbox
from stuga.platform.identity.notices.kinds import Mail
from stuga.platform.identity.notices.mailing import letter_to, person_of
from stuga.platform.identity.notices.service import MAIL
from stuga.platform.mail import AddressRefusedError, MailUnavailableError
from stuga.platform.telemetry import log

DAILY: Final = "notices.daily"
LEFT: Final = "left"
SENT: Final = "sent"
FORGOTTEN: Final = "off"
AGAIN_AFTER: Final = tuple(timedelta(minutes=one) for one in (1, 5, 15, 60, 240, 720))
"""How long to wait after each failed attempt; after the last it is let be."""
MORNING: Final = time(7)


def send_one(payload: JsonObject, *, now: datetime) -> None:
    """Mail one notice, unless it has been read or its person is gone."""
    notice_id = UUID(text_at(payload, "notice"))
    wanted = select(Notice).where(Notice.id == notice_id, Notice.read_at.is_(None))
    notice = db.session.scalar(wanted.where(Notice.mail == Mail.NOW.value).with_for_update())
    if notice is not None:
        _send(notice.person_id, [notice], MAIL, payload, now=now)


def send_daily(payload: JsonObject, *, now: datetime) -> None:
    """Mail a person what has gathered and is not read."""
    person_id = UUID(text_at(payload, "person"))
    wanted = select(Notice).where(
        Notice.person_id == person_id, Notice.mail == LEFT, Notice.read_at.is_(None)
    )
    found = db.session.scalars(wanted.order_by(Notice.id).with_for_update()).all()
    if found:
        _send(person_id, found, DAILY, payload, now=now)


def leave_daily(zone: ZoneInfo, *, now: datetime) -> None:
    """Leave a mail for each person for whom something gathered before this morning."""
    here = now.astimezone(zone)
    morning = datetime.combine(here.date(), MORNING, zone)
    until = morning if here >= morning else morning - timedelta(days=1)
    gathered = (
        update(Notice)
        .where(Notice.mail == Mail.DAILY.value, Notice.created_at < until)
        .values(mail=LEFT)
        .returning(Notice.person_id)
    )
    rows = db.session.scalars(gathered.execution_options(synchronize_session=False))
    for person_id in sorted(set(rows)):
        outbox.leave(DAILY, {"person": str(person_id)})


def _send(
    person_id: UUID, notices: Sequence[Notice], kind: str, payload: JsonObject, *, now: datetime
) -> None:
    person, mailer = person_of(person_id), mail.mailer()
    if person is None or mailer is None or _is_refused(person):
        _settle(notices, FORGOTTEN)
        return
    try:
        mailer.send(letter_to(person, notices, now=now))
    except AddressRefusedError:
        _note_refused(person, now=now)
        _settle(notices, FORGOTTEN)
    except MailUnavailableError as error:
        _later(kind, payload, str(error), now=now)
    else:
        _settle(notices, SENT)


def _later(kind: str, payload: JsonObject, said: str, *, now: datetime) -> None:
    attempt = payload.get("attempt")
    done = attempt if isinstance(attempt, int) else 0
    log.warning("mail.unavailable", kind=kind, attempt=done + 1, said=said)
    if done < len(AGAIN_AFTER):
        again = {**payload, "attempt": done + 1}
        outbox.leave(kind, again, not_before=now + AGAIN_AFTER[done])


def _settle(notices: Sequence[Notice], mail_state: str) -> None:
    for one in notices:
        one.mail = mail_state


def _is_refused(person: Person) -> bool:
    wanted = select(MailRefusal.email).where(MailRefusal.person_id == person.id)
    return db.session.scalar(wanted) == person.email


def _note_refused(person: Person, *, now: datetime) -> None:
    values = {"email": person.email or "", "at": now}
    made = insert(MailRefusal).values(person_id=person.id, **values)
    keys = [MailRefusal.tenant_id, MailRefusal.person_id]
    db.session.execute(made.on_conflict_do_update(index_elements=keys, set_=values))
