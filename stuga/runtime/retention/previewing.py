"""What a rule would do: counts now and soon, and some records before and after."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from stuga.models.definition.anonymise import ABSENT
from stuga.models.definition.clocks import Action, RecordView, applies, floor_of
from stuga.models.definition.document import Fields
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor, Permission, require
from stuga.platform.errors import InvalidError
from stuga.runtime.records.definitions import LiveApp, LiveModel, live
from stuga.runtime.records.due import Clock, RuleInForce, UnreadableError
from stuga.runtime.records.queries import Locked
from stuga.runtime.records.rights import NO_FIELDS, rights_or_none
from stuga.runtime.retention import queries
from stuga.runtime.retention.commands import PreviewRule
from stuga.runtime.retention.rules import changes_for, read_rule, refusals

MOST_RECORDS: Final = 20_000
MOST_EXAMPLES: Final = 20
SOON: Final = timedelta(days=30)
HIDDEN: Final = "••••"


@dataclass(frozen=True, slots=True)
class Example:
    """One record before and after; values the reader may not see are masked.

    :ivar after: a field that is not in it is gone; None if the whole record goes
    """

    id: UUID
    due_at: datetime
    before: JsonObject
    after: JsonObject | None


@dataclass(slots=True)
class Preview:
    """What a rule would do.

    :ivar seen: how many records were looked at; `capped` if there are more
    :ivar due: due now
    :ivar soon: due within 30 days
    :ivar waiting: has no start yet, or a floor that has not begun
    :ivar done: the rule has nothing left to act on
    :ivar uncovered: the rule's condition does not hold
    :ivar kept: a rule with a floor alone keeps it now
    """

    seen: int = 0
    capped: bool = False
    due: int = 0
    soon: int = 0
    later: int = 0
    waiting: int = 0
    done: int = 0
    uncovered: int = 0
    kept: int = 0
    unreadable: int = 0
    oldest: datetime | None = None
    examples: list[Example] = field(default_factory=list)


def try_rule(actor: Actor, command: PreviewRule) -> Preview:
    """Look at what a rule would do before putting it in force, as only those may who can.

    :raises InvalidError: as `preview`
    """
    require(actor, Permission.RETENTION_WRITE)
    return preview(actor, command)


def preview(actor: Actor, command: PreviewRule) -> Preview:
    """Look at what a rule would do to the records there are, together with the others in force.

    :raises InvalidError: naming what in the rule cannot be
    """
    require(actor, Permission.RETENTION_READ)
    app = live(command.app)
    model = app.model(command.model)
    refused = refusals(command.rule, model.view)
    if refused:
        raise InvalidError(refused)
    rule = read_rule(command.rule, model=model.key)
    clock = Clock(model.view, model.kinds, (rule, *_others(app, model, command.key)), app.zone)
    found = Preview()
    readable = _readable(actor, app, model, command.now)
    for locked in queries.records_of(model.id, MOST_RECORDS + 1):
        if found.seen == MOST_RECORDS:
            found.capped = True
            break
        found.seen += 1
        try:
            _look_at(locked, (rule, clock, model, readable), command.now, found)
        except UnreadableError:
            found.unreadable += 1
    target = Target(kind="retention-rule", app=app.key, model=model.key, count=found.due)
    audit.record(actor, Act.RETENTION_PREVIEW, target=target)
    return found


def _others(app: LiveApp, model: LiveModel, key: str) -> Sequence[RuleInForce]:
    """Return the other rules in force, without the one that would be replaced."""
    replaced = {one.id for one in queries.rules_in_force(app.app_id) if one.key == key}
    return [one for one in model.rules if one.id not in replaced]


def _readable(actor: Actor, app: LiveApp, model: LiveModel, now: datetime) -> Fields:
    rights = rights_or_none(actor, app, model.key, now=now)
    return rights.whole_fields("read") if rights.may("read") else NO_FIELDS


def _look_at(
    locked: Locked,
    about: tuple[RuleInForce, Clock, LiveModel, Fields],
    now: datetime,
    found: Preview,
) -> None:
    rule, clock, model, readable = about
    record, erased = locked.record, locked.erased
    due = next((moment for one, moment in clock.pending(record, erased) if one is rule), None)
    if due is None:
        _count_idle(locked, rule, clock, now, found)
    elif due <= now:
        found.due += 1
        found.oldest = min(found.oldest or due, due)
        if len(found.examples) < MOST_EXAMPLES:
            found.examples.append(_example(locked, rule, model, (due, readable)))
    elif due <= now + SOON:
        found.soon += 1
    else:
        found.later += 1


def _count_idle(
    locked: Locked, rule: RuleInForce, clock: Clock, now: datetime, found: Preview
) -> None:
    """Count a record that the rule does nothing to, by why it does not."""
    record = locked.record
    view = RecordView(
        data=record.values,
        created_at=record.created_at,
        updated_at=record.updated_at,
        fields=clock.kinds,
    )
    if not applies(rule.rule, view, clock.zone):
        found.uncovered += 1
    elif rule.rule.keep_max is None:
        floor = floor_of([rule.rule], view, clock.zone)
        found.kept += floor is not None and floor > now
    elif clock.is_open(rule, record.values, locked.erased):
        found.waiting += 1
    else:
        found.done += 1


def _example(
    locked: Locked, rule: RuleInForce, model: LiveModel, shown: tuple[datetime, Fields]
) -> Example:
    due, readable = shown
    record = locked.record
    before = {key: _masked(key, value, readable) for key, value in record.data.items()}
    if rule.rule.action is Action.DELETE:
        return Example(record.id, due, before, None)
    changes, _ = changes_for(rule, model.view, record.data, locked.erased)
    after = {key: value for key, value in before.items() if key not in changes}
    for key, left in changes.items():
        if left is not ABSENT:
            after[key] = _masked(key, left, readable)
    return Example(record.id, due, before, after)


def _masked(key: str, value: JsonValue, readable: Fields) -> JsonValue:
    return value if readable.allow(key) else HIDDEN
