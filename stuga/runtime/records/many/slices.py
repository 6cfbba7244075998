"""One slice of a change of many: the next records, in one transaction, as who asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from stuga.models import BulkJob
from stuga.models.definition.refusals import Errors
from stuga.platform.authz import Actor
from stuga.platform.errors import BadRequestError, NotFoundError
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.asking import Asking
from stuga.runtime.records.bulk import bulk
from stuga.runtime.records.commands import Bulk, InModel, ListRecords, Operation
from stuga.runtime.records.keyset import Position, position_values, rows_at
from stuga.runtime.records.many import plans, queries
from stuga.runtime.records.many.commands import Do, Failure, Plan
from stuga.runtime.records.results import Result
from stuga.runtime.records.rights import Verb

ROWS: Final = 200
VERBS: Final[dict[str, Verb]] = {"update": "update", "delete": "delete", "restore": "delete"}
DOING: Final[dict[str, Literal["update", "delete", "restore"]]] = {
    "update": "update",
    "delete": "delete",
    "restore": "restore",
}


def next_slice(job: BulkJob, actor: Actor, *, now: datetime) -> bool:
    """Give the next records of a running job their turn; tell whether there are more.

    The job's row is locked by the caller: what is written here and how far the job has come are
    kept together or not at all.
    """
    plan = before = plans.read(job.settings)
    acting = _acting(actor, job, now)
    if acting is None:
        end(job, "failed", now=now, reason="bulk-not-permitted")
        return False
    try:
        ids, plan, is_last = _next(job, acting, plan)
    except BadRequestError:  # what it was filtered by has gone, or been closed
        end(job, "failed", now=now, reason="bulk-list-changed")
        return False
    _carry_out(job, acting, plan, ids)
    if plan is not before:
        job.settings = plan.kept()
    if is_last:
        end(job, "done", now=now)
    return not is_last


def _acting(actor: Actor, job: BulkJob, now: datetime) -> Acting | None:
    """Return the actor with the rights of now; None if they may do so with no record."""
    try:
        acting = acting_in(actor, InModel(app=job.app_key, model=job.model, now=now))
    except NotFoundError:
        return None
    return acting if acting.rights.may(VERBS[job.do]) and acting.rights.may("read") else None


def asking_of(acting: Acting, plan: Plan, do: str) -> Asking:
    """Return the way in which the records are asked for, anew for every slice."""
    command = ListRecords(
        app=acting.app.key,
        model=acting.model.key,
        now=acting.now,
        where=plan.where,
        search=plan.search,
        sort=plan.sort,
        trash=do == Do.RESTORE,
    )
    return Asking(acting, command)


def first_ids(acting: Acting, plan: Plan, do: str, limit: int) -> tuple[UUID, ...]:
    """Return the first of all that match."""
    asking = asking_of(acting, plan, do)
    return tuple(row[0] for row in rows_at(asking.ids, asking.orders, None, limit).rows)


def _next(job: BulkJob, acting: Acting, plan: Plan) -> tuple[Sequence[UUID], Plan, bool]:
    """Return whose turn it is, the plan that stands after them, and whether they are the last.

    Nobody has two turns: what a turn may change is no part of the order.
    """
    if plan.ids:
        ids = plan.ids[job.done : job.done + ROWS]
        return ids, plan, job.done + len(ids) >= len(plan.ids)
    asking = asking_of(acting, plan, job.do)
    found = rows_at(asking.ids, asking.orders, _position(plan), ROWS)
    if found.rows:
        last = found.rows[-1]
        plan = replace(plan, at=(*position_values(last, after=1), str(last[0])))
    return [row[0] for row in found.rows], plan, not found.more_after


def _position(plan: Plan) -> Position | None:
    if not plan.at:
        return None
    *values, record_id = plan.at
    return Position(tuple(values), UUID(str(record_id)), backward=False)


def _carry_out(job: BulkJob, acting: Acting, plan: Plan, ids: Sequence[UUID]) -> None:
    if not ids:
        return
    command = Bulk(
        app=job.app_key,
        model=job.model,
        now=acting.now,
        operations=tuple(Operation(do=DOING[job.do], id=one, data=plan.patch) for one in ids),
    )
    results = bulk(acting.actor, command).results
    numbered = enumerate(zip(ids, results, strict=True), start=job.done + 1)
    failures = [_failure(at, *one) for at, one in numbered if one[1].status == "refused"]
    queries.add_failures(job.id, failures)
    job.done += len(ids)
    job.failed_count += len(failures)


def _failure(number: int, record_id: UUID, result: Result) -> Failure:
    errors: Errors = result.errors or {}
    said = {at: {"code": why.code, **why.arguments} for at, why in errors.items()}
    return Failure(number=number, record_id=record_id, code=result.code, errors=said)


def end(job: BulkJob, state: str, *, now: datetime, reason: str = "") -> None:
    """End a job; what was to be written is not kept longer than it is needed.

    Which records a deletion has put in the trash is kept as long as it can be taken back.
    """
    job.state, job.ended_at = state, now
    ids = plans.read(job.settings).ids
    if job.do == Do.DELETE:
        ids = ids[: job.done]
    elif len(ids) > ROWS:
        ids = ()
    job.settings = Plan(ids=ids, reason=reason).kept()
