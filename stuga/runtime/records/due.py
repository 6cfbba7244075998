"""When retention wants something of a record, by the rules in force for its model."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Final, Protocol
from uuid import UUID

from stuga.models.definition import clocks
from stuga.models.definition.clocks import Action, Align, DateField, Event, RecordView, Rule
from stuga.models.definition.durations import Duration
from stuga.models.definition.model import Model
from stuga.models.definition.paths import apart, has_value
from stuga.models.definition.reading import condition_at, members_at, object_at, text_at, texts_at
from stuga.models.json import JsonObject
from stuga.platform.db import outbox

RECOMPUTE: Final = "records.recompute-due"
DROP: Final[JsonObject] = {"method": "drop"}
_ALIGN: Final = frozenset(Align)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInForce:
    """A retention rule of a tenant, ready to be reckoned with.

    :ivar methods: field, or path into a list -> settings of its method; empty: every personal
        field by its own
    """

    id: UUID
    title: str
    model: str
    rule: Rule
    methods: Mapping[str, JsonObject]

    def methods_for(self, model: Model) -> Mapping[str, JsonObject]:
        """Return the method for each field that the rule anonymises; one that drops if unsaid."""
        if self.methods:
            return {path: one for path, one in self.methods.items() if model.at(path) is not None}
        return {
            path: field.privacy.anonymise or DROP
            for path, field in apart(model.fields)
            if field.privacy.is_personal
        }


@lru_cache(maxsize=4096)
def rule_in_force(app_key: str, model: str, rule_id: str, title: str, text: str) -> RuleInForce:
    """Read a rule as its row holds it; a text is read once."""
    raw: JsonObject = json.loads(text)
    return RuleInForce(
        id=UUID(rule_id),
        title=title,
        model=model,
        rule=rule_of(raw, key=rule_id, model=model, scope=app_key),
        methods=dict(members_at(raw, "fields")),
    )


def rule_of(raw: JsonObject, *, key: str, model: str, scope: str = "") -> Rule:
    """Read the JSON of a retention rule.

    :raises ValueError: if a duration or event is none, or the condition reads a clock or a person
    """
    start = object_at(raw, "start")
    field = text_at(start, "field")
    return Rule(
        key=key,
        model=model,
        start=DateField(field) if field else Event(text_at(start, "event", Event.CREATED.value)),
        action=Action(text_at(raw, "action", Action.ANONYMISE.value)),
        when=condition_at(raw, "when"),
        align=tuple(Align(one) for one in texts_at(raw, "align") if one in _ALIGN),
        keep_min=_duration(raw, "keep_min"),
        keep_max=_duration(raw, "keep_max"),
        scope=scope,
    )


def _duration(raw: JsonObject, key: str) -> Duration | None:
    text = text_at(raw, key)
    return Duration.parse(text) if text else None


def recompute_due(model_id: UUID) -> None:
    """Leave a job that reckons a model's records anew; for when its rules have changed."""
    outbox.leave(RECOMPUTE, {"model": str(model_id)})


class UnreadableError(Exception):
    """A record's clocks cannot make sense of what its row holds."""


class Reckoned(Protocol):
    """What of a record its clocks read; `values` are data and system fields."""

    @property
    def values(self) -> JsonObject: ...

    @property
    def created_at(self) -> datetime: ...

    @property
    def updated_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Clock:
    """Reckons for the records of one model, by the rules in force for it."""

    model: Model
    kinds: Mapping[str, str]
    rules: Sequence[RuleInForce]
    zone: tzinfo

    def due_at(self, record: Reckoned, erased: Collection[str] = ()) -> datetime | None:
        """Return the earliest moment a pending rule acts; None if nothing is pending.

        :param erased: the fields whose present value is what a rule has left
        """
        if not self.rules:
            return None
        return min((moment for _, moment in self.pending(record, erased)), default=None)

    def pending(
        self, record: Reckoned, erased: Collection[str] = ()
    ) -> list[tuple[RuleInForce, datetime]]:
        """Return every rule that has yet to act, and when it does. Floors bind across rules.

        :raises UnreadableError: if the record is broken
        """
        try:
            return self._pending(record, erased)
        except Exception as error:  # whatever a broken document trips over
            raise UnreadableError from error

    def _pending(
        self, record: Reckoned, erased: Collection[str]
    ) -> list[tuple[RuleInForce, datetime]]:
        view = RecordView(
            data=record.values,
            created_at=record.created_at,
            updated_at=record.updated_at,
            fields=self.kinds,
        )
        floor = clocks.floor_of([one.rule for one in self.rules], view, self.zone)
        found = []
        for one in self.rules:
            moment = clocks.acts_at(one.rule, view, self.zone, floor=floor)
            if moment is not None and self.is_open(one, record.values, erased):
                found.append((one, moment))
        return found

    def is_open(self, one: RuleInForce, values: JsonObject, erased: Collection[str] = ()) -> bool:
        """Tell whether a rule has something left to act on, whatever the time."""
        if one.rule.action is Action.DELETE:
            return True
        return any(
            path not in erased and settings.get("method") != "keep" and has_value(values, path)
            for path, settings in one.methods_for(self.model).items()
        )
