"""Reckons the computed fields of records, many in one call to the child."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.formulas import flaws
from stuga.runtime.formulas.declaring import Declared
from stuga.runtime.formulas.engine import ENGINE, EngineDiedError
from stuga.runtime.formulas.limits import MOST_BYTES

MOST_ROWS_AT_ONCE: Final = 200
MOST_BYTES_AT_ONCE: Final = 4 * 1024 * 1024
MOST_DEATHS: Final = 3
"""Of the child over the rows of one call; then the rest is refused without trying."""

Computed: TypeAlias = Mapping[str, JsonValue | Refused]
"""Value by computed field: None where something it reads is not filled in."""


@dataclass(frozen=True, slots=True)
class At:
    """What formulas may know beside the record: when, where, and who acts ('' if nobody)."""

    now: datetime
    zone: ZoneInfo
    me: str = ""


def evaluate(formulas: Declared, values: Sequence[JsonObject], at: At) -> list[Computed]:
    """Reckon all formulas of each record; whatever one of them does, there is an answer.

    :raises OSError: if no process can be started
    """
    found: list[Computed] = []
    rows = [_row(formulas, one) for one in values]
    deaths = 0
    while len(found) < len(rows):
        if rows[len(found)] is None:
            found.append(_all(formulas, flaws.TOO_LARGE))
            continue
        if deaths >= MOST_DEATHS:
            found.append(_all(formulas, flaws.TOO_SLOW))
            continue
        try:
            answers = ENGINE.ask_for_rows(
                _request(formulas, at), list(_batch(rows[len(found) :])), _load(formulas)
            )
            found += [_computed(one) for one in answers]
        except EngineDiedError as error:
            deaths += 1
            found += [_computed(one) for one in error.answered]
            found.append(_all(formulas, error.code))
    return found


def _batch(rows: Sequence[bytes | None]) -> Iterator[bytes]:
    """Take as many rows as go into one call."""
    size = 0
    for row in rows[:MOST_ROWS_AT_ONCE]:
        if row is None or (size and size + len(row) > MOST_BYTES_AT_ONCE):
            return
        size += len(row)
        yield row


def _row(formulas: Declared, values: JsonObject) -> bytes | None:
    """Write what a record's formulas may read; None if it is more than they take."""
    given = {
        key: values[key]
        for key in formulas.types
        if key not in formulas.formulas and values.get(key) is not None
    }
    try:
        row = json.dumps(given, default=_unfit).encode()
    except (ValueError, RecursionError):
        return None
    return row if len(row) <= MOST_BYTES else None


def _unfit(_value: object) -> JsonValue:
    """Stand for what JSON has not: no type takes it, so it is a flaw where it is read."""
    return {"": ""}


def _request(formulas: Declared, at: At) -> JsonObject:
    return {
        "do": "run",
        "plan": formulas.digest,
        "now": moment_text(at.now),
        "zone": str(at.zone),
        "me": at.me,
    }


def _load(formulas: Declared) -> JsonObject:
    return {
        "do": "load",
        "plan": formulas.digest,
        "types": dict(formulas.types),
        "formulas": dict(formulas.formulas),
    }


def _computed(answer: JsonObject) -> Computed:
    values = answer["values"]
    if not isinstance(values, dict):
        raise TypeError("the child answers with an object")
    return {key: _value(one) for key, one in values.items()}


def _value(found: JsonValue) -> JsonValue | Refused:
    return Refused(str(found["flaw"])) if isinstance(found, dict) else found


def _all(formulas: Declared, code: str) -> Computed:
    return dict.fromkeys(formulas.formulas, Refused(code))
