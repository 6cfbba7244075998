"""What a request that came twice made the first time: looked up for its sender, not made anew."""

from collections.abc import Sequence
from uuid import UUID

from stuga.platform.audit import Act
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.runtime.records import queries, trail
from stuga.runtime.records.acting import acting_in
from stuga.runtime.records.commands import GetRecord, InModel
from stuga.runtime.records.stored import Shown


def made_before(actor: Actor, command: GetRecord) -> Shown:
    """Return what the actor may read of a record they made themselves, as it is now.

    :raises NotFoundError: if it is in the trash or gone by now
    """
    acting = acting_in(actor, command)
    acting.rights.require_some("create")
    record = queries.get_record(acting.model.id, command.id)
    if record.created_by != actor.id:
        raise NotFoundError
    trail.note_read(acting, Act.RECORD_READ, record)
    return acting.rights.show(record)


def done_before(actor: Actor, command: InModel, ids: Sequence[UUID]) -> None:
    """Leave the entry of a second look at what became of many operations.

    :raises NotFoundError: if the actor has no rights in the model any more
    """
    trail.note_many(acting_in(actor, command), Act.RECORD_LIST, ids)
