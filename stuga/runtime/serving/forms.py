"""A form and someone at it: what they may see and type, and the page that shows it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final
from uuid import UUID

from stuga.models.definition.document import Field, Fields, Model, Screen
from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.definition.paths import BETWEEN, every, leaves, whole
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz.actor import ActorKind
from stuga.platform.ui import Locale
from stuga.platform.ui.screens.form_plan import writable_fields
from stuga.platform.ui.screens.form_reader import KEPT, RETURN, SITTING, Posted, read_posted
from stuga.platform.ui.screens.form_view import FormView
from stuga.platform.ui.screens.values import RELATIONS
from stuga.platform.ui.screens.visibility import Judge, hidden_in
from stuga.platform.ui.widgets import Mode, widget_for
from stuga.runtime.records import computing, queries
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.asked_names import names_typed
from stuga.runtime.records.gravity import is_grave
from stuga.runtime.records.rights import rights_through, united
from stuga.runtime.records.stored import Stored
from stuga.runtime.serving.creating import creatable, origin_of
from stuga.runtime.serving.naming import label_of, values_for
from stuga.runtime.serving.options import Offer, offer_for, options_with_chosen
from stuga.runtime.serving.visits import Visit

KEPT_AT: Final = "saved"
"""What follows the address of a form in that which keeps it while it is filled in."""
LINKED_AT: Final = "kept"
"""What follows it in that which keeps a stranger's form behind its link."""
PRESET: Final = RELATIONS | {"choice", "yes-no", "date"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """Someone filling in a form: of a new record, or of one that is there."""

    visit: Visit
    screen: Screen
    acting: Acting
    record: Stored | None
    readable: Fields
    writable: Fields

    @property
    def model(self) -> Model:
        """The model in the reader's words."""
        return self.visit.model(self.screen.model)

    @property
    def action(self) -> str:
        """Where the form is posted to, from the tenant's root."""
        more = () if self.record is None else (self.record.id,)
        return self.visit.path(self.screen.key, *more)

    @property
    def is_kept(self) -> bool:
        """Whether what is typed is kept before it is sent: a stranger's is not."""
        return self.acting.actor.kind is ActorKind.PERSON

    @property
    def is_linkable(self) -> bool:
        """Whether a stranger may keep it behind a secret link."""
        is_stranger = not self.acting.actor.signed_in
        return is_stranger and self.screen.public and self.screen.keep_days > 0

    @property
    def judge(self) -> Judge:
        """What tells which of the form's conditions hold."""
        return Judge(self.acting.model.kinds, self.acting.rights.world)

    def stored(self) -> JsonObject:
        """Return what is there before anything is typed: the record, or whose the new one is."""
        if self.record is not None:
            return self.record.values
        who = self.acting.actor.id
        at, by = moment_text(self.visit.now), str(who) if who else None
        return {"created_at": at, "created_by": by, "updated_at": at, "updated_by": by}

    def whole(self, data: JsonObject) -> JsonObject:
        """Return answers with what the formulas give over them."""
        acting = self.acting
        [found] = computing.reckoned(acting.model, [data], actor=acting.actor, now=acting.now)
        return computing.with_computed(acting.model, data, found)

    def answers(self, posted: Posted) -> JsonObject:
        """Return what the form holds: what was typed over what is stored, and what follows."""
        return self.whole(posted.over(self.stored()))

    def may_see(self, key: str) -> bool:
        """Tell whether a value may be shown: of a new record, all of it is one's own."""
        return self.readable.allow(key) or (self.record is None and self.writable.allow(key))

    def read(self, pairs: Sequence[tuple[str, str]]) -> Posted:
        """Read what was posted: only the screen's fields, and of these only what one may type."""
        may_type = self.writable if self.record is None else self._both()
        return read_posted(pairs, self.screen, self.model, self.visit.locale, writable=may_type)

    def _both(self) -> Fields:
        keys = self.acting.model.view.fields
        return Fields(
            only=frozenset(
                key for key in keys if self.writable.allow(key) and self.readable.allow(key)
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is on a form's page besides the form itself."""

    data: JsonObject
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    step: str = ""
    mode: Mode = Mode.EDIT
    reviewing: bool = False
    appeared: frozenset[str] = frozenset()
    sought: Mapping[str, str] = field(default_factory=dict)
    revision: int | None = None
    notice: str = ""
    focus: str = ""
    sitting: str = ""
    origin: str = ""
    kept: str = ""


def begin(visit: Visit, screen: Screen, record_id: UUID | None = None) -> Filling:
    """Return someone at a form.

    :raises NotFoundError: if they may not see the record, or have no right to its model
    :raises NotPermittedError: if they may not make or change one
    """
    rights = rights_through(visit.actor, visit.app, screen, now=visit.now)
    acting = Acting(
        actor=visit.actor,
        app=visit.app,
        rights=rights,
        now=visit.now,
        screen=visit.app.definition.screens[screen.key],
    )
    if record_id is None:
        rights.require_some("create")
        writable = rights.whole_fields("create")
        readable = united([writable, rights.whole_fields("read")], rights.model.view)
        record = None
    else:
        record = queries.get_record(acting.model.id, record_id)
        readable = rights.require("read", record)
        writable = rights.require("update", record)
    return Filling(
        visit=visit,
        screen=screen,
        acting=acting,
        record=record,
        readable=readable,
        writable=writable,
    )


def first_sheet(filling: Filling, asked: Mapping[str, str]) -> Sheet:
    """Return the form as it is opened: the record, or defaults and what the address presets."""
    if filling.record is not None:
        return Sheet(data=filling.stored(), revision=filling.record.revision)
    model = filling.acting.model.view
    keys = writable_fields(filling.screen, model, filling.writable)
    data = filling.stored()
    for key in keys:
        given = model.fields[key]
        if "default" in given.schema:
            data[key] = given.schema["default"]
        if key in asked and (value := _preset(given, asked[key], filling.visit.locale)) is not None:
            data[key] = value
    return Sheet(data=filling.whole(data))


def _preset(given: Field, text: str, locale: Locale) -> JsonValue:
    """Take a value from the address where it tells nothing of anyone; None if it cannot be one."""
    if given.kind.name not in PRESET:
        return None
    value = widget_for(given).parse([text], given, locale)
    return None if isinstance(value, Refused) else value


def sheet_of(filling: Filling, posted: Posted, **more: object) -> Sheet:
    """Return the form as it was posted, every typed text kept."""
    given: dict[str, object] = {
        "data": filling.answers(posted),
        "typed": posted.typed,
        "step": posted.step,
        "reviewing": posted.is_reviewing,
        "revision": posted.revision if filling.record else None,
        "sitting": posted.sitting,
        "origin": posted.origin,
        "kept": posted.kept,
    }
    return Sheet(**{**given, **more})  # type: ignore[arg-type]  # members of Sheet by their names


def _names(filling: Filling, people: Collection[UUID]) -> Mapping[UUID, str]:
    """Return what people in the form are called, whoever's ids were posted with it."""
    return names_typed(people, _people_held(filling)) if people else {}


def _people_held(filling: Filling) -> frozenset[UUID]:
    """Return the people in the record that is changed, as far as they may be read."""
    data = filling.record.data if filling.record else {}
    return frozenset(
        UUID(leaf.value)
        for key, field in filling.model.fields.items()
        if filling.readable.allow(key)
        for leaf in leaves(field, data.get(key))
        if leaf.field.kind.name == "person" and isinstance(leaf.value, str) and id_of(leaf.value)
    )


def form_view(filling: Filling, sheet: Sheet, *, csrf: str) -> tuple[FormView, Offer]:
    """Return the page of a form, and what it offers to choose from."""
    visit, model = filling.visit, filling.model
    fields = {key: model.fields[key] for key in filling.screen.field_keys if key in model.fields}
    told = [(one, sheet.data.get(one.key)) for one in fields.values()]
    values = values_for(visit, told, whom=partial(_names, filling))
    relations = [path for path, one in every(fields) if one.kind.name in RELATIONS]
    typable = [path for path in relations if filling.writable.allow(whole(path))]
    offer = offer_for(visit, model, typable, sheet.sought)
    options = options_with_chosen(offer, told, values.labels)
    is_kept = filling.is_kept and bool(sheet.sitting)
    view = FormView(
        app=visit.definition,
        screen=_titled(filling),
        model=model,
        action=visit.root + filling.action,
        csrf=csrf,
        world=filling.acting.rights.world,
        data=sheet.data,
        typed=sheet.typed,
        errors={**_not_found(sheet, offer), **sheet.errors},
        sought=sheet.sought,
        options=options,
        labels=values.labels,
        files=values.files,
        carries=_carried(sheet, is_kept=is_kept),
        creates=creatable(visit, _typable(fields, typable)) if is_kept else frozenset(),
        saves=_saves(filling, sheet, is_kept=is_kept),
        is_linkable=filling.is_linkable,
        copies=str(filling.acting.actor.id or ""),
        uploads=visit.url(filling.screen.key, "files", ""),
        readable=filling.readable,
        writable=filling.writable,
        mode=sheet.mode,
        step=sheet.step,
        revision=sheet.revision,
        cancel=visit.root + back if (back := _left_to(filling, sheet)) else "",
        reviewing=sheet.reviewing,
        notice=sheet.notice,
        appeared=sheet.appeared,
        removed=_removed(filling, sheet.data),
        searches={
            path: visit.url(filling.screen.key, "options", path)
            for path in typable
            if path not in offer.options or path in sheet.sought
        },
        focus=sheet.focus,
        screens={key: visit.url(key) for key in visit.definition.screens if visit.may_open(key)},
    )
    return view, offer


def _carried(sheet: Sheet, *, is_kept: bool) -> Mapping[str, str]:
    sitting = {SITTING: sheet.sitting} if sheet.sitting else {}
    origin = {RETURN: sheet.origin} if is_kept and sheet.origin else {}
    link = {KEPT: sheet.kept} if sheet.kept else {}
    return {**sitting, **origin, **link}


def _saves(filling: Filling, sheet: Sheet, *, is_kept: bool) -> str:
    """Return the address that keeps what is typed: a stranger's once they have asked for it."""
    at = filling.visit.root + filling.action
    if is_kept:
        return f"{at}/{KEPT_AT}"
    return f"{at}/{LINKED_AT}" if filling.is_linkable and sheet.kept else ""


def _typable(fields: Mapping[str, Field], paths: Sequence[str]) -> Sequence[tuple[str, Field]]:
    return [(path, one) for path, one in every(fields) if path in paths]


def _left_to(filling: Filling, sheet: Sheet) -> str:
    """Return where Cancel leads: to the form that waits for this one, else to where one was."""
    origin = origin_of(filling.visit, sheet.origin) if sheet.origin else None
    return way_back(filling) if origin is None else origin.path(filling.visit, KEPT_AT)


def _not_found(sheet: Sheet, offer: Offer) -> Errors:
    """Say of a search that found nothing that it did: the words stay for another try."""
    return {
        pointer(*name.split(BETWEEN)): Refused("search-empty", {"words": words})
        for name, words in sheet.sought.items()
        if words and not offer.options.get(name)
    }


def _titled(filling: Filling) -> Screen:
    """Call a form by the record that it changes, where its own title speaks of a new one."""
    visit, screen = filling.visit, filling.screen
    if filling.record is None or not visit.makes_new(screen.key):
        return screen
    shown = filling.acting.rights.show(filling.record)
    label = label_of(visit, screen.model, {**shown.data, **shown.system})
    return replace(screen, title=visit.locale.text("Change {record}", record=label))


def way_back(filling: Filling) -> str:
    """Return where one gets by leaving a form: to the record, else to its list; '' if nowhere."""
    visit, model = filling.visit, filling.screen.model
    detail = visit.first_for(model, "detail")
    if filling.record is not None and detail:
        return visit.path(detail, filling.record.id)
    listed = visit.first_for(model, "list")
    return visit.path(listed) if listed else ""


def _removed(filling: Filling, data: JsonObject) -> Sequence[str]:
    """Name the stored values that saving would remove, because they are no longer asked for."""
    if filling.record is None:
        return ()
    hidden = hidden_in(filling.screen, data, filling.judge)
    return [
        key
        for key in filling.screen.field_keys
        if key in hidden.fields
        and key in filling.record.data
        and filling.readable.allow(key)
        and filling.writable.allow(key)
    ]


def note_page(filling: Filling, offer: Offer) -> None:
    """Leave the one entry of a form page: a look at its record, or at the screen.

    What may only be written shows names to choose from, and values that come with the address.
    """
    acting = filling.acting
    is_record = filling.record is not None
    target = Target(
        kind="record" if is_record else "screen",
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        id=filling.record.id if filling.record else None,
        ids=offer.ids,
        count=len(offer.ids) + is_record,
        fields=() if is_record else (filling.screen.key,),
    )
    act = Act.RECORD_READ if is_record else Act.SCREEN_READ
    is_asked = not acting.model.grave.isdisjoint(filling.screen.field_keys)
    grave = is_asked or is_grave(acting, [filling.record] if filling.record else ())
    audit.record_read(acting.actor, act, target=target, grave=grave)
