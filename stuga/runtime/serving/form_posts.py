"""What a posted form asks for: another step, a search, or to be saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final, TypeAlias

from stuga.models.definition.document import Screen
from stuga.models.definition.paths import BETWEEN, whole
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Outcome, Target
from stuga.platform.errors import InvalidError, NotPermittedError
from stuga.platform.ui.screens import repeating
from stuga.platform.ui.screens.form_plan import fields_of, neighbour, shown_steps, step_with
from stuga.platform.ui.screens.form_reader import Posted, appeared, read_typed, resolved
from stuga.platform.ui.screens.repeating import path_of
from stuga.platform.ui.screens.visibility import hidden_in, steps_of
from stuga.platform.ui.widgets import Mode
from stuga.runtime.records import service
from stuga.runtime.records.commands import CreateRecord, PatchRecord
from stuga.runtime.records.errors import RecordChangedError
from stuga.runtime.records.stored import Shown
from stuga.runtime.records.submit import for_create, for_patch, submit
from stuga.runtime.serving import sent_once
from stuga.runtime.serving.creating import NEW
from stuga.runtime.serving.forms import Filling, Sheet, sheet_of
from stuga.runtime.serving.naming import Told, values_for
from stuga.runtime.serving.options import offer_for
from stuga.runtime.serving.sent_once import Sent

NOT_COVERED: Final = Refused("record-not-permitted")
REVIEW: Final = "!review"
LATER: Final = "later"


@dataclass(frozen=True, slots=True)
class Again:
    """The form is shown once more: another step of it, or what is wrong with it."""

    sheet: Sheet
    status: int = HTTPStatus.OK


@dataclass(frozen=True, slots=True)
class Saved:
    """The record is written; `data` is what was typed, for the words of thanks."""

    record: Shown
    data: JsonObject


@dataclass(frozen=True, slots=True)
class Conflicting:
    """Someone else saved the record meanwhile; nothing typed is lost."""

    sheet: Sheet
    error: RecordChangedError


@dataclass(frozen=True, slots=True)
class Repeated:
    """The form was sent before, or a moment ago: nothing is written."""

    sent: Sent


Answer: TypeAlias = Again | Saved | Repeated | Conflicting


def answer(filling: Filling, posted: Posted) -> Answer:
    """Do what the pressed button says."""
    if posted.do in WAYS:
        return Again(WAYS[posted.do](filling, posted))
    if posted.found and (open_searches := _open_searches(filling, posted)):
        return Again(sheet_of(filling, posted, sought=open_searches))
    return _next(filling, posted) if posted.do == "next" else _save(filling, posted)


def _found(filling: Filling, posted: Posted) -> Sheet:
    words = posted.found.get(posted.target, "")
    return sheet_of(filling, posted, sought={posted.target: words})


def _open_searches(filling: Filling, posted: Posted) -> dict[str, str]:
    """Return what was typed to be searched for and then neither searched nor chosen.

    Without script one may forget the button beside it; what was typed is not passed over.
    """
    wanted: dict[str, str] = {}
    chosen: dict[str, Told] = {}
    for name, words in posted.found.items():
        relation = filling.model.at(path_of(name))
        texts = [text for text in posted.typed.get(name, ()) if text]
        if not words.strip() or relation is None or relation.kind.name == "references":
            continue
        wanted[name] = words
        if texts:
            chosen[name] = (relation, texts[-1])
    if chosen:
        values = values_for(filling.visit, chosen.values(), linked=False)
        for name, told in chosen.items():
            if values.words(*told) == wanted[name]:
                del wanted[name]
    return wanted


def _back(filling: Filling, posted: Posted) -> Sheet:
    return sheet_of(filling, posted, step=_before(filling, posted), reviewing=False)


def _gone_to(filling: Filling, posted: Posted) -> Sheet:
    """Go to a step from the review page, to which one then returns."""
    return sheet_of(filling, posted, step=posted.target, reviewing=True)


def _step(filling: Filling, posted: Posted) -> Sheet:
    """Go where the browser's history leads: a step, or the review page."""
    if posted.target == REVIEW:
        return sheet_of(filling, posted, mode=Mode.REVIEW)
    return sheet_of(filling, posted, step=posted.target)


