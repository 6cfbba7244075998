"""Passwords: checking one at an even cost, and refusing those that are easily guessed."""

import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from stuga.models.definition.refusals import Refused
from stuga.platform.crypto import Purpose, ring
from stuga.platform.crypto.passwords import hash_password, password_matches
from stuga.platform.errors import UnavailableError

SHORTEST: Final = 12
LONGEST: Final = 1024
LEFT_OVER: Final = 6
QUEUE_SECONDS: Final = 2.0
_SHORTEST_NAME: Final = 3
_WORDS: Final = Path(__file__).with_name("common_passwords.txt")
_LEET: Final = str.maketrans("013457@$!", "oieastasi")
_YEARS: Final = re.compile(r"(?:19|20)\d\d")
_REPEATED: Final = re.compile(r"(.+?)\1+", re.DOTALL)
_RUNS: Final = (
    "abcdefghijklmnopqrstuvwxyzåäö",
    "qwertyuiopå",
    "asdfghjklöä",
    "zxcvbnm",
    "1234567890",
)

# One hash a core at a time: more at once would only make each of them slower.
_slots: Final = BoundedSemaphore(os.cpu_count() or 1)


def stored_form(password: str, *, rounds: int) -> str:
    """Return what is stored of a password.

    :raises UnavailableError: if too many are being hashed already
    """
    with _slot():
        return hash_password(password, pepper=ring().key(Purpose.PEPPER), rounds=rounds)


def matches(password: str, stored: str | None, *, rounds: int) -> bool:
    """Tell whether the password is the stored one; without one, say no after the same work.

    :raises UnavailableError: if too many are being checked already
    """
    with _slot():
        right = password_matches(
            password, stored or unknown_hash(rounds), pepper=ring().key(Purpose.PEPPER)
        )
    return right and stored is not None


def unknown_hash(rounds: int) -> str:
    """Return a hash that is nobody's, as costly to check as a real one."""
    return f"$2b${rounds:02}$" + "." * 53


def is_outdated(stored: str, *, rounds: int) -> bool:
    """Tell whether a password was stored with another cost than today's."""
    return not stored.startswith(f"$2b${rounds:02}$")


def problem(password: str, names: Iterable[str]) -> Refused | None:
    """Return why a new password is refused, or None. Composed as one likes; never cut.

    :param names: the tenant's and the person's own, which others guess first
    """
    if len(password) < SHORTEST:
        return Refused("password-short", {"least": SHORTEST})
    if len(password) > LONGEST:
        return Refused("password-long", {"most": LONGEST})
    words = common_words() | {
        _folded(word) for name in names for word in (*re.split(r"[\W_]+", name), name)
    }
    as_typed = _YEARS.sub("", _folded(password))
    if min(_left_of(text, words) for text in (as_typed, as_typed.translate(_LEET))) < LEFT_OVER:
        return Refused("password-common")
    return None


def _left_of(text: str, words: Collection[str]) -> int:
    """Return how many signs one must still guess who knows the words and how fingers slide."""
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= _SHORTEST_NAME:
            text = text.replace(word, "")
    return len(_without_runs(text))


@cache
def common_words() -> frozenset[str]:
    """Return the words that the passwords of lists of stolen ones are made of."""
    return frozenset(_folded(word) for word in _WORDS.read_text(encoding="utf-8").split())


def _folded(text: str) -> str:
    """Return the letters and digits of a text in one case."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return re.sub(r"[\s._\-]+", "", folded)


def _without_runs(text: str) -> str:
    """Return the text without what a finger repeats or slides along: `aaaa`, `qwerty`, `1234`."""
    once = _REPEATED.sub(r"\1", text)
    slides = [
        any(pair in run or pair in run[::-1] for run in _RUNS)
        for pair in map("".join, pairwise(once))
    ]
    return once[:1] + "".join(sign for sign, slid in zip(once[1:], slides, strict=True) if not slid)


@contextmanager
def _slot() -> Iterator[None]:
    if not _slots.acquire(timeout=QUEUE_SECONDS):
        raise UnavailableError("Too many people sign in at this moment. Try again soon.")
    try:
        yield
    finally:
        _slots.release()
