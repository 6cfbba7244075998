"""Imports: a file comes, is mapped and tried, and becomes records in the background."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from stuga.models import ImportJob
from stuga.models.definition.refusals import Refused
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor
from stuga.platform.db import db, outbox
from stuga.platform.errors import ConflictError, InvalidError, NotFoundError
from stuga.runtime.exchange import keys, mapping, outcomes, plans, queries, steering, trying
from stuga.runtime.exchange.commands import (
    Chosen,
    Failure,
    Mapped,
    Plan,
    Progress,
    Receive,
    Start,
    Tried,
)
from stuga.runtime.exchange.encodings import FILE
from stuga.runtime.exchange.kinds_of_job import FORGET, KEPT, UNTOUCHED
from stuga.runtime.exchange.layouts import UNNAMED, File, Source, opened, reopened
from stuga.runtime.exchange.steering import target_of
from stuga.runtime.exchange.survey import Survey, surveyed
from stuga.runtime.exchange.tables import flattened, named_columns
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.commands import InModel
from stuga.runtime.records.rights import Verb

LONGEST_NAME: Final = 200
AGAIN: Final = "/again"
AGAIN_WITHIN: Final = timedelta(days=1)
READY: Final = frozenset({"uploaded", "tried"})
"""The states in which a file waits for someone to begin."""


def acting_for(
    actor: Actor, app_key: str, model: str, *, now: datetime, verbs: Sequence[Verb] = keys.EITHER
) -> Acting:
    """Return someone who may create or change records of a model, or do another act.

    :raises NotFoundError: if they have nothing to do there
    :raises NotPermittedError: if they may look, but not do this
    """
    acting = acting_in(actor, InModel(app=app_key, model=model, now=now))
    keys.require_any(acting.rights, verbs)
    return acting


def receive(actor: Actor, command: Receive) -> ImportJob:
    """Keep a file until it is imported, or a day has passed.

    :raises InvalidError: at `/file`, if it cannot be read
    """
    if command.model:
        acting_for(actor, command.app_key, command.model, now=command.now)
    content, source = _flat(command)
    named = command.named
    if named is None and source is not None:
        named = named_columns(source.form)
    file = opened(content, named=named, unnamed=command.unnamed, source=source)
    survey = surveyed(file)
    if command.model and not survey.total:
        raise InvalidError({FILE: Refused("file-no-rows")})
    job = ImportJob(
        app_key=command.app_key,
        model=command.model or None,
        file_name=command.file_name[:LONGEST_NAME],
        content=content,
        digest=hashlib.sha256(command.content).hexdigest(),
        settings=plans.kept(Plan(layout=file.layout, cursor=file.layout.start)),
        state="uploaded",
        total=survey.total,
        created_by=actor.id,
    )
    db.session.add(job)
    db.session.flush()  # what follows needs the id, which PostgreSQL makes
    for later in (UNTOUCHED, KEPT):
        outbox.leave(FORGET, {"import": str(job.id)}, not_before=command.now + later)
    audit.record(actor, Act.IMPORT_CREATE, target=target_of(job), detail=_named(job))
    return job


def _flat(command: Receive) -> tuple[bytes, Source | None]:
    """Return a file as text, and what it was before.

    :raises InvalidError: if it cannot be read, or has no sheet of the name asked for
    """
    tables = flattened(command.content)
    if tables is None:
        return command.content, None
    if command.sheet and command.sheet not in tables.sheets:
        raise InvalidError({"/sheet": Refused("sheet-unknown", {"sheet": command.sheet[:80]})})
    at = tables.sheets.index(command.sheet) if command.sheet else 0
    return tables.content, Source(tables.form, tables.sheets, at)


def repeated(job: ImportJob, app_key: str, model: str, *, now: datetime) -> datetime | None:
    """Return when the same file last went into the same model, if that was within a day."""
    before = queries.same_file(job.digest, app_key, model, since=now - AGAIN_WITHIN)
    return None if before is None else before.created_at


def read_form(actor: Actor, app_key: str, model: str) -> None:
    """Leave the entry of someone having looked at the page where imports begin."""
    audit.record(actor, Act.IMPORT_READ, target=Target(kind="form", app=app_key, model=model))


def reread(
    actor: Actor,
    job: ImportJob,
    *,
    named: bool | None,
    unnamed: str = UNNAMED,
    sheet: int | None = None,
) -> None:
    """Read a file anew: its first row as names or as data, or another sheet of it.

    :raises InvalidError: as `opened`
    """
    before = plans.read(job.settings).layout
    source = None
    if before.sheets:
        at = before.sheet if sheet is None or sheet >= len(before.sheets) else sheet
        source = Source(before.encoding, before.sheets, at)
    file = opened(_content(job), named=named, unnamed=unnamed, source=source)
    steering.set_out(job, "uploaded")
    job.settings = plans.kept(Plan(layout=file.layout, cursor=file.layout.start))
    job.total = surveyed(file).total
    audit.record(actor, Act.IMPORT_UPDATE, target=target_of(job))


def file_of(job: ImportJob) -> File:
    """Return a job's file.

    :raises ConflictError: if it has been emptied
    """
    return reopened(_content(job), plans.read(job.settings).layout)


def _content(job: ImportJob) -> bytes:
    content = queries.content_of(job.id)
    if content is None or job.state not in READY:
        raise ConflictError("The file is no longer there. Choose it once more.")
    return content


def whole_trial(job: ImportJob, chosen: Chosen) -> Tried | None:
    """Return what would happen to every row, if it has been tried with this choice."""
    plan = plans.read(job.settings)
    if job.state != "tried" or (plan.mapped, plan.key) != (chosen.mapped, chosen.key):
        return None
    failures = failures_of(job, limit=trying.MOST_SHOWN)
    return Tried(counts=outcomes.counts_of(job), failures=failures)


def chosen_in(job: ImportJob) -> Chosen | None:
    """Return what someone has chosen for a file before; None if nobody has."""
    plan = plans.read(job.settings)
    if not plan.mapped:
        return None
    return Chosen(mapped=plan.mapped, key=plan.key, language=plan.language)


def start_tried(actor: Actor, job_id: UUID, *, now: datetime, again: bool) -> ImportJob:
    """Let a file that has been tried become records, as it was tried; errors as `begin`.

    :raises ConflictError: if it has not been tried
    """
    job = queries.own_job(actor, job_id)
    chosen = chosen_in(job)
    if job.state != "tried" or chosen is None:
        raise ConflictError("Only an import that has been tried can be started so.")
    command = Start(
        job_id=job.id,
        app_key=job.app_key,
        model=job.model or "",
        mapped=chosen.mapped,
        key=chosen.key,
        language=chosen.language,
        now=now,
        again=again,
    )
    return start(actor, command)


def proposal(
    acting: Acting, job: ImportJob, key: Sequence[str] = ()
) -> tuple[Survey, tuple[Mapped, ...]]:
    """Look a job's file through and propose which column goes where."""
    survey = surveyed(file_of(job))
    app, rights = acting.app.definition, acting.rights
    is_new = not key and rights.may("create")
    fields = keys.fillable(rights, key) if key or is_new else keys.offered(rights)
    return survey, mapping.proposed(survey.columns, acting.model.view, app, fields)