def _before(filling: Filling, posted: Posted) -> str:
    """Name the step before; before the review page that is the last one that shows."""
    data = filling.answers(posted)
    if posted.step == "":
        hidden = hidden_in(filling.screen, data, filling.judge)
        return shown_steps(filling.screen, hidden)[-1].key
    return neighbour(filling.screen, data, filling.judge, posted.step, by=-1) or posted.step


def _after_conflict(filling: Filling, posted: Posted) -> Sheet:
    """Return the form with what was chosen field by field."""
    theirs = {key for key, whose in posted.taken.items() if whose == "theirs"}
    typed = {name: texts for name, texts in posted.typed.items() if whole(name) not in theirs}
    return sheet_of(
        filling, posted, data=filling.whole(resolved(posted, filling.stored())), typed=typed
    )


def _reshaped(filling: Filling, posted: Posted) -> Sheet:
    """Return the form with a row more, fewer, or elsewhere; nothing is checked yet."""
    visit, model = filling.visit, filling.model
    if posted.do == "paste":
        text = posted.pasted.get(posted.target, "")
        reading = repeating.Reading(visit.locale, _named(filling, posted.target))
        found = repeating.pasted(posted.target, text, posted.typed, model, reading)
    else:
        found = repeating.reshaped(posted.do, posted.target, posted.typed, model)
    data, _ = read_typed(found.typed, model, visit.locale)
    again = replace(posted, typed=found.typed, data={**posted.data, **data})
    return sheet_of(filling, again, focus=found.focus)


def _named(filling: Filling, target: str) -> Mapping[str, Mapping[str, str]]:
    """Return what the records are called that the rows of a list may name, by path of the field."""
    model = filling.model
    above = repeating.lists_of(target, model)
    field = model.at(above)
    paths = [f"{above}{BETWEEN}{key}" for key in field.inner] if field else []
    offer = offer_for(filling.visit, model, paths)
    return {
        path: {one.label.casefold(): one.value for one in options}
        for path, options in offer.options.items()
    }


WAYS: Final[Mapping[str, Callable[[Filling, Posted], Sheet]]] = {
    LATER: sheet_of,
    NEW: sheet_of,
    "find": _found,
    "back": _back,
    "go": _gone_to,
    "step": _step,
    "edit": _after_conflict,
    **dict.fromkeys(repeating.ACTS, _reshaped),
}
"""What buttons lead to without anything being checked or saved."""


def may_save(filling: Filling, posted: Posted) -> bool:
    """Tell whether the pressed button saves the form if nothing is wrong, whatever it is called."""
    if posted.do != "next":
        return posted.do not in WAYS
    return not filling.screen.review and _following(filling, posted) is None


def _following(filling: Filling, posted: Posted) -> str | None:
    """Name the step that *Next* leads to; None after the last, and on the way to the review."""
    if posted.is_reviewing:
        return None
    return neighbour(filling.screen, filling.answers(posted), filling.judge, posted.step, by=1)


def _next(filling: Filling, posted: Posted) -> Answer:
    found = _problems(filling, posted)
    here = set(_fields_of_step(filling.screen, posted.step))
    everywhere = set(filling.screen.field_keys)
    errors = {
        at: one for at, one in found.items() if _key(at) in here or _key(at) not in everywhere
    }
    if errors:
        return _refused(filling, posted, errors)
    if fresh := _new_questions(filling, posted):
        return Again(sheet_of(filling, posted, appeared=fresh))
    following = _following(filling, posted)
    if following is not None:
        return Again(sheet_of(filling, posted, step=following))
    if filling.screen.review:
        return Again(sheet_of(filling, posted, mode=Mode.REVIEW))
    return _save(filling, posted)


def _save(filling: Filling, posted: Posted) -> Answer:
    if filling.screen.review and not posted.is_reviewing:
        return _next(filling, posted)
    if fresh := _new_questions(filling, posted):
        return Again(sheet_of(filling, posted, appeared=fresh))
    if posted.errors:
        return _refused(filling, posted, _problems(filling, posted))
    return _tried(filling, posted)


