"""A list of operations over several models: all or nothing, or each by itself.

Each goes through the same use case as a request of its own, and leaves the same entry.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor
from stuga.platform.db import savepoint
from stuga.platform.errors import DomainError, InvalidError, NotFoundError, NotPermittedError
from stuga.runtime.records import service
from stuga.runtime.records.batch_names import Name, Named, Names
from stuga.runtime.records.commands import (
    CreateRecord,
    DeleteRecord,
    PatchRecord,
    ReplaceRecord,
    RestoreRecord,
)
from stuga.runtime.records.definitions import live
from stuga.runtime.records.results import BulkDone, Result
from stuga.runtime.records.rights import rights_on
from stuga.runtime.records.stored import Shown

MOST_STEPS: Final = 100
Do = Literal["create", "update", "patch", "delete", "restore"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One operation. `data` is a whole record, or a merge patch where `do` is `patch`.

    :ivar name: what later operations may call the record by
    """

    do: Do
    model: str
    name: str = ""
    id: UUID | Name | None = None
    revision: int | None = None
    data: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """At most a hundred steps, in their order: all or none if `atomic`, else each by itself."""

    app: str
    now: datetime
    steps: tuple[Step, ...]
    atomic: bool = True


def carry_out(actor: Actor, batch: Batch) -> BulkDone:
    """Carry the steps out, each after the one before; tell how each went.

    :raises NotFoundError: if the actor can see none of the models that the steps name
    :raises InvalidError: if it is all or none and a step is refused; names each with its
        position, as `/operations/3/amount`
    """
    _require_some(actor, batch)
    names = Names()
    results = [_result(actor, batch, step, names) for step in batch.steps]
    if batch.atomic and (found := _refusals(results)):
        raise InvalidError(found)
    return BulkDone(tuple(results))


def note_again(actor: Actor, app_key: str, ids: Sequence[UUID]) -> None:
    """Leave the entry of a second look at what became of a batch.

    :raises NotFoundError: if there is no such app any more
    """
    app = live(app_key)
    target = Target(kind="record", app=app.key, version=app.number, ids=ids, count=len(ids))
    audit.record(actor, Act.RECORD_LIST, target=target)


def _require_some(actor: Actor, batch: Batch) -> None:
    app = live(batch.app)
    for model in {step.model for step in batch.steps}:
        with suppress(NotFoundError):
            rights_on(actor, app, model, now=batch.now)
            return
    raise NotFoundError


def _result(actor: Actor, batch: Batch, step: Step, names: Names) -> Result:
    """Carry one step out; one that is refused leaves nothing behind but its refusal."""
    try:
        with savepoint():
            step = _filled(batch, step, names)
            shown = _DOERS[step.do](actor, batch, step)
    except DomainError as error:
        if isinstance(error, NotPermittedError):
            target = Target(kind="route")
            audit.record_apart(actor, Act.ACCESS_DENIED, target=target, permission=error.permission)
        errors = error.errors if isinstance(error, InvalidError) else None
        known = step.id if isinstance(step.id, UUID) else None
        return Result(status="refused", id=known, code=error.code, errors=errors)
    names.keep(step.name, Named(shown.id, shown.revision))
    return Result(status=_STATUS[step.do], id=shown.id, revision=shown.revision)


def _filled(batch: Batch, step: Step, names: Names) -> Step:
    """Put ids in place of names; a named record is changed from the revision it was left at."""
    known = live(batch.app).models.get(step.model)
    if known is not None and step.data:
        step = replace(step, data=names.filled(step.data, known.view.fields))
    if not isinstance(step.id, Name):
        return step
    meant = names.meant(step.id)
    is_change = step.do in {"update", "patch"}
    revision = meant.revision if is_change and step.revision is None else step.revision
    return replace(step, id=meant.id, revision=revision)


def _refusals(results: Sequence[Result]) -> Errors:
    found: dict[str, Refused] = {}
    for position, result in enumerate(results):
        if result.status == "refused":
            at = pointer("operations", position)
            below: Errors = result.errors or {"": Refused(result.code)}
            found.update({f"{at}{end}": refused for end, refused in below.items()})
    return found


def _create(actor: Actor, batch: Batch, step: Step) -> Shown:
    command = CreateRecord(app=batch.app, model=step.model, now=batch.now, data=step.data)
    return service.create(actor, command)


def _update(actor: Actor, batch: Batch, step: Step) -> Shown:
    return service.replace(
        actor,
        ReplaceRecord(
            app=batch.app,
            model=step.model,
            now=batch.now,
            id=_id_of(step),
            revision=step.revision or 0,
            data=step.data,
        ),
    )


def _patch(actor: Actor, batch: Batch, step: Step) -> Shown:
    return service.patch(
        actor,
        PatchRecord(
            app=batch.app,
            model=step.model,
            now=batch.now,
            id=_id_of(step),
            revision=step.revision or 0,
            patch=step.data,
        ),
    )


def _delete(actor: Actor, batch: Batch, step: Step) -> Shown:
    return service.delete(
        actor,
        DeleteRecord(
            app=batch.app,
            model=step.model,
            now=batch.now,
            id=_id_of(step),
            revision=step.revision,
        ),
    )


def _restore(actor: Actor, batch: Batch, step: Step) -> Shown:
    command = RestoreRecord(app=batch.app, model=step.model, now=batch.now, id=_id_of(step))
    return service.restore(actor, command)


def _id_of(step: Step) -> UUID:
    if not isinstance(step.id, UUID):
        raise NotFoundError
    return step.id


_DOERS: Final[Mapping[Do, Callable[[Actor, Batch, Step], Shown]]] = {
    "create": _create,
    "update": _update,
    "patch": _patch,
    "delete": _delete,
    "restore": _restore,
}
_STATUS: Final[Mapping[Do, Literal["created", "updated", "deleted", "restored"]]] = {
    "create": "created",
    "update": "updated",
    "patch": "updated",
    "delete": "deleted",
    "restore": "restored",
}
