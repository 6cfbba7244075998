"""What can be asked of versions, and what is answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from stuga.builder.apps.commands import Checked, Who
from stuga.models.definition.differences import Change
from stuga.models.definition.document import Choice
from stuga.models.definition.saying import Sentence
from stuga.models.json import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """Make a draft, read at a revision, the version that serves.

    :ivar confirm: codes of the effects on stored records that were shown and accepted as they are
    :ivar choices: code of an effect -> what is to be done about the records it bears on
    """

    app_key: str
    revision: int
    now: datetime
    note: str = ""
    confirm: frozenset[str] = frozenset()
    choices: Mapping[str, JsonObject] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreVersion:
    """Publish an earlier version again, as a new one."""

    app_key: str
    number: int
    revision: int
    now: datetime
    note: str = ""
    confirm: frozenset[str] = frozenset()
    choices: Mapping[str, JsonObject] = field(default_factory=dict)


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
class Answer:
    """Something that can be done about the records that a change bears on.

    :ivar do: `give, empty, replace, map, convert, remove, first` or `leave`
    :ivar value: whether a value must be given with it
    :ivar orders: the orders in which texts may name days -> how many of them then mean none
    :ivar by: the fields by which texts may name records; the first unless one is chosen
    :ivar otherwise: what may become of values that are taken out; the first unless one is chosen
    :ivar gone: the choices that are no more; each may become another, or none
    :ivar left: the choices they may become
    """

    do: str
    value: bool = False
    orders: Mapping[str, int] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    gone: tuple[Choice, ...] = ()
    left: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One change of a model, and what it means for the records that are stored.

    :ivar code: names the change, and stays the same until it is published
    :ivar sentence: what changes
    :ivar title: of the field, or of the model where the model itself is meant
    :ivar affected: how many of the records looked at no longer fit, or lose something from sight
    :ivar looked_at: how many were looked at, the newest first
    :ivar capped: whether there are more than were looked at
    :ivar needs_decision: whether someone must say what is to be done before it is published
    :ivar answers: what can be done; the first is done if nobody is asked
    :ivar back: how many values come back from the trash
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
    answers: Sequence[Answer] = ()
    back: int = 0


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


@dataclass(frozen=True, slots=True)
class Counted:
    """What trying a draft on all stored records has found.

    :ivar hits: code of a change -> how many records it bears on
    :ivar rows: model key -> how many records it has
    """

    hits: Mapping[str, int]
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Trying:
    """How many of all stored records a draft has been tried on."""

    done: int
    total: int
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationState:
    """How a publication that changes stored records goes, or went.

    :ivar state: `preparing`, `done`, `failed` or `cancelled`
    :ivar reason: why it failed: `not-converted`, `not-permitted`, `given-up`, `app-gone`
    :ivar field: the field whose values forbade it
    :ivar changed: how many records it has changed
    :ivar aside: how many values it has put aside that are still there
    :ivar ends_at: when the last of them is gone, unless someone lets go of them before
    """

    id: UUID
    number: int
    former_number: int
    state: str
    reason: str
    field: str
    total: int
    done: int
    changed: int
    aside: int
    asked_at: datetime
    asked_by: Who | None
    ended_at: datetime | None
    confirmed_at: datetime | None
    ends_at: datetime | None
    steps: Sequence[JsonObject]
    removed_models: Sequence[str] = ()

    @property
    def is_over(self) -> bool:
        return self.state != "preparing"

    @property
    def may_be_confirmed(self) -> bool:
        """Whether there is something left to let go of."""
        return (
            self.state == "done"
            and self.confirmed_at is None
            and bool(self.aside or self.removed_models)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What publishing would do, before it is done.

    :ivar number: what the version would be called
    :ivar same: whether the draft is what serves already
    :ivar trying: how far all records have been looked at, where there are more than a sample
    :ivar pending: the publication that is under way; nothing else is published until it ends
    """

    number: int
    revision: int
    same: bool
    checked: Checked
    effects: Sequence[Effect]
    parts: Sequence[PartChange]
    trying: Trying | None = None
    pending: UUID | None = None

    @property
    def decisions(self) -> Sequence[Effect]:
        """The effects that must be accepted."""
        return [one for one in self.effects if one.needs_decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A version that now serves, or will once stored records are ready for it.

    :ivar version: None if it does not serve yet
    :ivar migration: what becomes of stored records; None if nothing does
    :ivar draft_follows: whether the draft is now the same document
    """

    version: VersionSummary | None
    migration: MigrationState | None = None
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