def _tried(filling: Filling, posted: Posted) -> Answer:
    try:
        return _written(filling, posted)
    except InvalidError as error:
        return _refused(filling, posted, error.errors)
    except NotPermittedError:
        note_failure(filling, Outcome.DENIED)
        errors = {"": NOT_COVERED}
        return Again(sheet_of(filling, posted, errors=errors), HTTPStatus.FORBIDDEN)
    except RecordChangedError as error:
        note_failure(filling, Outcome.FAILED)
        return Conflicting(sheet_of(filling, posted, revision=error.revision), error)


def _written(filling: Filling, posted: Posted) -> Saved | Repeated:
    visit, screen = filling.visit, filling.screen
    if filling.record is None:
        return _made(filling, posted)
    patch = PatchRecord(
        app=visit.app.key,
        model=screen.model,
        now=visit.now,
        id=filling.record.id,
        revision=posted.revision or 0,
        patch=_mine(posted),
        screen=screen.key,
    )
    return Saved(service.patch(visit.actor, patch), posted.over({}))


def _made(filling: Filling, posted: Posted) -> Saved | Repeated:
    """Make the record, unless this very form has made one."""
    claim = sent_once.claimed(filling, posted.sitting)
    earlier = sent_once.earlier(claim)
    if earlier is not None:
        return Repeated(earlier)
    visit, screen = filling.visit, filling.screen
    new = CreateRecord(
        app=visit.app.key,
        model=screen.model,
        now=visit.now,
        data=posted.over({}),
        screen=screen.key,
    )
    record = service.create(visit.actor, new)
    sent_once.keep(claim, sent_once.sent(filling, record))
    return Saved(record, new.data)


def _mine(posted: Posted) -> JsonObject:
    """Return the changes, without those that were given up after a conflict."""
    return {key: one for key, one in posted.data.items() if posted.taken.get(key) != "theirs"}


def _problems(filling: Filling, posted: Posted) -> Mapping[str, Refused]:
    """Return everything that would keep the form from being saved as it stands."""
    acting, record = filling.acting, filling.record
    given = (
        for_create(acting, posted.over({}))
        if record is None
        else for_patch(acting, record, _mine(posted))
    )
    found: dict[str, Refused] = {}
    try:
        submit(acting, given, record)
    except InvalidError as error:
        found.update(error.errors)
    except NotPermittedError:
        pass  # answers that are still to come may open the right; saving asks again
    return {**found, **posted.errors}


def _refused(filling: Filling, posted: Posted, errors: Errors) -> Again:
    """Show the step with the first mistake, every typed text kept."""
    note_failure(filling, Outcome.FAILED)
    step = posted.step
    refused = {_key(at) for at in errors}
    wrong = [key for key in filling.screen.field_keys if key in refused]
    if wrong and not set(wrong) & set(_fields_of_step(filling.screen, step)):
        step = step_with(filling.screen, wrong[0])
    sheet = sheet_of(filling, posted, errors=errors, step=step)
    return Again(sheet, HTTPStatus.UNPROCESSABLE_ENTITY)


def refused_whole(filling: Filling, posted: Posted, refused: Refused, status: int) -> Again:
    """Show the form with a reason that is no field's."""
    note_failure(filling, Outcome.FAILED)
    return Again(replace(sheet_of(filling, posted), errors={"": refused}), status)


def _new_questions(filling: Filling, posted: Posted) -> frozenset[str]:
    """Name the fields of the step that its answers bring up and the person has not seen yet."""
    if posted.taken:
        return frozenset()  # a choice between two versions that were both shown
    data = filling.answers(posted)
    asked = appeared(posted, filling.screen, data, filling.judge)
    return frozenset(key for key in asked if filling.writable.allow(key))


def note_failure(filling: Filling, outcome: Outcome) -> None:
    """Leave the entry of a form that was not saved, apart: its transaction is rolled back."""
    acting = filling.acting
    is_new = filling.record is None
    target = Target(
        kind="record",
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        id=filling.record.id if filling.record else None,
    )
    act = Act.RECORD_CREATE if is_new else Act.RECORD_UPDATE
    audit.record_apart(acting.actor, act, target=target, outcome=outcome)


def _fields_of_step(screen: Screen, key: str) -> tuple[str, ...]:
    step = next((one for one in steps_of(screen) if one.key == key), None)
    return fields_of(step.elements) if step else ()


def _key(at: str) -> str:
    """Return the field that a pointer leads into."""
    return at.split("/", 2)[1] if "/" in at else ""
