"""Rows that name rows after them: tried again once the whole file has been read.

Until then they stand among those that were refused, so that whatever stops the import leaves them
there, with their reason.
"""

from collections.abc import Collection
from dataclasses import replace

from babel import Locale

from stuga.models import ImportJob
from stuga.runtime.exchange import plans, queries
from stuga.runtime.exchange.chains import in_turns
from stuga.runtime.exchange.commands import Again
from stuga.runtime.exchange.naming import only_missing, own_fields, own_places
from stuga.runtime.exchange.reading import BEGINNING, Row
from stuga.runtime.exchange.rings import made_together
from stuga.runtime.exchange.ways import Way


def has_waiting(job: ImportJob, way: Way) -> bool:
    """Tell whether rows were refused that may find what they name by now."""
    return bool(_waiting(job, way, Again(turn=1), 1))


def next_turn(job: ImportJob, way: Way, locale: Locale, count: int) -> bool:
    """Try the next of the rows that wait; tell if there is more to do.

    Every other turn goes through the file from its end: rows may name those after or before them.
    """
    again = way.plan.again
    rows = _waiting(job, way, again, count)
    own = own_places(way)
    found = in_turns(way, rows, locale)
    way.outcome.refused += [one for one in found if not only_missing(one, own)]
    _settle(job, way.outcome.settled)
    again = replace(again, moved=again.moved or bool(way.outcome.made))
    if len(rows) == count:
        _keep(job, way, replace(again, after=rows[-1].number))
        return True
    if not again.moved:
        again = replace(again, moved=_rings(job, way, locale))
    _keep(job, way, Again(turn=again.turn + 1))
    return again.moved and has_waiting(job, way)


def _rings(job: ImportJob, way: Way, locale: Locale) -> bool:
    """Let rows that name each other be made; tell if there were any."""
    before = way.outcome.settled
    made_together(way, _waiting(job, way, Again(turn=1), None), locale)
    _settle(job, way.outcome.settled - before)
    return bool(way.outcome.made)


def _settle(job: ImportJob, rows: Collection[int]) -> None:
    """Take rows out of those that were refused: they are told of anew."""
    if rows:
        queries.drop_failures_of(job.id, rows)
        job.done -= len(rows)
        job.failed_count -= len(rows)


def _waiting(job: ImportJob, way: Way, again: Again, count: int | None) -> list[Row]:
    keys = [one.key for one in own_fields(way)]
    if not keys:
        return []
    found = queries.failures_in(job.id, keys, again.after, count, backwards=again.is_backwards)
    return [Row(number, tuple(cells), BEGINNING) for number, cells in found]


def _keep(job: ImportJob, way: Way, again: Again) -> None:
    job.settings = plans.kept(replace(way.plan, again=again))
