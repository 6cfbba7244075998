"""What can be asked of imports, and what is answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stuga.runtime.exchange.conventions import UNTOLD, Conventions
from stuga.runtime.exchange.layouts import UNNAMED, Layout
from stuga.runtime.exchange.reading import Cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Receive:
    """A file that came, for a model or, where none is named, for one that is yet to be made.

    :ivar named: whether its first row names the columns; found out if not given
    :ivar unnamed: what a column without a name is called
    :ivar sheet: which sheet of a workbook; the first with anything in it if not given
    """

    file_name: str
    content: bytes
    now: datetime
    app_key: str = ""
    model: str = ""
    named: bool | None = None
    unnamed: str = UNNAMED
    sheet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """One column on its way into a field.

    :ivar by: of a reference, the target's field that the cells name, or `$label`
    """

    column: int
    field: str
    by: str = ""
    conventions: Conventions = UNTOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """How far rows have been tried again that name others of their file.

    :ivar turn: which time it is; 0 while the file is read for the first time
    :ivar after: the row it has come to; 0 at the beginning
    :ivar moved: whether a row has become a record in this turn
    """

    turn: int = 0
    after: int = 0
    moved: bool = False

    @property
    def is_backwards(self) -> bool:
        """Whether this turn goes from the end of the file to its beginning."""
        return self.turn > 0 and self.turn % 2 == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that a job needs to go on wherever it stands: what its settings hold.

    :ivar key: the fields by which rows find the records they change; all are new without
    """

    layout: Layout
    cursor: Cursor
    mapped: tuple[Mapped, ...] = ()
    key: tuple[str, ...] = ()
    language: str = "en"
    reason: str = ""
    again: Again = Again()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What someone has chosen for a file, and has not begun."""

    mapped: tuple[Mapped, ...]
    key: tuple[str, ...] = ()
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Begin to import a file that lies ready.

    :ivar key: the fields by which rows find the records they change; all are new without
    :ivar again: do it even if the same file went into the same model within a day
    :ivar is_trial: say what would happen to every row, and write nothing
    """

    job_id: UUID
    app_key: str
    model: str
    mapped: tuple[Mapped, ...]
    language: str
    now: datetime
    key: tuple[str, ...] = ()
    again: bool = False
    is_trial: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows made, changed or left a record as it was, and how many were refused."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0

    @property
    def total(self) -> int:
        return self.created + self.updated + self.unchanged + self.refused


@dataclass(frozen=True, slots=True)
class Failure:
    """A row that was refused: as it stood, and why, by the field's key; '' is the row itself."""

    row: int
    cells: Sequence[str]
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What would happen to the rows, or to the first of them."""

    counts: Counts
    failures: Sequence[Failure]

    @property
    def looked_at(self) -> int:
        """How many rows were tried; the file may have more."""
        return self.counts.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a job has come.

    :ivar state: `uploaded`, `trying`, `tried`, `running`, `paused`, `done`, `failed` or `cancelled`
    :ivar counts: how its rows went; while it is tried, how they would go
    :ivar reason: why it failed, as a sentence's code
    :ivar may_resume: whether it can go on from where it stopped
    """

    id: UUID
    app_key: str
    model: str
    file_name: str
    state: str
    total: int
    done: int
    counts: Counts
    key: tuple[str, ...] = ()
    reason: str = ""
    may_resume: bool = False

    @property
    def is_trial(self) -> bool:
        """Whether nothing has been written: the counts tell what would be."""
        return self.state in {"trying", "tried"}

    @property
    def is_over(self) -> bool:
        return self.state in {"done", "failed", "cancelled"}
