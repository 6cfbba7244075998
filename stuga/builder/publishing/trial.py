"""Tries a changed model on stored values: which records no longer fit, or lose sight of one."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from stuga.models.definition.comparing import is_empty
from stuga.models.definition.differences import TRIED_ON_RECORDS, Change, Difference
from stuga.models.definition.document import Field, Model
from stuga.models.definition.refusals import Refused
from stuga.models.definition.validation import tester
from stuga.models.json import JsonObject, JsonValue

LOSES_SIGHT: Final = frozenset({Change.REMOVAL, Change.RENAME})
"""Changes after which stored values are kept, but nobody sees them."""
BEARS_ON_RECORDS: Final = TRIED_ON_RECORDS | LOSES_SIGHT
Hit = Callable[[JsonObject], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """A stored record, with those of its values that the changes are about."""

    id: UUID
    values: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The changes of one model, and the model as it is to be; None if it goes.

    :ivar former: new field key -> the key under which values are stored, of renamed fields
    """

    model: Model | None
    former: Mapping[str, str]
    differences: Sequence[Difference]

    @property
    def fields(self) -> tuple[str, ...]:
        """The stored fields that must be read to try the changes."""
        named = {key for one in self.differences for key in (one.field, *one.fields) if key}
        return tuple(sorted(self._stored(key) for key in named))

    def hits(self, difference: Difference, rows: Sequence[Row]) -> Sequence[UUID]:
        """Return the records that a change bears on."""
        if difference.change is Change.NEW_UNIQUE:
            return self._sharing(difference, rows)
        hit = self._hit(difference)
        return [row.id for row in rows if hit(row.values)]

    def _stored(self, key: str) -> str:
        return self.former.get(key, key)

    def _hit(self, difference: Difference) -> Hit:
        key = self._stored(difference.field)
        if not key:
            return lambda _values: True
        if difference.change is Change.NEW_REQUIRED:
            return lambda values: is_empty(values.get(key))
        field = self.model.fields.get(difference.field) if self.model else None
        if difference.change in LOSES_SIGHT or field is None or _changes_target(difference, field):
            return lambda values: not is_empty(values.get(key))
        fits = _fitting(field)
        return lambda values: not is_empty(values.get(key)) and not fits(values[key])

    def _sharing(self, difference: Difference, rows: Sequence[Row]) -> Sequence[UUID]:
        """Find records that have the same values as another where each must have its own."""
        keys = [self._stored(key) for key in difference.fields]
        held = {row.id: [row.values.get(key) for key in keys] for row in rows}
        plain = {
            record_id: json.dumps(values, ensure_ascii=False, sort_keys=True)
            for record_id, values in held.items()
            if not any(is_empty(value) for value in values)
        }
        times = Counter(plain.values())
        return [record_id for record_id, text in plain.items() if times[text] > 1]


def trials(after: Mapping[str, Model], differences: Sequence[Difference]) -> Mapping[str, Trial]:
    """Sort the changes that bear on records by their model."""
    found: dict[str, Trial] = {}
    for key in dict.fromkeys(one.model for one in differences):
        mine = [one for one in differences if one.model == key and one.change in BEARS_ON_RECORDS]
        if mine:
            former = {one.field: one.was for one in mine if one.change is Change.RENAME}
            found[key] = Trial(model=after.get(key), former=former, differences=mine)
    return found


def _changes_target(difference: Difference, field: Field) -> bool:
    """Tell whether the change is of the model a reference points to: no stored id fits that."""
    return difference.change is Change.TYPE_CHANGE and field.references is not None


def _fitting(field: Field) -> Callable[[JsonValue], bool]:
    test = tester(field.schema)

    def fits(value: JsonValue) -> bool:
        found: dict[str, Refused] = {}
        test(value, "", found)
        return not found and field.kind.problem(value, field.schema) is None

    return fits
