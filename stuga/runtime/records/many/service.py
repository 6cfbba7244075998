"""Changes of many records: asked for once, done by slices, told with what was refused."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from stuga.models import BulkJob
from stuga.models.definition.conditions import fields_in
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Refused
from stuga.models.definition.validation import UNKNOWN_FIELD
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor
from stuga.platform.db import db, outbox
from stuga.platform.errors import BadRequestError, ConflictError, InvalidError, NotFoundError
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.asking import COUNT_CAP
from stuga.runtime.records.commands import InModel
from stuga.runtime.records.filters import condition_of
from stuga.runtime.records.listing import usual_order
from stuga.runtime.records.many import plans, queries, slices
from stuga.runtime.records.many.commands import ChangeMany, Chosen, Do, Failure, Plan, Progress
from stuga.runtime.records.submit import NOT_PERMITTED

CHANGE: Final = "records.change-many"
FORGET: Final = "records.forget-many"
KEPT: Final = timedelta(days=7)
"""As `models.lifetimes` says."""
AT_ONCE: Final = 100
MOST_NAMED: Final = 10_000
NOTHING_PERSONAL: Final[frozenset[str]] = frozenset()
GIVEN_UP: Final = "bulk-given-up"


class CountChangedError(ConflictError):
    """There are not as many records as the caller has been told."""

    code = "count-changed"
    title = "There are more or fewer records by now"

    def __init__(self, *, count: int) -> None:
        super().__init__(f"There are {count}.")
        self.count = count

    def members(self) -> JsonObject:
        return {"count": self.count}


def acting_for(actor: Actor, place: InModel, do: Do) -> Acting:
    """Return someone who may do so with records of a model.

    :raises NotFoundError: if they have nothing to do there
    :raises NotPermittedError: if they may do so with no record
    """
    acting = acting_in(actor, place)
    acting.rights.require_some(slices.VERBS[do])
    acting.rights.require_some("read")
    return acting


def begin(actor: Actor, command: ChangeMany) -> BulkJob:
    """Change up to a hundred records now, more of them in the background.

    :raises BadRequestError: naming the filter that cannot be used, or what there is too much of
    :raises InvalidError: naming each field that may be set in no record
    :raises CountChangedError: if there are not as many as were expected
    """
    acting = acting_for(actor, command, command.do)
    _check_patch(acting, command)
    plan = plan_of(acting, command.chosen, command.patch)
    total = count_of(acting, plan, command.do)
    if command.expected is not None and command.expected != total:
        raise CountChangedError(count=total)
    if not plan.ids and total <= _most_settled(command.do):
        limit = max(total, AT_ONCE)
        plan = replace(plan, ids=slices.first_ids(acting, plan, command.do, limit))
    job = BulkJob(
        app_key=command.app,
        model=command.model,
        do=str(command.do),
        settings=plan.kept(),
        state="running",
        total=total,
        done=0,
        failed_count=0,
        created_by=actor.id,
        created_at=command.now,
    )
    db.session.add(job)
    db.session.flush()  # what follows needs the id, which PostgreSQL makes
    _note_begun(acting, plan, job)
    payload: JsonObject = {"bulk": str(job.id)}
    outbox.leave(FORGET, payload, not_before=command.now + KEPT)
    if total > AT_ONCE:
        outbox.leave(CHANGE, payload, person_id=actor.person_id)
    else:
        slices.next_slice(job, actor, now=command.now)
    return job


def _most_settled(do: Do) -> int:
    """Return up to how many records are settled before the first: a deletion knows its own.

    By these it is taken back as one act.
    """
    return MOST_NAMED if do is Do.DELETE else AT_ONCE


def plan_of(acting: Acting, chosen: Chosen, patch: JsonObject) -> Plan:
    """Settle which records are meant.

    :raises BadRequestError: naming the filter that cannot be used, or what there is too much of
    """
    if len(chosen.ids) > MOST_NAMED:
        raise BadRequestError(f"ids: at most {MOST_NAMED}.")
    found = condition_of(chosen.filters, acting.rights)
    where = chosen.where
    if found is not None:
        where = found if where is None else {"all": [where, found]}
    if chosen.ids:
        return Plan(ids=tuple(dict.fromkeys(chosen.ids)), patch=patch)
    return Plan(
        where=where,
        search=chosen.search if acting.model.view.search else "",
        sort=usual_order(acting.rights),
        patch=patch,
    )


def _check_patch(acting: Acting, command: ChangeMany) -> None:
    """Refuse what could be set in no record.

    :raises BadRequestError: if there is nothing to set, or what is done sets nothing
    :raises InvalidError: naming each field
    """
    if command.do is not Do.UPDATE:
        if command.patch:
            raise BadRequestError("patch: only an update has one.")
        return
    if not command.patch:
        raise BadRequestError("patch: name what is to be set.")
    known, writable = acting.model.view.fields, acting.rights.whole_fields("update")
    errors = {
        pointer(key): _why_not(known=key in known)
        for key in command.patch
        if key not in known or not writable.allow(key)
    }
    if errors:
        raise InvalidError(errors)


def _why_not(*, known: bool) -> Refused:
    return NOT_PERMITTED if known else UNKNOWN_FIELD


def count_of(acting: Acting, plan: Plan, do: Do) -> int:
    """Return how many records have a turn; of all that match, to one more than lists count.

    :raises BadRequestError: as `plan_of`
    """
    if plan.ids:
        return len(plan.ids)
    row = slices.asking_of(acting, plan, do).count().row()
    return int(row[0]) if row else 0


def _note_begun(acting: Acting, plan: Plan, job: BulkJob) -> None:
    query: JsonObject = {"do": job.do}
    if plan.where is not None:
        query["filter"] = plan.where
    if plan.search:
        query["search"] = plan.search
    fields = {*plan.patch, *(fields_in(plan.where) if plan.where else ())}
    target = Target(
        kind="bulk",
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        id=job.id,
        count=min(job.total, COUNT_CAP),
        fields=sorted(fields),
    )
    audit.record(acting.actor, Act.BULK_CREATE, target=target, detail=Detail(query=query))


def own(actor: Actor, job_id: UUID, *, app_key: str) -> BulkJob:
    """Return a job that the actor asked for.

    :raises NotFoundError: if there is none, or it is another app's than the one named
    """
    job = queries.own_job(actor, job_id)
    if job.app_key != app_key:
        raise NotFoundError
    return job


def read(actor: Actor, job_id: UUID, *, app_key: str) -> BulkJob:
    """Return a job of one's own, and leave the entry of having looked; errors as `own`."""
    job = own(actor, job_id, app_key=app_key)
    audit.record(actor, Act.BULK_READ, target=_target(job))
    return job


