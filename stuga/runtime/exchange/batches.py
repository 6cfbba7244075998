"""One batch of an import: rows become records or failures, in one transaction, as who asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from stuga.models import ExportJob, ImportJob
from stuga.platform.authz import Actor
from stuga.platform.errors import InvalidError, NotFoundError, NotPermittedError
from stuga.platform.ui import Locale
from stuga.runtime.exchange import plans, queries
from stuga.runtime.exchange.chains import in_turns
from stuga.runtime.exchange.commands import Failure, Plan, Tried
from stuga.runtime.exchange.layouts import File, reopened
from stuga.runtime.exchange.reading import Cursor, Row, rows
from stuga.runtime.exchange.rowing import Wanted, wanted_from
from stuga.runtime.exchange.words import ROW, WORDS, told_by_field
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.bulk import bulk
from stuga.runtime.records.commands import Bulk, InModel, Operation
from stuga.runtime.records.definitions import live
from stuga.runtime.records.results import Result
from stuga.runtime.records.submit import for_create, submit

ROWS_AT_ONCE: Final = 200
ROWS_TRIED: Final = 1_000
MOST_SHOWN: Final = 10


def next_batch(job: ImportJob, actor: Actor, *, now: datetime) -> bool:
    """Import the next rows of a running job; tell whether there are more.

    The job's row is locked by the caller: what is written here and how far the job has come are
    kept together or not at all.
    """
    plan = plans.read(job.settings)
    content = queries.content_of(job.id)
    if content is None:
        end(job, "failed", now=now, reason="file-gone")
        return False
    place = InModel(app=job.app_key, model=job.model or "", now=now)
    acting = _acting(actor, place)
    if acting is None:
        end(job, "failed", now=now, reason=_why_not(place))
        return False
    batch = _some(reopened(content, plan.layout), plan.cursor, ROWS_AT_ONCE)
    _import(job, acting, plan, batch)
    if len(batch) == ROWS_AT_ONCE:
        return True
    end(job, "done", now=now)
    return False


def _acting(actor: Actor, place: InModel) -> Acting | None:
    """Return the actor with the rights of now; None if they may create nothing there."""
    try:
        acting = acting_in(actor, place)
    except NotFoundError:
        return None
    return acting if acting.rights.may("create") else None


def _why_not(place: InModel) -> str:
    try:
        live(place.app).model(place.model)
    except NotFoundError:
        return "app-gone"
    return "not-permitted"


def _some(file: File, at: Cursor, count: int) -> list[Row]:
    layout = file.layout
    return list(islice(rows(file.text, layout.delimiter, len(layout.columns), at), count))


def _import(job: ImportJob, acting: Acting, plan: Plan, batch: Sequence[Row]) -> None:
    if not batch:
        return
    locale = Locale(plan.language, str(acting.app.zone))
    several = wanted_from(acting, plan.mapped, batch, locale.babel)
    failures: list[Failure] = []

    def make(sound: list[Wanted]) -> None:
        failures.extend(_failure(one, acting, locale) for one in _made(acting, sound))

    refused = in_turns(acting, plan.mapped, several, locale.babel, make)
    failures += [_failure(one, acting, locale) for one in refused]
    queries.add_failures(job.id, sorted(failures, key=lambda one: one.row))
    job.done += len(batch)
    job.failed_count += len(failures)
    job.created_count += len(batch) - len(failures)
    job.settings = plans.kept(replace(plan, cursor=batch[-1].after))


def _made(acting: Acting, sound: Sequence[Wanted]) -> list[Wanted]:
    """Make records of rows; return those that are refused after all."""
    command = Bulk(
        app=acting.app.key,
        model=acting.model.key,
        now=acting.now,
        operations=tuple(Operation(do="create", data=one.data) for one in sound),
        is_import=True,
    )
    results = zip(sound, bulk(acting.actor, command).results, strict=True)
    return [_refused(one, result) for one, result in results if result.status == "refused"]


def _refused(wanted: Wanted, result: Result) -> Wanted:
    return Wanted(wanted.row, wanted.data, result.errors or {})


def _failure(wanted: Wanted, acting: Acting, locale: Locale) -> Failure:
    said = told_by_field(wanted.errors, acting.model.view, locale)
    return Failure(
        row=wanted.row.number,
        cells=[cell.replace("\0", "") for cell in wanted.row.cells],
        errors=said or {ROW: locale.text(WORDS["row-not-permitted"])},
    )


def end(job: ImportJob, state: str, *, now: datetime, reason: str = "") -> None:
    """End a job; the file is not kept longer than it is needed."""
    job.state, job.ended_at, job.content = state, now, None
    if reason:
        job.settings = {**job.settings, "reason": reason}


def tried(acting: Acting, plan: Plan, file: File) -> Tried:
    """Say what would happen to the first rows, writing nothing; taken values are not looked up."""
    locale = Locale(plan.language, str(acting.app.zone))
    batch = _some(file, plan.layout.start, ROWS_TRIED)
    failures: list[Failure] = []
    fitting = 0
    for wanted in wanted_from(acting, plan.mapped, batch, locale.babel):
        checked = wanted if wanted.errors else _tried(acting, wanted)
        if checked is None:
            fitting += 1
        elif len(failures) < MOST_SHOWN:
            failures.append(_failure(checked, acting, locale))
    return Tried(looked_at=len(batch), fitting=fitting, failures=failures)


def _tried(acting: Acting, wanted: Wanted) -> Wanted | None:
    """Return a record with what would be wrong with it; None if nothing is."""
    try:
        submit(acting, for_create(acting, wanted.data))
    except InvalidError as error:
        return Wanted(wanted.row, wanted.data, error.errors)
    except NotPermittedError:
        return Wanted(wanted.row, wanted.data, {})
    return None


def asked_by(job: ImportJob | ExportJob, leased: Actor, *, now: datetime) -> Actor | None:
    """Return who asked for an import or an export, with the rights of now.

    A service has no account to be found by: without this, its jobs would be the system's own.
    """
    if leased.person_id is not None:
        return leased
    token_id: UUID | None = job.created_by
    return None if token_id is None else queries.service_for_job(token_id, now=now)
