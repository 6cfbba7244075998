"""The trash: a record goes there with what depends on it, and comes back with it."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from uuid import UUID

from stuga.models.definition.methods import ABSENT, Left
from stuga.models.definition.paths import changed_at, whole
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import InvalidError
from stuga.platform.ui.screens.visibility import without
from stuga.runtime.records import computing, linking, queries, uniqueness
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.dependants import Dependant, OnDelete, dependants_of, reach_of
from stuga.runtime.records.errors import RecordInUseError
from stuga.runtime.records.queries import Locked
from stuga.runtime.records.rights import rights_or_none
from stuga.runtime.records.stored import Stored
from stuga.runtime.records.submit import Accepted
from stuga.runtime.records.writing import LIVE, STATE, TRASH, change, note, rewrite


def throw_away(acting: Acting, locked: Locked) -> tuple[Stored, list[UUID]]:
    """Put a record in the trash, and those that go along; return it, and the others' ids.

    :raises RecordInUseError: if a live record must keep its reference to one of them
    """
    reach = reach_of(acting.app, locked.record.id)
    if reach.restricting:
        raise RecordInUseError(count=len({one.locked.record.id for one in reach.restricting}))
    empty_references(acting, reach.unlinked)
    for one in reach.along:
        if one.model is not None:
            _throw(_at(acting, one.model), one.locked)
    ids = [one.locked.record.id for one in reach.along]
    return _throw(acting, locked), ids


def _throw(acting: Acting, locked: Locked) -> Stored:
    """Mark one record; its unique values are free for others from now on."""
    uniqueness.release([locked.record.id])
    return _moved(acting, locked, LIVE, TRASH)


def take_out(acting: Acting, locked: Locked) -> tuple[Stored, list[UUID]]:
    """Take a record out of the trash, and those that went with it.

    :raises InvalidError: if a unique value has been taken, or a reference leads nowhere by now
    """
    moment = locked.record.deleted_at
    found = _take(acting, locked)
    ids: list[UUID] = []
    waiting = [locked.record.id]
    while waiting:
        for one in dependants_of(acting.app, waiting.pop()):
            record = one.locked.record
            went_along = record.deleted_at == moment and one.on_delete is OnDelete.CASCADE
            if went_along and record.id not in ids and one.model is not None:
                _take(_at(acting, one.model), one.locked)
                ids.append(record.id)
                waiting.append(record.id)
    return found, ids


def _take(acting: Acting, locked: Locked) -> Stored:
    model, record = acting.model, locked.record
    links = linking.links_of(model, record.data)
    there = queries.records_for_reference({to_id for _, to_id in links}) if links else {}
    errors: dict[str, Refused] = {
        pointer(whole(path)): linking.REFERENCE_UNKNOWN
        for path, to_id in links
        if to_id not in there and to_id != record.id
    }
    taken = uniqueness.claim(model, [(record.id, uniqueness.hashes_of(model, record.data))])
    errors.update(taken.get(record.id, {}))
    if errors:
        raise InvalidError(errors)
    return _moved(acting, locked, TRASH, LIVE)


def empty_references(acting: Acting, several: Iterable[Dependant]) -> None:
    """Take records which go out of the fields that refer to them: one change a record."""
    by_record: dict[UUID, list[Dependant]] = {}
    for one in several:
        by_record.setdefault(one.locked.record.id, []).append(one)
    for record_id, those in by_record.items():
        model, locked = those[0].model, those[0].locked
        if model is not None:
            old = locked.record.data
            data = _without_links(model, old, those)
            touched = {whole(one.path) for one in those}
            left = {key: data.get(key, ABSENT) for key in touched}
            follow = computing.with_following(model, old, left, now=acting.now)
            data = {**data, **{key: one for key, one in follow.items() if one is not ABSENT}}
            data = without(data, [key for key, one in follow.items() if one is ABSENT])
            changes = {key: (old.get(key), data.get(key)) for key in sorted(follow)}
            change(_at(acting, model), locked, Accepted(data, changes))
        linking.unlink(record_id, frozenset((one.path, one.to) for one in those))


def _without_links(model: LiveModel, data: JsonObject, several: Iterable[Dependant]) -> JsonObject:
    """Copy data without some references; what is then empty goes. Nothing else changes.

    A field that the model has no more goes whole: nobody sees what it holds.
    """
    for one in several:
        gone = str(one.to)
        if model.view.at(one.path) is None:
            data = without(data, [whole(one.path)])
        else:
            data = changed_at(data, one.path, partial(_emptied, gone))
    return data


def _emptied(gone: str, value: JsonValue) -> Left:
    if isinstance(value, list):
        return [one for one in value if one != gone] or ABSENT
    return ABSENT if value == gone else value


def _at(acting: Acting, model: LiveModel) -> Acting:
    """Go on at another model: what goes along does so by the definition, not by a right."""
    rights = rights_or_none(acting.actor, acting.app, model.key, now=acting.now)
    return Acting(actor=acting.actor, app=acting.app, rights=rights, now=acting.now)


def _moved(acting: Acting, locked: Locked, before: str, after: str) -> Stored:
    record = locked.record
    new = replace(
        record,
        revision=record.revision + 1,
        updated_at=acting.now,
        updated_by=acting.actor.id,
        deleted_at=acting.now if after == TRASH else None,
    )
    new = rewrite(acting.model, new, locked.erased)
    note(acting, new, {STATE: [before, after]})
    return new
