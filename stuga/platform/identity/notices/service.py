"""Use cases of notices: telling, reading, choosing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from stuga.models import MailRefusal, Notice, NoticeChoice
from stuga.platform import audit, mail
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor, ActorKind
from stuga.platform.db import db, outbox
from stuga.platform.errors import NotFoundError
from stuga.platform.identity.notices import queries
from stuga.platform.identity.notices.commands import Choose, Tell, Wanted
from stuga.platform.identity.notices.kinds import KINDS, Kind, Mail, Topic

MAIL = "notices.mail"
ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A notice as its person reads it."""

    id: UUID
    kind: Kind
    who: str
    app: str
    at: datetime
    is_read: bool
    leads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Notices, the newest first, and the last of them if there are more."""

    notices: Sequence[Shown]
    older: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """How one wants to be told, and whether mail reaches one.

    :ivar refused: the address that takes no mail, and since when; None while it does
    """

    wanted: Mapping[Topic, Wanted]
    can_mail: bool
    email: str
    refused: MailRefusal | None


def tell(command: Tell) -> None:
    """Tell a person of something, as they want to be told; not at all if they do not."""
    kind = KINDS[command.kind]
    wanted = queries.choices_of(command.person)[kind.topic]
    by_mail = wanted.mail if mail.mailer() is not None else Mail.OFF
    if not wanted.shown and by_mail is Mail.OFF:
        return
    notice = Notice(
        person_id=command.person,
        kind=command.kind.value,
        app_key=command.app,
        path=command.path,
        who_id=command.who,
        comment_id=command.comment,
        shown=wanted.shown,
        mail=by_mail.value,
        created_at=command.now,
    )
    db.session.add(notice)
    db.session.flush()  # its mail needs its id, which PostgreSQL makes
    if by_mail is Mail.NOW:
        outbox.leave(MAIL, {"notice": str(notice.id)})


def read_page(actor: Actor, *, before: UUID | None, language: str) -> Page:
    """Return what the actor is told of, the newest first; apps are called as in the language."""
    person_id = _person(actor)
    found = queries.shown_to(person_id, before=before, rows=ROWS + 1)
    several = found[:ROWS]
    names = queries.names_of({one.who_id for one in several if one.who_id})
    titles = queries.titles_of({one.app_key for one in several}, language)
    _note(actor, Act.NOTICE_LIST, count=len(several))
    return Page(
        notices=[
            Shown(
                id=one.id,
                kind=Kind(one.kind),
                who=names.get(one.who_id, "") if one.who_id else "",
                app=titles.get(one.app_key, one.app_key),
                at=one.created_at,
                is_read=one.read_at is not None,
                leads=bool(one.path),
            )
            for one in several
        ],
        older=several[-1].id if len(found) > ROWS else None,
    )


def open_notice(actor: Actor, notice_id: UUID, *, now: datetime) -> str:
    """Mark a notice as read; return where it leads, from the tenant's root.

    :raises NotFoundError: if it is not the actor's
    """
    notice = queries.own(_person(actor), notice_id)
    _mark(notice, is_read=True, now=now)
    _note(actor, Act.NOTICE_UPDATE, notice.id)
    return notice.path


def mark(actor: Actor, notice_id: UUID, *, is_read: bool, now: datetime) -> None:
    """Mark a notice as read, or as not read yet.

    :raises NotFoundError: if it is not the actor's
    """
    notice = queries.own(_person(actor), notice_id)
    _mark(notice, is_read=is_read, now=now)
    _note(actor, Act.NOTICE_UPDATE, notice.id)


def mark_all(actor: Actor, *, now: datetime) -> int:
    """Mark all as read; return how many were not."""
    count = queries.read_all(_person(actor), now=now)
    _note(actor, Act.NOTICE_UPDATE, count=count)
    return count


def read_choices(actor: Actor) -> Choices:
    """Return how the actor wants to be told."""
    person_id = _person(actor)
    audit.record(actor, Act.PROFILE_READ, target=Target(kind="person", count=1))
    refused = db.session.scalar(select(MailRefusal).where(MailRefusal.person_id == person_id))
    return Choices(
        wanted=queries.choices_of(person_id),
        can_mail=mail.mailer() is not None,
        email=actor.email,
        refused=refused if refused is not None and refused.email == actor.email else None,
    )


def choose(actor: Actor, command: Choose) -> None:
    """Keep how the actor wants to be told; an address that was refused is tried again."""
    person_id = _person(actor)
    before = queries.choices_of(person_id)
    for topic, wanted in command.wanted.items():
        values = {"shown": wanted.shown, "mail": wanted.mail.value}
        made = insert(NoticeChoice).values(person_id=person_id, topic=topic.value, **values)
        keys = [NoticeChoice.tenant_id, NoticeChoice.person_id, NoticeChoice.topic]
        db.session.execute(made.on_conflict_do_update(index_elements=keys, set_=values))
    again = delete(MailRefusal).where(MailRefusal.person_id == person_id)
    db.session.execute(again.execution_options(synchronize_session=False))
    changes = {
        topic.value: [_told(before[topic]), _told(wanted)]
        for topic, wanted in command.wanted.items()
        if wanted != before[topic]
    }
    target = Target(kind="person", id=person_id, count=1)
    detail = Detail(changes=changes, personal=())
    audit.record(actor, Act.PROFILE_UPDATE, target=target, detail=detail)


def _told(wanted: Wanted) -> str:
    return f"{'app' if wanted.shown else '-'} {wanted.mail.value}"


def _mark(notice: Notice, *, is_read: bool, now: datetime) -> None:
    if is_read and notice.read_at is None:
        notice.read_at = now
    elif not is_read:
        notice.read_at = None


def _note(actor: Actor, act: Act, notice_id: UUID | None = None, *, count: int = 1) -> None:
    audit.record(actor, act, target=Target(kind="notice", id=notice_id, count=count))


def _person(actor: Actor) -> UUID:
    """Return the actor's id; programs and strangers are told of nothing.

    :raises NotFoundError: if the actor is no person
    """
    if actor.kind is not ActorKind.PERSON or actor.person_id is None:
        raise NotFoundError
    return actor.person_id
