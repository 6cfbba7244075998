"""What a widget's template is given: one control, everything decided, every word in place."""

from collections.abc import Mapping
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
class Control:
    """A field on a screen, ready to print.

    `attributes` go on the input itself (on each input, if there are several), `input` holds them
    with id, name and description for a widget with one input, `wrapper` stands around it all.
    `typed` is what the control shows while editing: what the person typed last, else the stored
    value in the form people type it. `text` is the value for reading, '' when there is none.
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

    @property
    def first(self) -> str:
        """What a control with one value shows."""
        return self.typed[0] if self.typed else ""
