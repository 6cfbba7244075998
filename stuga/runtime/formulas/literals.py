"""Writes whole numbers in a formula as doubles: then `1 / 2` is a half, as people expect.

CEL keeps whole numbers apart from decimal ones and divides them without a remainder.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import Final, NamedTuple

from stuga.runtime.formulas.flaws import DIGITS, FlawError
from stuga.runtime.formulas.limits import MOST_DIGITS

_POINT: Final = ".0"
_TOKEN: Final = re.compile(
    r"""
      //[^\n]*
    | [rR]?[bB]?(?:\"{3}.*?\"{3}|'{3}.*?'{3})
    | [bB]?[rR][bB]?(?:"[^"\n]*"|'[^'\n]*')
    | [bB]?(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    | `[^`\n]*`
    | [A-Za-z_][A-Za-z0-9_]*
    | 0[xX][0-9a-fA-F]+[uU]?
    | (?P<number>(?P<whole>[0-9]*)(?P<part>\.[0-9]+)?(?P<power>[eE][+-]?[0-9]+)?(?P<unsigned>[uU]?))
    """,
    re.VERBOSE | re.DOTALL,
)


class Rewritten(NamedTuple):
    """A source with its numbers as doubles, and where something was put in."""

    source: str
    put_in: tuple[int, ...]
    """Offsets in the new source, ascending."""

    def offset_before(self, offset: int) -> int:
        """Give the place in the first source that a place in this one comes from."""
        return max(0, offset - len(_POINT) * bisect_left(self.put_in, offset))


def as_doubles(source: str) -> Rewritten:
    """Rewrite a formula's whole numbers.

    :raises FlawError: at a number of more than 15 digits
    """
    parts: list[str] = []
    put_in: list[int] = []
    at = length = 0
    while at < len(source):
        found = _TOKEN.match(source, at)
        text = found.group() if found else ""
        text = text or source[at]
        at += len(text)
        parts.append(text)
        length += len(text)
        if found and found["number"]:
            if _digits(found["whole"] + (found["part"] or "")) > MOST_DIGITS:
                raise FlawError(DIGITS, offset=found.start())
            if not (found["part"] or found["power"] or found["unsigned"]):
                parts.append(_POINT)
                put_in.append(length)
                length += len(_POINT)
    return Rewritten("".join(parts), tuple(put_in))


def words_replaced(source: str, words: Mapping[str, str]) -> str:
    """Replace some names where they are called, by others as long; texts stay as they are."""
    parts: list[str] = []
    at = 0
    while at < len(source):
        found = _TOKEN.match(source, at)
        text = (found.group() if found else "") or source[at]
        at += len(text)
        is_called = source[at:].lstrip()[:1] == "("
        parts.append(words.get(text, text) if is_called else text)
    return "".join(parts)


def _digits(number: str) -> int:
    """Count significant digits; zeros at the end count, for they make a number great."""
    return len(number.replace(".", "").lstrip("0"))
