"""Many operations at once: all or none, or each by itself; one audit entry for them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final
from uuid import UUID

from stuga.models.definition.paths import every
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Errors, Refused
from stuga.platform.audit import Act
from stuga.platform.authz import Actor
from stuga.platform.db import savepoint
from stuga.platform.errors import BadRequestError, DomainError, InvalidError, NotFoundError
from stuga.runtime.formulas.evaluating import Computed
from stuga.runtime.records import attaching, linking, queries, trail, trash, writing
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.changing import carried_out, check_revision
from stuga.runtime.records.commands import Bulk, Operation
from stuga.runtime.records.queries import Locked
from stuga.runtime.records.results import BulkDone, Result
from stuga.runtime.records.stored import Stored
from stuga.runtime.records.submit import Accepted, for_create, for_patch, reckoned, submit

MOST_OPERATIONS: Final = 1_000
Numbered = tuple[int, Operation]


def bulk(actor: Actor, command: Bulk) -> BulkDone:
    """Carry out up to 1,000 operations; tell how each went.

    :raises BadRequestError: if there are more
    :raises InvalidError: if it is all or none and an operation is refused; names each with its
        position, as `/operations/3/amount`
    """
    if len(command.operations) > MOST_OPERATIONS:
        raise BadRequestError(f"At most {MOST_OPERATIONS} operations are taken at once.")
    coming = {number: one.as_id for number, one in enumerate(command.operations) if one.as_id}
    work = _Work(acting_in(actor, command), is_atomic=command.atomic, coming=coming)
    numbered = list(enumerate(command.operations))
    for do, run in groupby(numbered, key=lambda one: one[1].do):
        if do == "create":
            work.create(list(run))
        else:
            work.change(list(run))
    work.refuse_all_if_atomic()
    results = tuple(work.results[number] for number, _ in numbered)
    act = Act.RECORD_IMPORT if command.is_import else Act.RECORD_BULK
    done = [one.id for one in results if one.id is not None and one.is_changed]
    trail.note_many(work.acting, act, done)
    return BulkDone(results)


@dataclass(slots=True)
class _Work:
    """What has been done so far, and what was refused."""

    acting: Acting
    is_atomic: bool
    coming: Mapping[int, UUID]
    results: dict[int, Result] = field(default_factory=dict)
    locked: dict[UUID, Locked] = field(default_factory=dict)
    computed: dict[UUID, Computed] = field(default_factory=dict)

    def create(self, run: Sequence[Numbered]) -> None:
        """Write the new records of a run in one statement; what is refused stays out."""
        accepted = dict(self._accepted(run))
        several = list(accepted.values())
        found = linking.refused(self.acting, several, self.coming.values())
        files = attaching.refused(self.acting, [one.changes for one in several])
        for number, errors, unknown in zip(list(accepted), found, files, strict=True):
            if errors or unknown:
                self._refuse(number, InvalidError({**errors, **unknown}))
                del accepted[number]
        if not accepted or (self.coming and len(accepted) < len(run)):
            return  # those that name each other stay away together
        ids = [self.coming[number] for number in accepted if number in self.coming]
        records, taken = writing.insert_all(self.acting, list(accepted.values()), ids)
        for number, record, errors in zip(accepted, records, taken, strict=True):
            if errors:
                self._refuse(number, InvalidError(errors))
            else:
                self._done(number, "created", record)

    def _accepted(self, run: Sequence[Numbered]) -> Iterator[tuple[int, Accepted]]:
        wanted = [for_create(self.acting, operation.data) for _, operation in run]
        computed = reckoned(self.acting, [(given, None) for given in wanted])
        for (number, _), given, one in zip(run, wanted, computed, strict=True):
            try:
                self.acting.rights.require_some("create")
                yield number, submit(self.acting, given, computed=one)
            except DomainError as error:
                self._refuse(number, error)

    def change(self, run: Sequence[Numbered]) -> None:
        """Change or delete record by record; one that is refused leaves nothing behind."""
        ids = [one.id for _, one in run if one.id is not None]
        self.locked = dict(queries.lock_records(self.acting.model.id, ids))
        self.computed = self._reckoned(run)
        for number, operation in run:
            try:
                self._done(number, *self._changed(operation))
            except DomainError as error:
                self._refuse(number, error)

    def _changed(self, operation: Operation) -> tuple[str, Stored]:
        match operation.do:
            case "update":
                return "updated", self._updated(operation)
            case "restore":
                with self._apart():
                    return "restored", self._restored(operation)
            case _:
                with self._apart():
                    return "deleted", self._deleted(operation)

    def _apart(self) -> AbstractContextManager[object]:
        """Return what undoes one operation alone; all or none needs no such thing."""
        return nullcontext() if self.is_atomic else savepoint()

    def _updated(self, operation: Operation) -> Stored:
        locked = self._locked(operation)
        self.acting.rights.require("update", locked.record)
        if operation.revision is not None:
            check_revision(self.acting, locked.record, operation.revision, operation.data)
        given = for_patch(self.acting, locked.record, operation.data)
        computed = self.computed.pop(locked.record.id, None)
        accepted = submit(self.acting, given, locked.record, computed=computed)
        if not accepted.changes:
            return locked.record
        with self._apart():
            record = carried_out(self.acting, locked, accepted)
        still_erased = writing.still_erased(locked, accepted.changes)
        self.locked[record.id] = Locked(record, still_erased)
        return record

    def _reckoned(self, run: Sequence[Numbered]) -> dict[UUID, Computed]:
        """Reckon the computed fields of all that change; of one that changes twice, the first time.

        Its second change comes on top of the first, and reckons by itself.
        """
        wanted = {
            operation.id: (for_patch(self.acting, locked.record, operation.data), locked.record)
            for _, operation in reversed(run)
            if operation.do == "update" and operation.id is not None
            if (locked := self.locked.get(operation.id)) is not None
        }
        found = reckoned(self.acting, list(wanted.values()))
        return dict(zip(wanted, found, strict=True))

    def _deleted(self, operation: Operation) -> Stored:
        locked = self._locked(operation)
        self.acting.rights.require("delete", locked.record)
        if operation.revision is not None:
            check_revision(self.acting, locked.record, operation.revision, {})
        record, _ = trash.throw_away(self.acting, locked)
        fields = every(self.acting.model.view.fields)
        if any(one.references == self.acting.model.key for _, one in fields):
            self.locked.clear()  # it may have reached others of these
        else:
            del self.locked[record.id]
        return record

    def _restored(self, operation: Operation) -> Stored:
        locked = self._lying(operation)
        self.acting.rights.require("delete", locked.record)
        if operation.revision is not None:
            check_revision(self.acting, locked.record, operation.revision, {})
        if locked.record.deleted_at is None:
            return locked.record
        record, _ = trash.take_out(self.acting, locked)
        self.locked.clear()  # it may have brought others of these along
        return record

    def _locked(self, operation: Operation) -> Locked:
        found = self._lying(operation)
        if found.record.deleted_at is not None:
            raise NotFoundError
        return found

    def _lying(self, operation: Operation) -> Locked:
        """Return a record, in the trash or not, as it stands after the operations before."""
        if operation.id is None:
            raise NotFoundError
        found = self.locked.get(operation.id)
        return found or queries.lock_record(self.acting.model.id, operation.id)

    def _done(self, number: int, status: str, record: Stored) -> None:
        self.results[number] = Result(
            status=status,  # type: ignore[arg-type]  # the three words are written above
            id=record.id,
            revision=record.revision,
            is_changed=record.updated_at == self.acting.now,
        )

    def _refuse(self, number: int, error: DomainError) -> None:
        errors = error.errors if isinstance(error, InvalidError) else None
        self.results[number] = Result(status="refused", code=error.code, errors=errors)

    def refuse_all_if_atomic(self) -> None:
        """Undo everything if all or none was asked for and one was refused.

        :raises InvalidError: naming every operation that was refused
        """
        if not self.is_atomic:
            return
        found: dict[str, Refused] = {}
        for number, result in self.results.items():
            if result.status == "refused":
                at = pointer("operations", number)
                below: Errors = result.errors or {"": Refused(result.code)}
                found.update({f"{at}{end}": refused for end, refused in below.items()})
        if found:
            raise InvalidError(found)
