"""What would happen to the rows of a file: counted row by row, and nothing written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from stuga.platform.ui import Locale
from stuga.runtime.exchange.commands import Plan, Tried
from stuga.runtime.exchange.layouts import File
from stuga.runtime.exchange.matching import Claim, matched, operation_of
from stuga.runtime.exchange.outcomes import CREATED, Outcome, failure_of
from stuga.runtime.exchange.reading import Row, some_rows
from stuga.runtime.exchange.rowing import Wanted, wanted_from
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.rehearsing import Rehearsed, refused_for, rehearsed

ROWS_TRIED: Final = 1_000
MOST_SHOWN: Final = 10


def tried(acting: Acting, plan: Plan, file: File) -> Tried:
    """Say what would happen to the first rows."""
    locale = Locale(plan.language, str(acting.app.zone))
    layout = plan.layout
    batch = some_rows(file.text, layout.delimiter, len(layout.columns), layout.start, ROWS_TRIED)
    outcome = rehearse(acting, plan, batch, _Remembered().claim)
    first = sorted(outcome.refused, key=lambda one: one.row.number)[:MOST_SHOWN]
    return Tried(counts=outcome.counts, failures=[failure_of(one, acting, locale) for one in first])


class _Remembered:
    """Keys of rows, as long as one page needs them."""

    def __init__(self) -> None:
        self._rows: dict[bytes, int] = {}

    def claim(self, wanted: Sequence[tuple[bytes, int]]) -> Mapping[bytes, int]:
        held = {value: self._rows[value] for value, _ in wanted if value in self._rows}
        self._rows.update((value, row) for value, row in wanted if value not in held)
        return held


def rehearse(acting: Acting, plan: Plan, batch: Sequence[Row], claim: Claim) -> Outcome:
    """Hold rows to every rule that they will be held to when they are imported."""
    locale = Locale(plan.language, str(acting.app.zone))
    several = matched(
        acting, plan.key, wanted_from(acting, plan.mapped, batch, locale.babel), claim
    )
    outcome = Outcome(refused=[one for one in several if one.errors])
    sound = [one for one in several if not one.errors]
    results = rehearsed(acting, [operation_of(one) for one in sound])
    for one, result in zip(sound, _alone(sound, results, claim), strict=True):
        if result.is_refused:
            outcome.refused.append(replace(one, errors=result.errors))
        else:
            status = CREATED if one.id is None else ""
            outcome.note(status, is_changed=result.is_changed)
    return outcome


def _alone(sound: Sequence[Wanted], results: Sequence[Rehearsed], claim: Claim) -> list[Rehearsed]:
    """Refuse rows whose unique values an earlier row of the file takes."""
    wanted = [
        (value, one.row.number)
        for one, result in zip(sound, results, strict=True)
        if not result.is_refused
        for value in result.claims.values()
    ]
    first: dict[bytes, int] = {}
    for value, row in wanted:
        first.setdefault(value, row)
    first.update(claim(list(first.items())))
    return [
        result
        if result.is_refused
        else refused_for(
            result,
            [rule for rule, value in result.claims.items() if first[value] != one.row.number],
        )
        for one, result in zip(sound, results, strict=True)
    ]
