"""What a widget's template is given: one control, everything decided, every word in place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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
class Control:
    """A field on a screen, ready to print.

    `typed` is what the control shows while editing: what the person typed last, else the stored
    value in the form people type it. `text` is the value for reading, '' when there is none.
    `attributes` go on the input itself; `texts` become `data-error-…` for the browser's checks.
    """

    name: str
    id: str
    label: str
    kind: str
    hint: str = ""
    typed: tuple[str, ...] = ()
    text: str = ""
    error: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    wrapper: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def first(self) -> str:
        """What a control with one value shows."""
        return self.typed[0] if self.typed else ""

    @property
    def hint_id(self) -> str:
        return f"{self.id}-hint"

    @property
    def error_id(self) -> str:
        return f"{self.id}-error"

    @property
    def described_by(self) -> str:
        """Ids of the hint and the error; the error's place is always on the page."""
        return f"{self.hint_id} {self.error_id}" if self.hint else self.error_id
