"""Finds whom a comment mentions: `@` and a name, or an e-mail address, or `[id]`."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from stuga.models.definition.refusals import Refused
from stuga.platform.errors import InvalidError
from stuga.platform.ui.screens.remark import MENTION
from stuga.runtime.comments import readers
from stuga.runtime.comments.readers import Reader
from stuga.runtime.comments.rules import FIELD
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.stored import Stored

MOST: Final = 20
LONGEST_NAME: Final = 120
_AT: Final = re.compile(r"(?<![\w@\\/.])@(?=[^\W\d_])")
_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WORD: Final = re.compile(r"[\w'’-]*\w")  # noqa: RUF001  # names are written with both


@dataclass(frozen=True, slots=True)
class Mentioning:
    """A comment with ids in the place of names, and who they are."""

    text: str
    ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class _Typed:
    """An `@` in the text: where it stands, what follows it, and the first word of that."""

    at: int
    rest: str
    word: str


def ids_in(text: str) -> frozenset[UUID]:
    """Return who is mentioned in a text as it is kept."""
    return frozenset(UUID(one) for one in MENTION.findall(text))


def resolved(
    acting: Acting, record: Stored, text: str, before: Collection[UUID] = ()
) -> Mentioning:
    """Put ids in the place of names.

    :param before: whom the comment mentioned before; they stay, whatever they can read by now
    :raises InvalidError: if a name is nobody's or several people's, or of someone who cannot read
        the record
    """
    typed = list(_typed(text))
    people = readers.named(acting, record, {one.word for one in typed})
    found = [(one, *_meant(one, people, before)) for one in typed]
    for one, length, reader in reversed(found):
        text = f"{text[: one.at]}@[{reader.id}]{text[one.at + 1 + length :]}"
    ids = ids_in(text)
    if len(ids) > MOST:
        raise InvalidError({FIELD: Refused("mention-many", {"limit": MOST})})
    _check_given(acting, record, ids - {one.id for _, _, one in found} - {*before})
    return Mentioning(text, ids)


def _check_given(acting: Acting, record: Stored, ids: frozenset[UUID]) -> None:
    """Go on only if those who were given by id are there and can read the record."""
    several = readers.known(acting, record, ids)
    for one in several:
        if not one.can_read:
            raise InvalidError({FIELD: Refused("mention-closed", {"name": one.name})})
    if missing := ids - {one.id for one in several}:
        raise InvalidError({FIELD: Refused("mention-unknown", {"name": str(min(missing))})})


def _typed(text: str) -> Iterator[_Typed]:
    for found in _AT.finditer(text):
        rest = text[found.end() : found.end() + LONGEST_NAME].split("\n", 1)[0]
        address, word = _ADDRESS.match(rest), _WORD.match(rest)
        yield _Typed(found.start(), rest, (address or word or found)[0])


def _meant(typed: _Typed, people: Sequence[Reader], before: Collection[UUID]) -> tuple[int, Reader]:
    """Return how much of the text names someone, and whom."""
    length, several = _fitting(typed, people)
    able = [one for one in several if one.can_read or one.id in before]
    name = typed.rest[:length] or typed.word
    if len(able) == 1:
        return length, able[0]
    if able:
        told = {"name": name, "names": ", ".join(sorted({one.name for one in able}))}
        raise InvalidError({FIELD: Refused("mention-several", told)})
    if several:
        raise InvalidError({FIELD: Refused("mention-closed", {"name": several[0].name})})
    raise InvalidError({FIELD: Refused("mention-unknown", {"name": name})})


def _fitting(typed: _Typed, people: Sequence[Reader]) -> tuple[int, list[Reader]]:
    """Return those whose address it is, else the longest name that it begins with, else a part."""
    word = typed.word.casefold()
    by_address = [one for one in people if one.email == typed.word.lower()]
    if by_address:
        return len(typed.word), by_address
    whole = [one for one in people if _begins_with(typed.rest, one.name)]
    if whole:
        longest = max(len(one.name) for one in whole)
        return longest, [one for one in whole if len(one.name) == longest]
    parts = [one for one in people if word in one.name.casefold().split()]
    return len(typed.word), parts


def _begins_with(rest: str, name: str) -> bool:
    start, after = rest[: len(name)], rest[len(name) : len(name) + 1]
    return start.casefold() == name.casefold() and not after.isalnum()
