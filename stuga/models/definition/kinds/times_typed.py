"""Read times of day as people write them."""

import re
from datetime import time
from typing import Final

_STORED: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?", re.ASCII)
_TYPED: Final = re.compile(
    r"(?:kl\.?|klockan|klokka|klokken|at)?\s*"
    r"([0-9]{1,2})(?:\s?[:.h]\s?([0-9]{2})(?:[:.]([0-9]{2}))?|([0-9]{2}))?"
    r"\s*([ap])?\.?(?:m\.?)?",
    re.IGNORECASE | re.ASCII,
)
_NOON: Final = 12


def clock_of(value: str) -> time | None:
    """Give the time that `08:30:00` stands for, or `08:30`; other forms are none."""
    found = _STORED.fullmatch(value)
    return time(int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def read_time(typed: str) -> time | None:
    """Read `08:30`, `8.30`, `0830`, `830`, `8`, `kl. 8.30`, `8h30`, `8:30 pm`; to the second."""
    found = _TYPED.fullmatch(" ".join(typed.split()))
    if found is None:
        return None
    hour = _hour(int(found[1]), found[5])
    try:
        return (
            None if hour is None else time(hour, int(found[2] or found[4] or 0), int(found[3] or 0))
        )
    except ValueError:
        return None


def _hour(hour: int, half: str | None) -> int | None:
    """Give the hour of a day of 24; with `am` or `pm` beside it there are only twelve."""
    if half is None:
        return hour
    if not 1 <= hour <= _NOON:
        return None
    return hour % _NOON + (_NOON if half.lower() == "p" else 0)