def try_out(acting: Acting, job: ImportJob, chosen: Chosen) -> Tried:
    """Say what would happen to a job's first rows.

    :raises InvalidError: if a column cannot go where it is to go, or the key finds no records
    """
    plan = plans.read(job.settings)
    _check(acting, chosen.mapped, chosen.key, len(plan.layout.columns))
    plan = replace(plan, mapped=chosen.mapped, key=chosen.key, language=chosen.language)
    return trying.tried(acting, plan, file_of(job))


def _check(acting: Acting, mapped: tuple[Mapped, ...], key: tuple[str, ...], width: int) -> None:
    rights, model = acting.rights, acting.model.view
    mapping.check(
        mapped,
        model,
        acting.app.definition,
        keys.fillable(rights, key),
        width,
        makes_all=not key,
    )
    keys.check(key, mapped, model, rights.whole_fields("read"))


def start(actor: Actor, command: Start) -> ImportJob:
    """Let a file that lies ready become records; errors as `begin`."""
    job = queries.own_job(actor, command.job_id, locked=True)
    before = job.state
    begin(actor, job, command)
    steering.note_state(actor, job, before)
    return job


def note_begun(actor: Actor, job: ImportJob) -> None:
    """Leave the entry of having begun an import."""
    steering.note_state(actor, job, "uploaded")


def begin(actor: Actor, job: ImportJob, command: Start) -> None:
    """Let a file become records, in the background; part of another act's entry.

    :raises InvalidError: if a column cannot go where it is to go, or the same file went there
        within a day and nobody has said `again`
    :raises ConflictError: if it has been started, or is gone
    """
    _content(job)
    wanted = keys.verbs(command.key)
    acting = acting_for(actor, command.app_key, command.model, now=command.now, verbs=wanted)
    may_double = not (command.again or command.key or command.is_trial)
    if may_double and repeated(job, command.app_key, command.model, now=command.now):
        raise InvalidError({AGAIN: Refused("import-repeated")})
    plan = plans.read(job.settings)
    _check(acting, command.mapped, command.key, len(plan.layout.columns))
    job.app_key, job.model = command.app_key, command.model
    steering.set_out(job, "trying" if command.is_trial else "running")
    plan = replace(plan, mapped=command.mapped, key=command.key, language=command.language)
    job.settings = plans.kept(replace(plan, cursor=plan.layout.start))
    steering.send_off(actor, job)


def own(actor: Actor, job_id: UUID, *, app_key: str = "") -> ImportJob:
    """Return an import that the actor began; looking at it leaves its entry by `note_read`.

    :raises NotFoundError: if there is none, or it is another app's than the one named
    """
    job = queries.own_job(actor, job_id)
    if app_key and job.app_key != app_key:
        raise NotFoundError
    return job


def note_read(actor: Actor, job: ImportJob) -> None:
    """Leave the entry of having looked at an import."""
    audit.record(actor, Act.IMPORT_READ, target=target_of(job))


def read(actor: Actor, job_id: UUID, *, app_key: str) -> ImportJob:
    """Return an import of one's own, and leave the entry of having looked; errors as `own`."""
    job = own(actor, job_id, app_key=app_key)
    note_read(actor, job)
    return job


def failures_of(job: ImportJob, *, limit: int | None = None) -> Sequence[Failure]:
    """Return rows that were refused, in the order of the file."""
    return queries.failures_of(job.id, limit=limit)


def progress_of(job: ImportJob) -> Progress:
    """Say how far a job has come."""
    plan = plans.read(job.settings)
    return Progress(
        id=job.id,
        app_key=job.app_key,
        model=job.model or "",
        file_name=job.file_name,
        state=job.state,
        total=job.total,
        done=job.done,
        counts=outcomes.counts_of(job),
        key=plan.key,
        reason=plan.reason,
        may_resume=steering.may_resume(job),
    )


def _named(job: ImportJob) -> Detail:
    return Detail(label=job.file_name)
