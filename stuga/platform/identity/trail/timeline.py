"""Entries as a page shows them: grouped by day, with a sentence, an icon and a tone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID

from stuga.models.json import JsonValue
from stuga.platform.audit import Op
from stuga.platform.audit.queries import Entry
from stuga.platform.identity.roles import AppRoles
from stuga.platform.identity.trail.sentences import NO_APPS, right_of, sentence, shown, target_of
from stuga.platform.ui import Locale, msgid
from stuga.platform.ui.shell import Tone

ICONS: Final = {
    Op.CREATE: "plus",
    Op.READ: "eye",
    Op.UPDATE: "edit",
    Op.DELETE: "trash",
    Op.EXPORT: "download",
    Op.SIGN_IN: "lock",
    Op.GRANT: "shield",
}
TONES: Final[dict[Op, Tone]] = {
    Op.CREATE: "good",
    Op.READ: "neutral",
    Op.UPDATE: "accent",
    Op.DELETE: "danger",
    Op.EXPORT: "warn",
    Op.SIGN_IN: "neutral",
    Op.GRANT: "warn",
}
OPS: Final = {
    Op.CREATE: msgid("Additions"),
    Op.READ: msgid("Readings"),
    Op.UPDATE: msgid("Changes"),
    Op.DELETE: msgid("Deletions"),
    Op.EXPORT: msgid("Exports"),
    Op.SIGN_IN: msgid("Sign-ins and sign-outs"),
    Op.GRANT: msgid("Rights given and taken"),
}
OUTCOMES: Final = {
    "success": msgid("Done"),
    "denied": msgid("Refused"),
    "failed": msgid("Failed"),
}
VIA: Final = {
    "page": msgid("In the browser"),
    "api": msgid("By a program"),
    "job": msgid("By a job"),
    "import": msgid("By an import"),
    "cli": msgid("From the command line"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the timeline."""

    id: UUID
    at: datetime
    words: str
    icon: str
    tone: Tone
    refused: bool
    outcome: str
    via: str
    count: int | None
    more: Sequence[str]


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its entries, the newest first."""

    title: str
    day: date
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one field."""

    field: str
    old: str
    new: str


def days_of(
    entries: Sequence[Entry],
    locale: Locale,
    now: datetime,
    apps: Mapping[str, AppRoles] = NO_APPS,
) -> Sequence[Day]:
    """Group entries by the day they fall on in the tenant's zone."""
    today = locale.local(now).date()
    groups = groupby(entries, key=lambda entry: locale.local(entry.at).date())
    return [
        Day(_title(day, today, locale), day, [line_of(entry, locale, apps) for entry in group])
        for day, group in groups
    ]


def line_of(entry: Entry, locale: Locale, apps: Mapping[str, AppRoles] = NO_APPS) -> Line:
    """Return how one entry is drawn."""
    refused = entry.outcome != "success"
    op = Op(entry.op)
    target = target_of(entry)
    count, names = target.get("count"), target.get("fields")
    more = [str(name) for name in names] if isinstance(names, list) else []
    if entry.outcome == "denied":
        more.append(right_of(entry, locale))
    return Line(
        id=entry.id,
        at=entry.at,
        words=sentence(entry, locale, apps),
        icon="stop" if refused else ICONS[op],
        tone="danger" if refused else TONES[op],
        refused=refused,
        outcome=locale.text(OUTCOMES[entry.outcome]),
        via=entry.via,
        count=count if isinstance(count, int) else None,
        more=more,
    )


def changes_of(entry: Entry, locale: Locale) -> Sequence[Change]:
    """Return old and new values, as far as they have not been forgotten."""
    pairs = entry.part("changes") | entry.part("personal")
    return [Change(name, *_pair(pair, locale)) for name, pair in sorted(pairs.items())]


def _pair(pair: JsonValue, locale: Locale) -> tuple[str, str]:
    old, new = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)  # noqa: PLR2004
    return shown(old, locale), shown(new, locale)


def _title(day: date, today: date, locale: Locale) -> str:
    if day == today:
        return locale.text("Today")
    if day == today - timedelta(days=1):
        return locale.text("Yesterday")
    return locale.date(day, "full")
