"""The page of one record: sections, history, related records, and what one can do with it."""

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from stuga.models.definition.document import SYSTEM_FIELDS, Model, Screen
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.ui.screens.detail import Known, sections_of
from stuga.platform.ui.screens.detail_view import Changes, DetailView
from stuga.platform.ui.screens.list_view import Action
from stuga.platform.ui.screens.values import Values
from stuga.platform.ui.screens.visibility import Judge
from stuga.runtime.records.gravity import is_grave
from stuga.runtime.serving.looking import (
    MOST_CHANGES,
    Looked,
    changes_before,
    history_by_field,
    kept_text,
    look,
    made_lines,
    removed_by,
)
from stuga.runtime.serving.naming import Told, label_of, values_for
from stuga.runtime.serving.related import Part, in_words, parts_of
from stuga.runtime.serving.talks import Asked, talk_of
from stuga.runtime.serving.visits import Visit

STATES: Final = ("state", "status")


def detail_view(
    visit: Visit,
    screen: Screen,
    record_id: UUID,
    *,
    csrf: str,
    wanted: Asked,
    act: Act = Act.RECORD_READ,
) -> DetailView:
    """Return the page of a record. One entry names the record and those shown with it.

    :param act: what is done with it: reading, if not said otherwise

    :raises NotFoundError: if there is none that the actor may see
    """
    looked = look(visit, screen.model, record_id, wanted.history)
    parts = list(parts_of(visit, screen, record_id))
    _note(looked, act, parts)
    model = visit.model(screen.model)
    told = (one for part in parts for one in part.told())
    values = values_for(visit, [*_told(model, looked), *told])
    known = Known(
        history=history_by_field(visit, looked, values),
        removed_by=removed_by(visit, looked),
        masked=looked.shown.masked,
    )
    is_held = looked.record.held
    return DetailView(
        title=label_of(visit, screen.model, looked.data),
        sections=sections_of(
            screen,
            model,
            looked.data,
            values,
            judge=Judge(looked.acting.model.kinds, looked.acting.rights.world),
            readable=looked.readable,
            known=known,
        ),
        state=_state(model, looked.shown.data, values),
        actions=_actions(visit, screen, looked),
        related=[in_words(visit, part, values, record_id) for part in parts],
        kept="" if is_held else kept_text(visit, looked),
        held=visit.locale.text("Kept by a hold until it is released.") if is_held else "",
        made=made_lines(visit, looked, values.labels),
        changes=_changes(visit, screen, looked, wanted),
        talk=talk_of(visit, screen, looked, wanted),
        csrf=csrf,
    )


def _note(looked: Looked, act: Act, parts: Sequence[Part]) -> None:
    acting = looked.acting
    ids = [one.id for part in parts for one in part.page.records]
    target = Target(
        kind="record",
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        id=looked.record.id,
        ids=ids,
        count=1 + len(ids),
    )
    grave = act is not Act.RECORD_READ or is_grave(acting, [looked.record])
    grave = grave or any(is_grave(one.acting, one.page.records) for one in parts)
    audit.record_read(acting.actor, act, target=target, grave=grave)


def _told(model: Model, looked: Looked) -> Iterator[Told]:
    """Yield what of the record is to be written, its former values too."""
    for key, value in looked.shown.data.items():
        if field := model.fields.get(key):
            yield field, value
    for key in ("created_by", "updated_by"):
        yield SYSTEM_FIELDS[key], looked.shown.system.get(key)
    for one in looked.revisions:
        for key, pair in one.diff.items():
            field = model.fields.get(key)
            if field and isinstance(pair, list) and looked.readable.allow(key):
                yield from ((field, value) for value in pair)


def _state(model: Model, data: JsonObject, values: Values) -> str:
    """Write the record's state beside its name, where a choice is called so."""
    for key in STATES:
        field = model.fields.get(key)
        if field is not None and field.kind.name == "choice" and data.get(key):
            return values.words(field, data[key])
    return ""


def _changes(visit: Visit, screen: Screen, looked: Looked, wanted: Asked) -> Changes | None:
    """Say which changes are shown, where that is not all of them."""
    earlier, here = changes_before(looked), visit.url(screen.key, looked.record.id)
    if earlier is None and wanted.history is None:
        return None
    locale = visit.locale
    words = locale.text("Of the changes, the latest {n} are shown.", n=MOST_CHANGES)
    if wanted.history is not None:
        until = looked.revisions[0].at if looked.revisions else looked.record.created_at
        words = locale.text(
            "Of the changes, those until {when} are shown.", when=locale.datetime(until)
        )
    return Changes(
        words=words,
        earlier=f"{here}?history={earlier}" if earlier is not None else "",
        latest=here if wanted.history is not None else "",
    )


def _actions(visit: Visit, screen: Screen, looked: Looked) -> list[Action]:
    locale, record_id = visit.locale, looked.record.id
    found: list[Action] = []
    if visit.actor.signed_in:
        link = visit.url(screen.key, record_id, "pdf")
        found.append(Action(label="PDF", link=link, icon="print"))
    form = visit.first_for(screen.model, "form", screen.edit)
    if looked.shown.writable is not None and form:
        link = visit.url(form, record_id)
        found.append(Action(label=locale.text("Edit"), link=link, icon="edit", primary=True))
    if looked.shown.may_delete:
        found.append(
            Action(
                label=locale.text("Delete"),
                link=visit.url(screen.key, record_id, "delete"),
                icon="trash",
                post=True,
                fields={"revision": str(looked.record.revision)},
            )
        )
    return found
