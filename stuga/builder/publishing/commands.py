"""What can be asked of versions, and what is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stuga.builder.apps.commands import Checked, Who
from stuga.models.definition.differences import Change
from stuga.models.definition.saying import Sentence
from stuga.models.json import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """Make a draft, read at a revision, the version that serves.

    :ivar confirm: codes of the effects on stored records that were shown and accepted
    """

    app_key: str
    revision: int
    now: datetime
    note: str = ""
    confirm: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreVersion:
    """Publish an earlier version again, as a new one."""

    app_key: str
    number: int
    revision: int
    now: datetime
    note: str = ""
    confirm: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSummary:
    """One version in a list."""

    number: int
    note: str
    digest: str
    published_at: datetime
    published_by: Who | None
    restored_from: int | None
    live: bool


@dataclass(frozen=True, slots=True)
class WholeVersion:
    """A version with its document."""

    summary: VersionSummary
    document: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPage:
    """Versions, the newest first; `next_number` is where the next page goes on, 0 at the end."""

    versions: Sequence[VersionSummary]
    next_number: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A stored record that a change bears on, by the label the reader may see."""

    id: UUID
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One change of a model, and what it means for the records that are stored.

    :ivar code: names the change, and stays the same until it is published
    :ivar sentence: what changes
    :ivar title: of the field, or of the model where the model itself is meant
    :ivar affected: how many of the records looked at no longer fit, or lose something from sight
    :ivar looked_at: how many were looked at, the newest first
    :ivar capped: whether there are more than were looked at
    :ivar needs_decision: whether someone must accept it before it is published
    """

    code: str
    change: Change
    model: str
    field: str
    sentence: Sentence
    title: str
    affected: int = 0
    looked_at: int = 0
    capped: bool = False
    needs_decision: bool = False
    examples: Sequence[Example] = ()


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part of a definition beside its models that is new, gone or different.

    :ivar part: `screens`, `roles`, `purposes`, `retention`, or a single member such as `theme`
    :ivar how: `added`, `removed` or `changed`
    """

    part: str
    key: str
    title: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What publishing would do, before it is done.

    :ivar number: what the version would be called
    :ivar same: whether the draft is what serves already
    """

    number: int
    revision: int
    same: bool
    checked: Checked
    effects: Sequence[Effect]
    parts: Sequence[PartChange]

    @property
    def decisions(self) -> Sequence[Effect]:
        """The effects that must be accepted."""
        return [one for one in self.effects if one.needs_decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A version that now serves.

    :ivar draft_follows: whether the draft is now the same document
    """

    version: VersionSummary
    checked: Checked
    effects: Sequence[Effect]
    draft_revision: int
    draft_follows: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How one version differs from an earlier one."""

    before: VersionSummary
    after: VersionSummary
    effects: Sequence[Effect]
    parts: Sequence[PartChange]
