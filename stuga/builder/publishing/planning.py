"""A definition that is to serve, beside the one that does: what changes, by which steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from babel import Locale

from stuga.builder.publishing import queries
from stuga.models import App
from stuga.models.definition import document
from stuga.models.definition.converting import Conversion
from stuga.models.definition.differences import Change, Difference, differences
from stuga.models.definition.document import Field
from stuga.models.json import JsonObject
from stuga.runtime.records import migrating_former
from stuga.runtime.records.definitions import LiveModel, published, version
from stuga.runtime.records.migrating import edition
from stuga.runtime.records.migrating_former import Waiting

FREE: Final = frozenset({"text", "long-text", "rich-text"})
"""Kinds whose values mean the same in one another."""


@dataclass(frozen=True)
class Plan:
    """What is to be published, beside what serves; nothing serves before the first version.

    :ivar restored_from: the number of the earlier version that it is; 0 if it is a draft
    """

    app: App
    before: JsonObject | None
    after: JsonObject
    restored_from: int = 0

    @cached_property
    def old(self) -> document.App:
        return document.App.read(self.before or {})

    @cached_property
    def new(self) -> document.App:
        return document.App.read(self.after)

    @cached_property
    def differences(self) -> Sequence[Difference]:
        """Every change of a model; an earlier version takes back the renames made since."""
        renames: JsonObject | None = None
        if self.restored_from:
            renames = queries.renames_back(self.app, self.restored_from)
        return differences(self.before, self.after, renames)

    @cached_property
    def former_keys(self) -> Mapping[tuple[str, str], str]:
        """(Model, new key) -> the key under which values are stored, of renamed fields."""
        renames = (one for one in self.differences if one.change is Change.RENAME)
        return {(one.model, one.field): one.was for one in renames}

    @cached_property
    def model_ids(self) -> Mapping[str, UUID]:
        return queries.model_ids(self.app)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The tenant's time zone."""
        return queries.zone()

    @cached_property
    def locale(self) -> Locale:
        """The language that stored texts are read in: the app's."""
        return Locale.parse(self.old.language)

    @cached_property
    def around(self) -> Mapping[str, LiveModel]:
        """The models that serve, by key, as far as they are known: for looking things up."""
        number = self.app.live_number or 0
        former = published(self.app.id, number, self.old)
        return edition(self.app.key, former, self.model_ids, self.zone)

    def field(self, one: Difference) -> Field | None:
        """Return the field of a change as it is to be."""
        model = self.new.models.get(one.model)
        return model.fields.get(one.field) if model else None

    def former_field(self, one: Difference) -> Field | None:
        """Return the field of a change as it serves."""
        model = self.old.models.get(one.model)
        key = self.former_keys.get((one.model, one.field), one.field)
        return model.fields.get(key) if model else None

    def conversion(self, one: Difference, order: str = "auto") -> Conversion | None:
        """Return what turns the values of a field that changes its kind."""
        former, wanted = self.former_field(one), self.field(one)
        if one.change is not Change.TYPE_CHANGE or former is None or wanted is None:
            return None
        return Conversion(former, wanted, self.locale, self.zone, order)

    @cached_property
    def coming_back(self) -> Mapping[tuple[str, str], Sequence[Waiting]]:
        """(Model, field) -> the values that lie aside and would stand in their records again."""
        found: dict[tuple[str, str], list[Waiting]] = {}
        for model, keys in self._returning.items():
            stored = {self.former_keys.get((model, key), key): key for key in keys}
            for one in migrating_former.waiting(self.model_ids[model], stored):
                if self._means_the_same(model, stored[one.field], one):
                    found.setdefault((model, stored[one.field]), []).append(one)
        return found

    def _means_the_same(self, model: str, key: str, one: Waiting) -> bool:
        """Tell whether a value was put aside by a field of the kind that it is to be in."""
        former = version(self.app.id, one.former_number).definition.models.get(model)
        field, wanted = former.fields.get(one.field) if former else None, self.new.models[model]
        now = wanted.fields.get(key)
        if field is None or now is None:  # it went by another key then: what fits is taken
            return True
        if field.kind.name in FREE and now.kind.name in FREE:
            return True
        return field.kind is now.kind and field.references == now.references

    @property
    def _returning(self) -> Mapping[str, set[str]]:
        """Model -> the fields that may take values back: those that come again, or change."""
        wanted = {Change.ADDITIVE, Change.TYPE_CHANGE}
        if self.restored_from:
            wanted |= {Change.RENAME, Change.WIDENING}
        found: dict[str, set[str]] = {}
        for one in self.differences:
            if one.change in wanted and one.field and one.model in self.model_ids:
                found.setdefault(one.model, set()).add(one.field)
        return found
