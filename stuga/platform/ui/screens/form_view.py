"""What a form page shows; filled by serving and by the builder's preview."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from stuga.models.definition.conditions import World
from stuga.models.definition.document import ALL_FIELDS, App, Fields, Model, Screen
from stuga.models.definition.kinds.attached import FILE_KINDS
from stuga.models.definition.refusals import Errors
from stuga.models.json import JsonObject
from stuga.platform.ui.widgets.control import FileShown, Mode, Option, Privacy


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A form that the person began and has not sent; `go_on` and `discard` are addresses.

    `age` is how many milliseconds ago it was kept, `digest` that of its answers: by these a
    browser tells whether its own copy is newer, or the same.
    """

    sitting: str
    when: str
    go_on: str
    discard: str
    age: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A form opened by its secret link: until when it is kept, and where it is thrown away."""

    until: str
    discard: str
    carries: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """A form of one record, or of a new one. `app` is read in the person's language.

    `data` holds the typed values known so far, of all steps, and may hold fields that the actor
    may not read: conditions need them, and the renderer prints only what `readable` allows. A
    field that is readable but not `writable` is shown as text and is not posted.
    `typed` is what the person typed, as posted, by field; it is shown instead of `data` where
    present, so nothing typed is lost. `errors` maps pointers (`/applicant`) to refusals.
    `step` is the key of the step on the page, '' for the first that shows; `Mode.REVIEW` shows
    the answers of all steps. `options` are the records or people a reference or person field
    may name; a field that is missing there has too many, and gets a search step. `labels` name
    the records and people that `data` refers to, by id. Addresses are whole: nothing is put
    before them here.
    """

    app: App
    screen: Screen
    model: Model
    action: str
    csrf: str
    world: World
    data: JsonObject = field(default_factory=dict)
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    readable: Fields = ALL_FIELDS
    writable: Fields = ALL_FIELDS
    mode: Mode = Mode.EDIT
    step: str = ""
    revision: int | None = None  # of the record as it was read; None for a new record
    cancel: str = ""  # where Cancel leads; '' shows none
    reviewing: bool = False  # came from the review page: Next goes back there
    appeared: frozenset[str] = frozenset()  # fields that an answer has just brought up
    removed: Sequence[str] = ()  # stored values that saving will remove, by field
    searches: Mapping[str, str] = field(default_factory=dict)  # reference field -> search address
    creates: frozenset[str] = frozenset()  # reference fields whose records one may make
    sought: Mapping[str, str] = field(default_factory=dict)  # control -> what was searched for
    screens: Mapping[str, str] = field(default_factory=dict)  # addresses that buttons lead to
    privacy: Mapping[str, Privacy] | None = None  # None: in the definition's words
    carries: Mapping[str, str] = field(default_factory=dict)  # more hidden inputs
    computes: str = ""  # the address that reckons the computed fields of what is typed
    notice: str = ""  # a sentence above the form that is no mistake
    focus: str = ""  # the control, or the list, where one goes on after a row has come or gone
    trap: str = ""  # the name of an input that only programs fill in
    files: Mapping[str, FileShown] = field(default_factory=dict)  # by id, those one may see
    saves: str = ""  # the address that keeps what is typed so far; '' keeps nothing
    unfinished: Sequence[Unfinished] = ()  # begun before, to go on with or to throw away
    is_linkable: bool = False  # whether a stranger may keep it behind a secret link
    linked: Linked | None = None  # what is said of a form that such a link has opened
    copies: str = ""  # whose copies a browser may keep against a crash; '' for nobody's
    offers_copy: bool = False  # whether such a copy may be newer than what is shown
    uploads: str = ""  # the address that takes files, with a field's key behind it

    @property
    def takes_files(self) -> bool:
        """Whether some field of the form is for files."""
        return self.asks_for(FILE_KINDS)

    def asks_for(self, kinds: Container[str]) -> bool:
        """Tell whether some field of the form is of one of these kinds."""
        fields = self.model.fields
        return any(
            key in fields and fields[key].kind.name in kinds for key in self.screen.field_keys
        )

    @property
    def has_ways(self) -> bool:
        """Whether there is more than one page to the form."""
        return len(self.screen.steps) > 1 or self.screen.review

    @property
    def has_rows(self) -> bool:
        """Whether there is a list, or a field for several records."""
        fields = (self.model.fields.get(key) for key in self.screen.field_keys)
        return any(one and (one.inner or one.kind.name == "references") for one in fields)

    @property
    def never_copied(self) -> str:
        """The fields of which a browser keeps nothing."""
        fields = self.model.fields
        return " ".join(key for key, one in fields.items() if one.privacy.encrypt)

    def may_see(self, key: str) -> bool:
        """Tell whether the value may be on the page: of a new record, all of it is one's own."""
        return self.readable.allow(key) or (self.revision is None and self.writable.allow(key))

    def may_type(self, key: str) -> bool:
        """Tell whether the field gets a control.

        One that may be written but not read gets none on a stored record: left empty, it would
        take the unseen value away.
        """
        return self.writable.allow(key) and self.may_see(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that both changed: what each of them has."""

    field: str
    mine: str
    theirs: str
    take: str = "mine"  # which is chosen to begin with


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """Someone saved the record while this person was typing.

    `form` is the form as posted (its `typed` travels on as hidden inputs) with the *new*
    `revision`, so that the answer is written against what was shown.
    """

    form: FormView
    differences: Sequence[Difference]
    who: str
    when: str

    @property
    def is_apart(self) -> bool:
        """Whether each of the two changed fields that the other left alone: both can stay."""
        return all(one.take == "theirs" for one in self.differences)
