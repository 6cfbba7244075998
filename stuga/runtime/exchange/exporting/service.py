"""Exports: a list is asked for, becomes a file in the background, and is fetched for a day."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.models import ExportJob
from stuga.models.definition.conditions import fields_in
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor
from stuga.platform.db import db, outbox
from stuga.platform.errors import ConflictError, NotFoundError, NotPermittedError
from stuga.runtime.exchange.exporting import plans, queries, slices
from stuga.runtime.exchange.exporting.commands import Export, Format, Plan, Progress
from stuga.runtime.exchange.kinds_of_job import EXPORT, EXPORT_KEPT, SWEEP
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.asking import COUNT_CAP
from stuga.runtime.records.commands import InModel
from stuga.runtime.records.filters import condition_of
from stuga.runtime.records.listing import usual_order
from stuga.runtime.records.reading import UnknownFieldError
from stuga.runtime.records.withdrawing import WITHDRAWN

LONGEST_NAME: Final = 100
NOTHING_PERSONAL: Final[frozenset[str]] = frozenset()
GIVEN_UP: Final = "export-given-up"


def acting_for(actor: Actor, app_key: str, model: str, *, now: datetime) -> Acting:
    """Return someone who may take records of a model along.

    :raises NotFoundError: if they have nothing to do there
    :raises NotPermittedError: if they may look, but not take along, or the other way round
    """
    acting = acting_in(actor, InModel(app=app_key, model=model, now=now))
    acting.rights.require_some("export")
    acting.rights.require_some("read")
    return acting


def begin(actor: Actor, command: Export) -> ExportJob:
    """Let a list become a file, in the background; errors as `acting_for`.

    :raises BadRequestError: naming the filter, the order or the field that cannot be used
    """
    acting = acting_for(actor, command.app, command.model, now=command.now)
    plan = plan_of(acting, command)
    total = count_of(acting, plan)
    job = ExportJob(
        app_key=command.app,
        model=command.model,
        file_name=f"{(command.name or command.model)[:LONGEST_NAME]}.{command.format}",
        format=str(command.format),
        settings=plan.kept(),
        state="running",
        total=total,
        done=0,
        size=0,
        created_by=actor.id,
    )
    db.session.add(job)
    db.session.flush()  # what follows needs the id, which PostgreSQL makes
    outbox.leave(EXPORT, {"export": str(job.id)}, person_id=actor.person_id)
    outbox.leave(SWEEP, {"export": str(job.id)}, not_before=command.now + EXPORT_KEPT)
    _note_begun(acting, plan, total)
    return job


def plan_of(acting: Acting, command: Export) -> Plan:
    """Settle what a list asks for.

    :raises BadRequestError: as `begin`
    """
    found = condition_of(command.filters, acting.rights)
    where = command.where
    if found is not None:
        where = found if where is None else {"all": [where, found]}
    return Plan(
        where=where,
        search=command.search if acting.model.view.search else "",
        sort=command.sort or usual_order(acting.rights),
        fields=_fields(acting, command),
        language=command.language,
        title=command.title,
        about=command.about,
    )


def _fields(acting: Acting, command: Export) -> tuple[str, ...]:
    view = acting.model.view
    wanted = tuple(dict.fromkeys(command.fields)) or tuple(view.fields)
    skips = command.skips_closed or not command.fields
    found: list[str] = []
    for key in wanted:
        if view.field(key) is not None and slices.is_open(acting.rights, key):
            found.append(key)
        elif not skips:
            raise UnknownFieldError(key, "fields")
    if not found:
        raise NotPermittedError(permission="record.export")
    return tuple(found)


def count_of(acting: Acting, plan: Plan) -> int:
    """Return how many records a plan takes along, to one more than is told.

    :raises BadRequestError: as `begin`
    """
    row = slices.asking_of(acting, plan).count().row()
    return int(row[0]) if row else 0


def _note_begun(acting: Acting, plan: Plan, total: int) -> None:
    query: JsonObject = {"sort": plan.sort}
    if plan.where is not None:
        query["filter"] = plan.where
    if plan.search:
        query["search"] = plan.search
    target = Target(
        kind="record",
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        count=min(total, COUNT_CAP),
        fields=sorted({*plan.fields, *(fields_in(plan.where) if plan.where else ())}),
    )
    audit.record(acting.actor, Act.RECORD_EXPORT, target=target, detail=Detail(query=query))


def own(actor: Actor, job_id: UUID, *, app_key: str) -> ExportJob:
    """Return an export that the actor asked for.

    :raises NotFoundError: if there is none, or it is another app's than the one named
    """
    job = queries.own_job(actor, job_id)
    if job.app_key != app_key:
        raise NotFoundError
    return job


def read_form(acting: Acting) -> None:
    """Leave the entry of someone having looked at the page where exports begin."""
    target = Target(kind="form", app=acting.app.key, model=acting.model.key)
    audit.record(acting.actor, Act.EXPORT_READ, target=target)


def read(actor: Actor, job_id: UUID, *, app_key: str) -> ExportJob:
    """Return an export of one's own, and leave the entry of having looked; errors as `own`."""
    job = own(actor, job_id, app_key=app_key)
    audit.record(actor, Act.EXPORT_READ, target=_target(job))
    return job


