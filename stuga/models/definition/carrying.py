"""Carries one record's values from a version of its model to the next, step by step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cached_property

from babel import Locale

from stuga.models.definition.comparing import is_empty
from stuga.models.definition.converting import NOTHING_KNOWN, Conversion, Fits, Known, fitting
from stuga.models.definition.model import Model
from stuga.models.definition.refusals import Refused
from stuga.models.definition.steps import Do, Otherwise, Step, in_order
from stuga.models.json import JsonObject, JsonValue


@dataclass(frozen=True, slots=True)
class Former:
    """A value that an earlier migration put aside, and what stood in its place since."""

    value: JsonValue
    became: JsonValue


@dataclass(frozen=True, slots=True)
class Aside:
    """A value that this migration puts aside; `forget` if it is gone at once."""

    value: JsonValue
    forget: bool = False


@dataclass(slots=True)
class Carried:
    """A record's values on their way.

    :ivar data: as they are to be
    :ivar was: field -> its value before, under the key it has now; renamed ones are no change
    :ivar aside: field -> what is put aside
    :ivar taken: fields whose values were taken back
    :ivar refused: fields whose value forbids to go on
    """

    data: JsonObject
    was: JsonObject = field(default_factory=dict)
    aside: dict[str, Aside] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def set(self, key: str, value: JsonValue) -> None:
        self.was.setdefault(key, self.data.get(key))
        if value is None:
            self.data.pop(key, None)
        else:
            self.data[key] = value

    def put_aside(self, key: str, *, forget: bool = False) -> None:
        """Note a value before it is replaced; the first is the one that was stored."""
        if key not in self.taken:
            self.aside.setdefault(key, Aside(self.data[key], forget))


@dataclass(frozen=True)
class Way:
    """From one version of a model to the next.

    :ivar zone: the tenant's
    """

    before: Model
    after: Model
    steps: Sequence[Step]
    locale: Locale
    zone: tzinfo

    @cached_property
    def former_keys(self) -> Mapping[str, str]:
        """New key -> the key under which values are stored, of renamed fields."""
        return {one.field: one.was for one in self.steps if one.do is Do.RENAME}

    @cached_property
    def conversions(self) -> Mapping[str, Conversion]:
        """Field -> how its values are converted."""
        found: dict[str, Conversion] = {}
        for one in self.steps:
            former = self.before.fields.get(self.former_keys.get(one.field, one.field))
            wanted = self.after.fields.get(one.field)
            if one.do is Do.CONVERT and former is not None and wanted is not None:
                found[one.field] = Conversion(former, wanted, self.locale, self.zone, one.order)
        return found

    @cached_property
    def _fits(self) -> Mapping[str, Fits]:
        return {key: fitting(one) for key, one in self.after.fields.items()}

    @cached_property
    def _ordered(self) -> Sequence[Step]:
        return in_order(self.steps)

    @cached_property
    def _plain(self) -> Mapping[Do, Callable[[Step, Carried], None]]:
        """The steps that need nothing but the record."""
        return {
            Do.RENAME: self._rename,
            Do.MAP: self._map,
            Do.REPLACE: self._replace,
            Do.EMPTY: self._empty,
            Do.REMOVE: self._remove,
            Do.GIVE: self._give,
        }

    @cached_property
    def takes_back(self) -> Mapping[str, frozenset[str]]:
        """Stored key -> the migrations whose values may be taken back."""
        return {
            self.former_keys.get(one.field, one.field): frozenset(one.of)
            for one in self.steps
            if one.do is Do.TAKE_BACK
        }

    def carry(
        self,
        data: JsonObject,
        *,
        known: Mapping[str, Known] | None = None,
        former: Mapping[str, Former] | None = None,
    ) -> Carried:
        """Take a record's data through every step.

        :param known: field -> what its conversion looks up
        :param former: stored key -> what an earlier migration put aside
        """
        on_the_way = Carried(dict(data))
        for step in self._ordered:
            if step.do is Do.CONVERT:
                self._convert(step, on_the_way, (known or {}).get(step.field, NOTHING_KNOWN))
            elif step.do is Do.TAKE_BACK:
                stored = self.former_keys.get(step.field, step.field)
                self._take_back(step, on_the_way, (former or {}).get(stored))
            elif step.do in self._plain:
                self._plain[step.do](step, on_the_way)
        return on_the_way

    def _rename(self, step: Step, moved: Carried) -> None:
        if step.field in moved.data:  # what a field of that key left behind, long ago
            moved.put_aside(step.field)
            moved.set(step.field, None)
        if step.was in moved.data:
            moved.data[step.field] = moved.data.pop(step.was)

    def _take_back(self, step: Step, moved: Carried, former: Former | None) -> None:
        """Put an old value back where nobody has put another since."""
        fits = self._fits.get(step.field)
        present = moved.data.get(step.field)
        unchanged = is_empty(present) or (former is not None and present == former.became)
        if former is not None and fits is not None and unchanged and fits(former.value):
            moved.set(step.field, former.value)
            moved.taken.add(step.field)

    def _convert(self, step: Step, moved: Carried, known: Known) -> None:
        conversion, value = self.conversions.get(step.field), moved.data.get(step.field)
        if conversion is None or is_empty(value) or step.field in moved.taken:
            return
        found = conversion(value, known)
        if isinstance(found, Refused):
            self._take_out(step, moved)
        elif found != value:
            moved.put_aside(step.field)
            moved.set(step.field, found)

    def _map(self, step: Step, moved: Carried) -> None:
        value = moved.data.get(step.field)
        if isinstance(value, list):
            several = [step.mapping.get(one, one) if isinstance(one, str) else one for one in value]
            left = list(dict.fromkeys(str(one) for one in several if one is not None))
            found: JsonValue = [*left] or None
        elif isinstance(value, str):
            found = step.mapping.get(value, value)
        else:
            return
        if found != value:
            moved.put_aside(step.field, forget=step.otherwise is Otherwise.FORGET)
            moved.set(step.field, found)

    def _replace(self, step: Step, moved: Carried) -> None:
        if self._misfits(step.field, moved):
            moved.put_aside(step.field)
            moved.set(step.field, step.value)

    def _empty(self, step: Step, moved: Carried) -> None:
        if self._misfits(step.field, moved):
            self._take_out(step, moved)

    def _misfits(self, key: str, moved: Carried) -> bool:
        value, fits = moved.data.get(key), self._fits.get(key)
        return not is_empty(value) and fits is not None and not fits(value)

    def _remove(self, step: Step, moved: Carried) -> None:
        if step.field in moved.data:
            self._take_out(step, moved)

    def _take_out(self, step: Step, moved: Carried) -> None:
        if step.otherwise is Otherwise.CANCEL:
            moved.refused.add(step.field)
        elif step.otherwise is not Otherwise.LEAVE:
            moved.put_aside(step.field, forget=step.otherwise is Otherwise.FORGET)
            moved.set(step.field, None)

    def _give(self, step: Step, moved: Carried) -> None:
        if is_empty(moved.data.get(step.field)):
            moved.set(step.field, step.value)

    def settle(self, moved: Carried, made: JsonObject) -> None:
        """Take over what formulas have made of the values."""
        for key in {*made, *moved.data}:
            if made.get(key) != moved.data.get(key):
                moved.set(key, made.get(key))

    def shares(self, key: str, moved: Carried) -> None:
        """Take out a value that an older record has as well."""
        moved.put_aside(key)
        moved.set(key, None)
