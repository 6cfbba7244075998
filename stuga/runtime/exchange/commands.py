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
class Plan:
    """All that a job needs to go on wherever it stands: what its settings hold."""

    layout: Layout
    cursor: Cursor
    mapped: tuple[Mapped, ...] = ()
    language: str = "en"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Begin to import a file that lies ready.

    :ivar again: do it even if the same file went into the same model within a day
    """

    job_id: UUID
    app_key: str
    model: str
    mapped: tuple[Mapped, ...]
    language: str
    now: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A row that was refused: as it stood, and why, by the field's key; '' is the row itself."""

    row: int
    cells: Sequence[str]
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What would happen to the first rows.

    :ivar looked_at: how many rows were tried; the file may have more
    """

    looked_at: int
    fitting: int
    failures: Sequence[Failure]

    @property
    def refused(self) -> int:
        return self.looked_at - self.fitting


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a job has come.

    :ivar state: `uploaded`, `running`, `done`, `failed` or `cancelled`
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
    created: int
    failed: int
    reason: str = ""
    may_resume: bool = False

    @property
    def is_over(self) -> bool:
        return self.state in {"done", "failed", "cancelled"}
