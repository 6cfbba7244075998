"""One batch of an import: rows become records or failures, in one transaction, as who asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from stuga.models import ImportJob
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.ui import Locale
from stuga.runtime.exchange import plans, queries
from stuga.runtime.exchange.chains import in_turns
from stuga.runtime.exchange.commands import Failure, Plan
from stuga.runtime.exchange.following import followed, is_lost
from stuga.runtime.exchange.keys import may_any, verbs
from stuga.runtime.exchange.layouts import reopened
from stuga.runtime.exchange.matching import Claim, matched, operation_of
from stuga.runtime.exchange.outcomes import Outcome, add, failure_of
from stuga.runtime.exchange.reading import Row, some_rows
from stuga.runtime.exchange.rowing import Wanted, wanted_from
from stuga.runtime.exchange.trying import rehearse
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.bulk import bulk
from stuga.runtime.records.commands import Bulk, InModel
from stuga.runtime.records.definitions import live

ROWS_AT_ONCE: Final = 500
MOST_REFUSED: Final = 100
"""So many refused rows of a trial are kept, to be shown."""


def next_batch(job: ImportJob, actor: Actor, *, now: datetime) -> bool:
    """Import the next rows of a running job, or try those of one on trial; tell if there are more.

    The job's row is locked by the caller: what is written here and how far the job has come are
    kept together or not at all.
    """
    plan = plans.read(job.settings)
    content = queries.content_of(job.id)
    if content is None:
        end(job, "failed", now=now, reason="file-gone")
        return False
    place = InModel(app=job.app_key, model=job.model or "", now=now)
    acting = _acting(actor, place, plan)
    if acting is None:
        end(job, "failed", now=now, reason=_why_not(place))
        return False
    plan = followed(acting, plan)
    if is_lost(acting, plan):
        end(job, "failed", now=now, reason="key-gone")
        return False
    file, layout = reopened(content, plan.layout), plan.layout
    width = len(layout.columns)
    batch = some_rows(file.text, layout.delimiter, width, plan.cursor, ROWS_AT_ONCE)
    is_trial = job.state == "trying"
    if batch:
        (_rehearse if is_trial else _import)(job, acting, plan, batch)
    if len(batch) == ROWS_AT_ONCE:
        return True
    if is_trial:
        _end_trial(job, plan)
    else:
        end(job, "done", now=now)
    return False


def _rehearse(job: ImportJob, acting: Acting, plan: Plan, batch: Sequence[Row]) -> None:
    """Count what would become of a batch, and keep the first rows that would be refused."""
    outcome = rehearse(acting, plan, batch, _claim_for(job))
    failures = _failures(acting, plan, outcome)[: max(0, MOST_REFUSED - job.failed_count)]
    queries.add_failures(job.id, failures)
    add(job, outcome.counts)
    job.settings = plans.kept(replace(plan, cursor=batch[-1].after))


def _end_trial(job: ImportJob, plan: Plan) -> None:
    queries.drop_keys(job.id)
    job.state = "tried"
    job.settings = plans.kept(replace(plan, cursor=plan.layout.start))


def _acting(actor: Actor, place: InModel, plan: Plan) -> Acting | None:
    """Return the actor with the rights of now; None if no row could do anything there."""
    try:
        acting = acting_in(actor, place)
    except NotFoundError:
        return None
    return acting if may_any(acting.rights, verbs(plan.key)) else None


def _why_not(place: InModel) -> str:
    try:
        live(place.app).model(place.model)
    except NotFoundError:
        return "app-gone"
    return "not-permitted"


def _import(job: ImportJob, acting: Acting, plan: Plan, batch: Sequence[Row]) -> None:
    locale = Locale(plan.language, str(acting.app.zone))
    several = wanted_from(acting, plan.mapped, batch, locale.babel)
    outcome, claim = Outcome(), _claim_for(job)

    def make(sound: list[Wanted]) -> None:
        _carried_out(acting, matched(acting, plan.key, sound, claim), outcome)

    outcome.refused += in_turns(acting, plan.mapped, several, locale.babel, make)
    queries.add_failures(job.id, _failures(acting, plan, outcome))
    add(job, outcome.counts)
    job.settings = plans.kept(replace(plan, cursor=batch[-1].after))


def _claim_for(job: ImportJob) -> Claim:
    return lambda wanted: queries.claim_keys(job.id, wanted)


def _failures(acting: Acting, plan: Plan, outcome: Outcome) -> list[Failure]:
    locale = Locale(plan.language, str(acting.app.zone))
    refused = sorted(outcome.refused, key=lambda one: one.row.number)
    return [failure_of(one, acting, locale) for one in refused]


def _carried_out(acting: Acting, several: Sequence[Wanted], outcome: Outcome) -> None:
    """Make and change records as rows ask for; note how each went."""
    outcome.refused += [one for one in several if one.errors]
    # Changes first: a value that one gives up is free for those that are new.
    sound = sorted((one for one in several if not one.errors), key=lambda one: one.id is None)
    command = Bulk(
        app=acting.app.key,
        model=acting.model.key,
        now=acting.now,
        operations=tuple(operation_of(one) for one in sound),
        is_import=True,
    )
    for one, result in zip(sound, bulk(acting.actor, command).results, strict=True):
        if result.status == "refused":
            outcome.refused.append(replace(one, errors=result.errors or {}))
        else:
            outcome.note(result.status, is_changed=result.is_changed)


def end(job: ImportJob, state: str, *, now: datetime, reason: str = "") -> None:
    """End a job; the file is not kept longer than it is needed."""
    job.state, job.ended_at, job.content = state, now, None
    queries.drop_keys(job.id)
    if reason:
        job.settings = {**job.settings, "reason": reason}
