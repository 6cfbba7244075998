"""Changes to a record that is there: what every way of changing one has in common."""

from uuid import UUID

from stuga.models.json import JsonObject
from stuga.platform.errors import InvalidError, NotFoundError
from stuga.runtime.formulas.evaluating import Computed
from stuga.runtime.records import attaching, linking, queries, writing
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.errors import Difference, RecordChangedError
from stuga.runtime.records.queries import Locked
from stuga.runtime.records.stored import Stored
from stuga.runtime.records.submit import Accepted, Given, submit


def locked_live(acting: Acting, record_id: UUID) -> Locked:
    """Lock a record that is not in the trash.

    :raises NotFoundError: if there is none
    """
    locked = queries.lock_record(acting.model.id, record_id)
    if locked.record.deleted_at is not None:
        raise NotFoundError
    return locked


def check_revision(acting: Acting, record: Stored, revision: int, wanted: JsonObject) -> None:
    """Refuse a change of what the caller has not seen.

    :raises RecordChangedError: telling who was first, and what differs now
    """
    if record.revision == revision:
        return
    readable = acting.rights.readable(record)
    who = record.updated_by
    raise RecordChangedError(
        revision=record.revision,
        changed_at=record.updated_at,
        changed_by=who,
        name=queries.names_of([who]).get(who, "") if who else "",
        differences=[
            Difference(key, mine, record.data.get(key))
            for key, mine in wanted.items()
            if readable is not None and readable.allow(key) and record.data.get(key) != mine
        ],
    )


def check_references(acting: Acting, accepted: Accepted) -> None:
    """Refuse references that lead nowhere the actor may look, and files they cannot give.

    :raises InvalidError: naming each field
    """
    [errors] = linking.refused(acting, [accepted])
    [files] = attaching.refused(acting, [accepted.changes])
    if errors or files:
        raise InvalidError({**errors, **files})


def written(
    acting: Acting, locked: Locked, given: Given, *, computed: Computed | None = None
) -> tuple[Stored, Accepted]:
    """Write what was given, if it changes anything; a record that stays keeps its revision.

    :raises InvalidError: naming each field that cannot be taken
    """
    accepted = submit(acting, given, locked.record, computed=computed)
    if not accepted.changes:
        return locked.record, accepted
    return carried_out(acting, locked, accepted), accepted


def carried_out(acting: Acting, locked: Locked, accepted: Accepted) -> Stored:
    """Write what was accepted and changes something.

    :raises InvalidError: naming each field that cannot be taken
    """
    check_references(acting, accepted)
    record, taken = writing.change(acting, locked, accepted)
    if taken:
        raise InvalidError(taken)
    return record
