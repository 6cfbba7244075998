"""What can be asked of a spreadsheet that becomes an app."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.builder.spreadsheets.guessing import Guess
from stuga.runtime.exchange.conventions import Conventions

REFERENCE: Final = "reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a column of codes refers to: a model of the app, named by one of its fields."""

    model: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A column as someone wants it; what they did not say is as it was guessed.

    :ivar personal: `none`, `direct`, `indirect`, or empty while undecided
    """

    guess: Guess
    include: bool
    title: str
    kind: str
    personal: str
    conventions: Conventions
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the app and its parts are called.

    :ivar row_title: what one row is
    :ivar role: in an app that is there, the role that works with the records
    :ivar purpose: why personal data is kept, empty if nobody has said
    """

    key: str
    title: str
    row_title: str
    language: str
    currency: str = "SEK"
    role: str = ""
    purpose: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeApp:
    """Make an app of a file, or another model of an app, and publish it.

    :ivar into: the key of the app that gets another model; empty for a new app
    :ivar work: whether its maker wants to work with the records, and so to import them
    """

    job_id: UUID
    named: Named
    columns: tuple[Decided, ...]
    work: bool
    now: datetime
    note: str
    into: str = ""
    again: bool = False
