"""What a widget's template is given: one control, everything decided, every word in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from markupsafe import Markup

NOTHING: Final = Markup()


class Mode(StrEnum):
    """How a screen is shown."""

    EDIT = "edit"
    READ = "read"
    PRINT = "print"  # all steps open, no controls
    SAMPLE = "sample"  # the builder's canvas: inert, every element says where it stands
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what is posted and what people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """Why a personal value is asked for and how long it is kept, in words."""

    why: str = ""
    kept: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileShown:
    """A file as people see it: its name, how large it is, where it is, and a small picture.

    `note` says what one should know of it, such as that nobody has looked for malware.
    """

    id: str
    name: str
    size: str
    address: str
    thumb: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A field on a screen, ready to print.

    `attributes` go on the input itself (on each input, if there are several), `input` holds them
    with id, name and description for a widget with one input, `wrapper` stands around it all.
    `typed` is what the control shows while editing: what the person typed last, else the stored
    value in the form people type it. `text` is the value for reading, '' when there is none.
    `parts` are the inputs of a value that has several; `rows` those of a list, `table` the same
    for reading. `files` are those that the value names, as far as they are there.
    """

    name: str
    id: str
    described_by: str
    label: str
    kind: str
    hint: str = ""
    typed: tuple[str, ...] = ()
    text: str = ""
    error: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    attributes: Markup = NOTHING
    input: Markup = NOTHING
    wrapper: Markup = NOTHING
    settings: Mapping[str, str] = field(default_factory=dict)
    parts: Sequence["Control"] = ()
    rows: Sequence["Row"] = ()
    table: "Table | None" = None
    files: Sequence[FileShown] = ()

    @property
    def first(self) -> str:
        """What a control with one value shows."""
        return self.typed[0] if self.typed else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a list while editing: `name` is what its controls begin with."""

    name: str
    number: int
    cells: Markup


@dataclass(frozen=True, slots=True)
class Table:
    """A list in words: titles of its columns, and a text for each cell."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