def failures(
    actor: Actor, job_id: UUID, *, app_key: str, after: int, limit: int
) -> Sequence[Failure]:
    """Return which records were refused, a page at a time; errors as `own`."""
    job = read(actor, job_id, app_key=app_key)
    return queries.failures_of(job.id, after=after, limit=limit)


def undo(actor: Actor, job_id: UUID, *, app_key: str, now: datetime) -> BulkJob:
    """Take a deletion back, the last record first: over a hundred of them as a job.

    :raises NotFoundError: as `own`
    :raises ConflictError: if it cannot be taken back so: the trash holds what it has deleted
    """
    job = own(actor, job_id, app_key=app_key)
    if not may_undo(job):
        raise ConflictError("Restore the records from the trash.")
    kept = {one.record_id for one in queries.failures_of(job.id)}
    gone = plans.read(job.settings).ids[: job.done]
    ids = tuple(one for one in reversed(gone) if one not in kept)
    place = InModel(app=app_key, model=job.model, now=now)
    chosen = Chosen(ids=ids)
    return begin(actor, ChangeMany(**asdict(place), do=Do.RESTORE, chosen=chosen))


def may_undo(job: BulkJob) -> bool:
    """Tell whether a deletion can be taken back: as far as it came, if it knows its records."""
    has_ids = bool(plans.read(job.settings).ids)
    is_over = job.state != "running"
    return job.do == Do.DELETE and is_over and has_ids and job.done > job.failed_count


def cancel(actor: Actor, job_id: UUID, *, app_key: str, now: datetime) -> BulkJob:
    """Stop a job after the slice it is at; what is done by then stays done. Errors as `own`."""
    own(actor, job_id, app_key=app_key)
    job = queries.own_job(actor, job_id, locked=True)
    before = job.state
    if before == "running":
        slices.end(job, "cancelled", now=now)
    _note_state(actor, job, before)
    return job


def interrupt(actor: Actor, job: BulkJob, *, now: datetime) -> None:
    """End a job that errors keep from going on."""
    before = job.state
    slices.end(job, "failed", now=now, reason=GIVEN_UP)
    _note_state(actor, job, before)


def progress_of(job: BulkJob) -> Progress:
    """Say how far a job has come."""
    return Progress(
        id=job.id,
        app_key=job.app_key,
        model=job.model,
        do=Do(job.do),
        state=job.state,
        total=job.total if job.total <= COUNT_CAP else None,
        done=job.done,
        failed=job.failed_count,
        reason=plans.read(job.settings).reason,
        ends_at=job.created_at + KEPT,
    )


def _target(job: BulkJob) -> Target:
    return Target(kind="bulk", app=job.app_key, model=job.model, id=job.id)


def _note_state(actor: Actor, job: BulkJob, before: str) -> None:
    detail = Detail(changes={"state": [before, job.state]}, personal=NOTHING_PERSONAL)
    audit.record(actor, Act.BULK_UPDATE, target=_target(job), detail=detail)
