"""One batch of an import: rows become records or failures, in one transaction, as who asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from stuga.models import ImportJob
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.ui import Locale
from stuga.runtime.exchange import plans, queries
from stuga.runtime.exchange.chains import in_turns
from stuga.runtime.exchange.commands import Again, Plan
from stuga.runtime.exchange.following import followed, is_lost
from stuga.runtime.exchange.importing import Importing
from stuga.runtime.exchange.keys import may_any, verbs
from stuga.runtime.exchange.layouts import reopened
from stuga.runtime.exchange.naming import only_missing, own_places
from stuga.runtime.exchange.outcomes import add, failure_of
from stuga.runtime.exchange.reading import some_rows
from stuga.runtime.exchange.trying import Trying
from stuga.runtime.exchange.turns import has_waiting, next_turn
from stuga.runtime.exchange.ways import Way
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.commands import InModel
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
    way = _way(job, acting, plan)
    step = _step_again if plan.again.turn else _step
    if step(job, way, content):
        return True
    if job.state == "trying":
        _end_trial(job, plan)
    else:
        end(job, "done", now=now)
    return False


def _way(job: ImportJob, acting: Acting, plan: Plan) -> Way:
    keys = _Kept(job)
    if job.state == "trying":
        return Trying(acting, plan, keys)
    return Importing(acting, plan, keys.claim)


def _step(job: ImportJob, way: Way, content: bytes) -> bool:
    """Take the next rows of the file; tell if there is more to do."""
    plan, locale = way.plan, Locale(way.plan.language, str(way.acting.app.zone))
    file, layout = reopened(content, plan.layout), plan.layout
    width = len(layout.columns)
    batch = some_rows(file.text, layout.delimiter, width, plan.cursor, ROWS_AT_ONCE)
    if batch:
        way.outcome.refused += in_turns(way, batch, locale.babel)
        _keep_failures(job, way, locale)
        add(job, way.outcome.counts)
        plan = replace(plan, cursor=batch[-1].after)
    if len(batch) < ROWS_AT_ONCE and has_waiting(job, way):
        plan = replace(plan, again=Again(turn=1))
    job.settings = plans.kept(plan)
    return len(batch) == ROWS_AT_ONCE or plan.again.turn > 0


def _step_again(job: ImportJob, way: Way, _content: bytes) -> bool:
    """Take rows once more that named others of the file; tell if there is more to do."""
    locale = Locale(way.plan.language, str(way.acting.app.zone))
    has_more = next_turn(job, way, locale.babel, ROWS_AT_ONCE)
    _keep_failures(job, way, locale)
    add(job, way.outcome.counts)
    return has_more


def _keep_failures(job: ImportJob, way: Way, locale: Locale) -> None:
    """Keep rows that were refused, with their reasons; of a trial only the first, to be shown.

    Those that may yet find what they name are kept for another turn.
    """
    refused = sorted(way.outcome.refused, key=lambda one: one.row.number)
    if job.state == "trying":
        own, room = own_places(way), max(0, MOST_REFUSED - job.failed_count)
        refused = [
            one for at, one in enumerate(refused) if at < room or (own and only_missing(one, own))
        ]
    queries.add_failures(job.id, [failure_of(one, way.acting, locale) for one in refused])


def _end_trial(job: ImportJob, plan: Plan) -> None:
    queries.drop_keys(job.id)
    queries.trim_failures(job.id, MOST_REFUSED)
    job.state = "tried"
    job.settings = plans.kept(replace(plan, cursor=plan.layout.start, again=Again()))


class _Kept:
    """Hashes of an import's rows, from one batch to the next."""

    def __init__(self, job: ImportJob) -> None:
        self._id = job.id

    def claim(self, wanted: Sequence[tuple[bytes, int]]) -> Mapping[bytes, int]:
        return queries.claim_keys(self._id, wanted)

    def rows_of(self, wanted: Collection[bytes]) -> Mapping[bytes, int]:
        return queries.rows_of_keys(self._id, wanted)


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


def end(job: ImportJob, state: str, *, now: datetime, reason: str = "") -> None:
    """End a job; the file is not kept longer than it is needed."""
    job.state, job.ended_at, job.content = state, now, None
    queries.drop_keys(job.id)
    if reason:
        job.settings = {**job.settings, "reason": reason}
