"""The line from a rule's start past its floor to its ceiling, in shares of a drawing's width."""

from dataclasses import dataclass
from typing import Final

from stuga.models.definition.durations import Duration
from stuga.models.definition.model import Model
from stuga.models.definition.reading import object_at, text_at, texts_at
from stuga.models.json import JsonObject
from stuga.platform.ui import Locale, msgid
from stuga.runtime.retention.wording import period_words

END: Final = 74.0
"""Where the ceiling stands: what comes after it has room too."""
_NEAREST: Final = 14.0
_DAYS_OF_MONTH: Final = 30.44
_LONGEST_START: Final = 24
_ALIGNED: Final = {
    "month": msgid("to the end of the month"),
    "calendar_year": msgid("to the end of the year"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifeline:
    """Where the floor and the end stand, in percent, and what is written there.

    :ivar floor: None if nothing must be kept
    :ivar end: None if the rule erases nothing
    """

    start: str
    start_more: str
    floor: float | None
    floor_text: str
    end: float | None
    end_text: str
    end_more: str


def lifeline(raw: JsonObject, model: Model, locale: Locale) -> Lifeline:
    """Draw a rule; `model` is in the reader's language."""
    least, most = text_at(raw, "keep_min"), text_at(raw, "keep_max")
    start = _start(object_at(raw, "start"), model, locale)
    aligned = [locale.text(_ALIGNED[one]) for one in texts_at(raw, "align") if one in _ALIGNED]
    longest = max(least, most, key=_days)
    return Lifeline(
        start=_cut(start),
        start_more=aligned[-1] if aligned else "",
        floor=_floor(least, most),
        floor_text=locale.text("at least {time}", time=period_words(least, locale))
        if least
        else "",
        end=END if most else None,
        end_text=period_words(longest, locale) if most else "",
        end_more=_ending(raw, locale) if most else "",
    )


def _start(start: JsonObject, model: Model, locale: Locale) -> str:
    key = text_at(start, "field")
    field = model.field(key) if key else None
    if field is not None:
        return field.title
    if text_at(start, "event") == "updated":
        return locale.text("Last changed")
    return locale.text("Created")


def _floor(least: str, most: str) -> float | None:
    if not least:
        return None
    if not most:
        return END
    share = _days(least) / max(_days(most), 1.0)
    return END if share >= 1 else min(max(share * END, _NEAREST), END - _NEAREST)


def _ending(raw: JsonObject, locale: Locale) -> str:
    if text_at(raw, "action") == "delete":
        return locale.text("deleted")
    return locale.text("anonymised")


def _cut(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if len(text) <= _LONGEST_START else text[: _LONGEST_START - 1].rstrip() + "…"


def _days(text: str) -> float:
    """Return about how many days a duration has, to draw it."""
    try:
        length = Duration.parse(text) if text else Duration()
    except ValueError:
        return 0.0
    return length.months * _DAYS_OF_MONTH + length.days + length.exact.total_seconds() / 86_400
