"""Writes what is mailed: that something happened, in which app, and where; no more."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from stuga.models import Notice, Person, Tenant
from stuga.platform.db import db
from stuga.platform.identity.notices import queries
from stuga.platform.identity.notices.kinds import KINDS, Kind
from stuga.platform.identity.request import settings
from stuga.platform.mail import Letter
from stuga.platform.tenancy import current_tenant_id
from stuga.platform.ui import Locale, chosen_language, fragment


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that is told, and where it leads."""

    words: str
    link: str


def letter_to(person: Person, notices: Sequence[Notice], *, now: datetime) -> Letter:
    """Write one letter that tells of one notice, or of a day's."""
    tenant = db.session.get_one(Tenant, current_tenant_id())
    locale = Locale(chosen_language([person.language or "", tenant.language]), tenant.zone)
    root = f"{settings().public_url}/t/{tenant.slug}"
    lines = _lines(notices, locale, root)
    choices = f"{root}/account/notifications"
    subject = lines[0].words
    if len(lines) > 1 or len(notices) > 1:
        subject = locale.plural(
            "{n} notification from {place}",
            "{n} notifications from {place}",
            len(notices),
            place=tenant.title,
        )
    about = {"lines": lines, "choices": choices, "place": tenant.title, "subject": subject}
    return Letter(
        to=person.email or "",
        subject=subject,
        text=_text(lines, locale, choices=choices, place=tenant.title),
        html=str(fragment("platform/identity/notices/mail.html", locale, **about)),
        language=locale.language,
        settings=choices,
        at=now,
    )


def _lines(notices: Sequence[Notice], locale: Locale, root: str) -> list[Line]:
    """Tell of each notice; of several of the same kind and app together, with their count."""
    titles = queries.titles_of({one.app_key for one in notices}, locale.language)
    counts = Counter((one.kind, one.app_key) for one in notices)
    single = {(one.kind, one.app_key): one for one in notices}
    found = []
    for (kind, app_key), count in counts.items():
        words = locale.text(KINDS[Kind(kind)].subject, app=titles.get(app_key, app_key))
        path = f"/notifications/{single[kind, app_key].id}" if count == 1 else "/notifications"
        times = f" ({locale.number(count)})" if count > 1 else ""
        found.append(Line(words=words + times, link=root + path))
    return found


def _text(lines: Sequence[Line], locale: Locale, *, choices: str, place: str) -> str:
    told = "\n\n".join(f"{one.words}\n{one.link}" for one in lines)
    why = locale.text("You get this because you have an account at {place}.", place=place)
    where = locale.text("Choose what you are sent:")
    return f"{told}\n\n-- \n{why}\n{where} {choices}\n"


def person_of(person_id: UUID) -> Person | None:
    """Return someone who can be written to; None if they cannot."""
    wanted = select(Person).where(Person.id == person_id, Person.state == "active")
    return db.session.scalar(wanted.where(Person.email.is_not(None)))
