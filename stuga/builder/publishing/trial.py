"""Tries a changed model on stored values: which records no longer fit, or lose one."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from stuga.models.definition.comparing import is_empty
from stuga.models.definition.converting import NOTHING_KNOWN, Conversion, Known, fitting
from stuga.models.definition.differences import TRIED_ON_RECORDS, Change, Difference
from stuga.models.definition.document import Model
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject

CONCERNS_VALUES: Final = frozenset({Change.REMOVAL, Change.RENAME})
"""Changes that bear on every record with a value: it goes, or moves along."""
BEARS_ON_RECORDS: Final = TRIED_ON_RECORDS | CONCERNS_VALUES
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
    :ivar conversions: new field key -> what turns its values, where its kind changes
    """

    model: Model | None
    former: Mapping[str, str]
    differences: Sequence[Difference]
    conversions: Mapping[str, Conversion] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """The stored fields that must be read to try the changes."""
        named = {key for one in self.differences for key in (one.field, *one.fields) if key}
        return tuple(sorted({self.stored(key) for key in named}))

    def stored(self, key: str) -> str:
        """Return the key under which a field's values are stored."""
        return self.former.get(key, key)

    def hits(
        self,
        difference: Difference,
        rows: Sequence[Row],
        known: Mapping[str, Known] | None = None,
    ) -> Sequence[UUID]:
        """Return the records that a change bears on.

        :param known: field -> what its conversion looks up
        """
        if difference.change is Change.NEW_UNIQUE:
            return self._sharing(difference, rows)
        hit = self._hit(difference, (known or {}).get(difference.field, NOTHING_KNOWN))
        return [row.id for row in rows if hit(row.values)]

    def _hit(self, difference: Difference, known: Known) -> Hit:
        key = self.stored(difference.field)
        if not key:
            return lambda _values: True
        if difference.change is Change.NEW_REQUIRED:
            return lambda values: is_empty(values.get(key))
        wanted = self.model.fields.get(difference.field) if self.model else None
        if difference.change in CONCERNS_VALUES or wanted is None:
            return lambda values: not is_empty(values.get(key))
        conversion = self.conversions.get(difference.field)
        if difference.change is Change.TYPE_CHANGE and conversion is not None:
            return lambda values: isinstance(conversion(values.get(key), known), Refused)
        fits = fitting(wanted)
        return lambda values: not is_empty(values.get(key)) and not fits(values[key])

    def _sharing(self, difference: Difference, rows: Sequence[Row]) -> Sequence[UUID]:
        """Find records that have the same values as another where each must have its own."""
        keys = [self.stored(key) for key in difference.fields]
        held = {row.id: [row.values.get(key) for key in keys] for row in rows}
        plain = {
            record_id: json.dumps(values, ensure_ascii=False, sort_keys=True)
            for record_id, values in held.items()
            if not any(is_empty(value) for value in values)
        }
        times = Counter(plain.values())
        return [record_id for record_id, text in plain.items() if times[text] > 1]


def trials(
    after: Mapping[str, Model],
    differences: Sequence[Difference],
    conversions: Mapping[tuple[str, str], Conversion] | None = None,
) -> Mapping[str, Trial]:
    """Sort the changes that bear on records by their model.

    :param conversions: (model, field) -> what turns the values of a field that changes its kind
    """
    found: dict[str, Trial] = {}
    for key in dict.fromkeys(one.model for one in differences):
        mine = [one for one in differences if one.model == key and one.change in BEARS_ON_RECORDS]
        if mine:
            former = {one.field: one.was for one in mine if one.change is Change.RENAME}
            turning = {
                name: one for (model, name), one in (conversions or {}).items() if model == key
            }
            found[key] = Trial(
                model=after.get(key), former=former, differences=mine, conversions=turning
            )
    return found
