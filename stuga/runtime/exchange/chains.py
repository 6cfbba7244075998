"""Rows that name other rows of their batch: employees and whom they report to."""

from collections.abc import Sequence

from babel import Locale

from stuga.runtime.exchange.naming import only_missing, own_places
from stuga.runtime.exchange.reading import Row
from stuga.runtime.exchange.rings import made_together
from stuga.runtime.exchange.rowing import Wanted, wanted_from
from stuga.runtime.exchange.ways import Way


def in_turns(way: Way, several: Sequence[Row], locale: Locale) -> list[Wanted]:
    """Let sound rows be made, and then those that named them; return the rows that stay refused.

    Rows that name one of a later batch are among these.
    """
    own = own_places(way)
    refused = _made(way, several, locale)
    waiting = [one for one in refused if only_missing(one, own)] if own else []
    if waiting:
        rest = _made(way, [one.row for one in waiting], locale)
        made_together(way, [one.row for one in rest if only_missing(one, own)], locale)
        refused = [*(one for one in refused if not only_missing(one, own)), *rest]
    settled = way.outcome.settled
    return [one for one in refused if one.row.number not in settled]


def _made(way: Way, several: Sequence[Row], locale: Locale) -> list[Wanted]:
    """Let sound rows be made; return the others."""
    acting, mapped = way.acting, way.plan.mapped
    found = wanted_from(acting, mapped, several, locale, elsewhere=way.elsewhere)
    sound = [one for one in found if not one.errors]
    if sound:
        way.make(sound)
    return [one for one in found if one.errors]
