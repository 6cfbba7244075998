"""What can be asked of apps and drafts, and what is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stuga.models.definition.check import Problem
from stuga.models.json import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateApp:
    """Begin an app: from a template, from a whole definition, or from nothing.

    :ivar key: its address for ever; a whole definition brings its own where none is given
    :ivar language: what its texts are written in; a template is turned round to it
    """

    key: str = ""
    title: str = ""
    language: str = ""
    template: str = ""
    document: JsonObject | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameApp:
    """Change an app's title or icon, from a revision of its draft; empty is left as it is."""

    app_key: str
    revision: int
    now: datetime
    title: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteApp:
    """Take an app away. Whoever asks has typed its key, so that it is not done by a slip."""

    app_key: str
    typed_key: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft:
    """Replace a draft that was read at a revision."""

    app_key: str
    revision: int
    document: JsonObject
    now: datetime


@dataclass(frozen=True, slots=True)
class GrantToSelf:
    """Give oneself a role of an app."""

    app_key: str
    role: str


@dataclass(frozen=True, slots=True)
class Who:
    """Someone who did something: a person or a service token; `name` is empty once forgotten."""

    id: UUID
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftState:
    """How far a draft has come.

    :ivar unpublished: whether it differs from the live version, or nothing is live
    """

    revision: int
    saved_at: datetime
    saved_by: Who | None
    unpublished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSummary:
    """One app in a list; `draft` is for those who may read drafts."""

    id: UUID
    key: str
    title: str
    icon: str
    live_number: int | None
    draft: DraftState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppPage:
    """Apps by key; `next_key` is where the next page goes on."""

    apps: Sequence[AppSummary]
    next_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft with its document."""

    app: AppSummary
    state: DraftState
    document: JsonObject


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a definition, errors and warnings in document order."""

    problems: Sequence[Problem]

    @property
    def errors(self) -> int:
        """How many problems block publishing."""
        return sum(one.severity == "error" for one in self.problems)

    @property
    def warnings(self) -> int:
        """How many problems do not."""
        return len(self.problems) - self.errors