def cancel(actor: Actor, job_id: UUID, *, app_key: str, now: datetime) -> ExportJob:
    """Stop an export after the slice it is at; what is written by then is removed."""
    own(actor, job_id, app_key=app_key)
    job = queries.own_job(actor, job_id, locked=True)
    before = job.state
    if before == "running":
        slices.end(job, "cancelled", now=now)
        outbox.leave(SWEEP, {"export": str(job.id)})
    _note_state(actor, job, before)
    return job


def interrupt(actor: Actor, job: ExportJob, *, now: datetime) -> None:
    """End an export that errors keep from going on."""
    before = job.state
    slices.end(job, "failed", now=now, reason=GIVEN_UP)
    outbox.leave(SWEEP, {"export": str(job.id)})
    _note_state(actor, job, before)


def fetch(actor: Actor, job_id: UUID, *, app_key: str, now: datetime) -> ExportJob:
    """Return an export whose file is there, to whom it is for; fetching it is an export too.

    :raises NotFoundError: as `own`, or once its day is over
    :raises NotPermittedError: if they may no longer take records along
    :raises ConflictError: if it is not written yet, or never will be
    """
    job = own(actor, job_id, app_key=app_key)
    acting_for(actor, job.app_key, job.model, now=now)
    if job.created_at + EXPORT_KEPT <= now:
        raise NotFoundError
    if job.state == WITHDRAWN:
        raise ConflictError("The file was withdrawn: a record in it has been erased since.")
    if job.state != "done":
        raise ConflictError("The file is not there.")
    audit.record(actor, Act.RECORD_EXPORT, target=replace(_target(job), count=job.done))
    return job


def progress_of(job: ExportJob) -> Progress:
    """Say how far a job has come."""
    return Progress(
        id=job.id,
        app_key=job.app_key,
        model=job.model,
        file_name=job.file_name,
        format=Format(job.format),
        state=job.state,
        total=job.total if job.total <= COUNT_CAP else None,
        done=job.done,
        size=job.size,
        reason=plans.read(job.settings).reason,
        ends_at=job.created_at + EXPORT_KEPT,
    )


def _target(job: ExportJob) -> Target:
    return Target(kind="export", app=job.app_key, model=job.model, id=job.id)


def _note_state(actor: Actor, job: ExportJob, before: str) -> None:
    detail = Detail(changes={"state": [before, job.state]}, personal=NOTHING_PERSONAL)
    audit.record(actor, Act.EXPORT_UPDATE, target=_target(job), detail=detail)
