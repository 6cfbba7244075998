"""Moves a card of a board: one field of one record, through the way every change takes."""

from dataclasses import dataclass
from uuid import UUID

from stuga.models.definition.document import SYSTEM_FIELDS, Field, Screen
from stuga.models.json import JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Outcome, Target
from stuga.platform.errors import InvalidError, NotFoundError
from stuga.platform.ui.refusal_words import refusal_text
from stuga.runtime.records import queries, service
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.commands import PatchRecord
from stuga.runtime.records.errors import RecordChangedError
from stuga.runtime.records.stored import Shown
from stuga.runtime.serving.boards import board_field, targets_of
from stuga.runtime.serving.naming import label_of
from stuga.runtime.serving.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What became of a move, in words.

    :ivar back: the value and the revision that take it back; None where nothing was moved
    """

    words: str
    back: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    visit: Visit
    acting: Acting
    field: Field
    before: Shown

    @property
    def label(self) -> str:
        return label_of(self.visit, self.acting.model.key, self.before.told)


def moved(visit: Visit, screen: Screen, record_id: UUID, to: str, revision: int) -> Moved:
    """Give a record another value of the board's field, '' for none.

    :param revision: what the person had before them
    :raises NotFoundError: if the list has no board for the actor, or the record is not there
    :raises NotPermittedError: if the actor may not change that field of it
    """
    acting = visit.acting(screen.model)
    if board_field(acting, screen) is None:
        raise NotFoundError
    record = queries.get_record(acting.model.id, record_id)
    acting.rights.require("read", record)
    field = visit.model(screen.model).fields[str(screen.raw["board_by"])]
    move = _Move(visit=visit, acting=acting, field=field, before=acting.rights.show(record))
    titles = {one.value: one.label for one in targets_of(visit, field)}
    if to not in titles:
        raise NotFoundError
    try:
        after = service.patch(visit.actor, _patch(move, to or None, revision))
    except RecordChangedError as error:
        return Moved(words=_conflict(move, error))
    except InvalidError as error:
        return Moved(words=_refused(move, error))
    words = visit.locale.text("{record} is moved to {column}", record=move.label, column=titles[to])
    former = move.before.data.get(field.key)
    is_known = former is None or former in titles
    return Moved(words=words, back=(str(former or ""), after.revision) if is_known else None)


def _patch(move: _Move, value: JsonValue, revision: int) -> PatchRecord:
    return PatchRecord(
        app=move.visit.app.key,
        model=move.acting.model.key,
        now=move.visit.now,
        id=move.before.id,
        revision=revision,
        patch={move.field.key: value},
    )


def _conflict(move: _Move, error: RecordChangedError) -> str:
    """Say who was first, as far as the actor may know."""
    _note_failure(move)
    locale = move.visit.locale
    knows_who = move.before.readable.allow(SYSTEM_FIELDS["updated_by"].key)
    return locale.text(
        "{who} changed {record} {when}. It has not been moved; this is how it is now.",
        who=(error.name if knows_who else "") or locale.text("Someone"),
        record=move.label,
        when=locale.relative(error.changed_at, move.visit.now),
    )


def _refused(move: _Move, error: InvalidError) -> str:
    """Say what the record lacks in its new place."""
    _note_failure(move)
    fields, locale = move.visit.model(move.acting.model.key).fields, move.visit.locale
    reasons: list[str] = []
    for at, refused in error.errors.items():
        field = fields.get(at.split("/", 2)[1] if "/" in at else "")
        title, kind = (field.title, field.kind.name) if field else ("", "")
        reasons.append(refusal_text(refused, title, locale, kind))
    why = " ".join(reasons)
    return locale.text("{record} has not been moved. {why}", record=move.label, why=why)


def _note_failure(move: _Move) -> None:
    acting = move.acting
    target = Target(
        kind="record",
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        id=move.before.id,
    )
    audit.record_apart(acting.actor, Act.RECORD_UPDATE, target=target, outcome=Outcome.FAILED)
