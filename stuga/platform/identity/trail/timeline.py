"""Entries as a page shows them: grouped by day, with a sentence, an icon and a tone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID

from stuga.models.json import JsonValue
from stuga.platform.audit import Op
from stuga.platform.audit.queries import Entry
from stuga.platform.identity.trail.sentences import sentence, shown
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
    Op.CREATE: msgid("Created"),
    Op.READ: msgid("Read"),
    Op.UPDATE: msgid("Changed"),
    Op.DELETE: msgid("Deleted"),
    Op.EXPORT: msgid("Exported"),
    Op.SIGN_IN: msgid("Signed in or out"),
    Op.GRANT: msgid("Rights given or taken"),
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
    via: str
    count: int | None
    fields: Sequence[str]


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


def days_of(entries: Sequence[Entry], locale: Locale, now: datetime) -> Sequence[Day]:
    """Group entries by the day they fall on in the tenant's zone."""
    today = locale.local(now).date()
    groups = groupby(entries, key=lambda entry: locale.local(entry.at).date())
    return [
        Day(_title(day, today, locale), day, [line_of(entry, locale) for entry in group])
        for day, group in groups
    ]


def line_of(entry: Entry, locale: Locale) -> Line:
    """Return how one entry is drawn."""
    refused = entry.outcome != "success"
    op = Op(entry.op)
    target = entry.envelope.get("target")
    described = target if isinstance(target, dict) else {}
    count, names = described.get("count"), described.get("fields")
    return Line(
        id=entry.id,
        at=entry.at,
        words=sentence(entry, locale),
        icon="stop" if refused else ICONS[op],
        tone="danger" if refused else TONES[op],
        refused=refused,
        via=entry.via,
        count=count if isinstance(count, int) else None,
        fields=[str(name) for name in names] if isinstance(names, list) else [],
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
