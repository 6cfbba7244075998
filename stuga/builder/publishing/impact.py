"""What publishing a document would mean for the records that are stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.builder.publishing import queries, rules
from stuga.builder.publishing.asking import answers
from stuga.builder.publishing.commands import Answer, Counted, Effect, Example
from stuga.builder.publishing.planning import Plan
from stuga.builder.publishing.trial import BEARS_ON_RECORDS, Row, Trial, trials
from stuga.models import App
from stuga.models.definition.comparing import is_empty
from stuga.models.definition.converting import Known
from stuga.models.definition.differences import Change, Difference
from stuga.models.definition.document import Field
from stuga.models.definition.refusals import Refused
from stuga.models.definition.saying import Listed
from stuga.models.json import JsonValue
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.ui import Locale
from stuga.runtime.records.definitions import LiveApp, live
from stuga.runtime.records.migrating_lookups import known_in
from stuga.runtime.records.rights import ModelRights, rights_or_none
from stuga.runtime.records.stored import Stored

MOST_RECORDS: Final = 2_000
"""How many records of a model a change is tried on at once; all of them are in the background."""
MOST_EXAMPLES: Final = 3
_CANDIDATES: Final = 20


@dataclass(frozen=True, slots=True)
class Tried:
    """An effect, and the records it bears on."""

    effect: Effect
    hits: Sequence[UUID] = ()


@dataclass(frozen=True)
class Looked:
    """The records of a model that were looked at, and what conversions of them look up."""

    rows: Sequence[Row]
    known: Mapping[str, Known]


def tried_on_records(plan: Plan, counted: Counted | None = None) -> list[Tried]:
    """List every change of a model, with the stored records it bears on.

    :param counted: how many of all records each change bears on, once that has been counted
    """
    by_model = trials_of(plan)
    looked = {key: _looked(plan, key, trial) for key, trial in by_model.items()}
    found = _merged(plan, by_model, looked, looking=True)
    if counted is None:
        return found
    return [replace(one, effect=_as_counted(one.effect, counted)) for one in found]


def trials_of(plan: Plan) -> Mapping[str, Trial]:
    """Sort the changes that bear on records by their model."""
    conversions = {
        (one.model, one.field): turned
        for one in plan.differences
        if (turned := plan.conversion(one)) is not None
    }
    return trials(plan.new.models, plan.differences, conversions)


def known_of(plan: Plan, trial: Trial, rows: Sequence[Row]) -> Mapping[str, Known]:
    """Look up what conversions of some records need."""
    found: dict[str, Known] = {}
    for key, conversion in trial.conversions.items():
        values = [row.values.get(trial.stored(key)) for row in rows]
        known = known_in(plan.around, conversion, "", values)
        if known is not None:
            found[key] = known
    return found


def _looked(plan: Plan, model: str, trial: Trial) -> Looked:
    """Read what the changes are about, one record more than they are tried on."""
    if model not in plan.model_ids:
        return Looked((), {})
    rows = queries.newest_rows(plan.model_ids[model], trial.fields, limit=MOST_RECORDS + 1)
    return Looked(rows, known_of(plan, trial, rows))


def model_changes(plan: Plan) -> list[Effect]:
    """List every change of a model, without a look at stored records."""
    return [one.effect for one in _merged(plan, {}, {}, looking=False)]


def _merged(
    plan: Plan, by_model: Mapping[str, Trial], looked: Mapping[str, Looked], *, looking: bool
) -> list[Tried]:
    merged: dict[str, Tried] = {}
    for one in plan.differences:
        tried = _tried(plan, one, by_model.get(one.model), looked.get(one.model), looking=looking)
        code = tried.effect.code
        if code in merged:  # several limits of one field at once: one decision
            first = merged[code].effect
            both = Listed((first.sentence, one.sentence), between=" ")
            tried = Tried(replace(first, sentence=both), tried.hits)
        merged[code] = tried
    return list(merged.values())


def _coming_back(plan: Plan, one: Difference) -> int:
    several = plan.coming_back.get((one.model, one.field), ())
    shown = {Change.ADDITIVE, Change.TYPE_CHANGE, Change.RENAME, Change.WIDENING}
    return sum(each.count for each in several) if one.change in shown else 0


def _tried(
    plan: Plan, one: Difference, trial: Trial | None, looked: Looked | None, *, looking: bool
) -> Tried:
    effect = Effect(
        code=rules.code_of(one),
        change=one.change,
        model=one.model,
        field=one.field,
        sentence=one.sentence,
        title=_title(plan, one),
        back=_coming_back(plan, one) if looking else 0,
    )
    if trial is None or looked is None or one.change not in BEARS_ON_RECORDS:
        return Tried(effect)
    rows, capped = looked.rows[:MOST_RECORDS], len(looked.rows) > MOST_RECORDS
    hits = trial.hits(one, rows, looked.known)
    possible = _with_orders(answers(plan, one), trial, one, rows)
    counted = replace(
        effect,
        affected=len(hits),
        looked_at=len(rows),
        capped=capped,
        needs_decision=one.change is not Change.RENAME
        and (bool(hits) or capped or _must_be_read(possible, trial, one, rows)),
        answers=possible,
    )
    return Tried(counted, hits)


def _must_be_read(
    possible: Sequence[Answer], trial: Trial, one: Difference, rows: Sequence[Row]
) -> bool:
    """Tell whether someone must say how texts name days, though all of them may mean one."""
    key = trial.stored(one.field)
    asks = any(answer.orders for answer in possible)
    return asks and any(not is_empty(row.values.get(key)) for row in rows)


def _with_orders(
    possible: Sequence[Answer], trial: Trial, one: Difference, rows: Sequence[Row]
) -> Sequence[Answer]:
    """Count, for each order in which texts may name days, how many of them then mean none."""
    conversion = trial.conversions.get(one.field)
    if conversion is None or not any(answer.orders for answer in possible):
        return possible
    values = [row.values.get(trial.stored(one.field)) for row in rows]

    def misses(order: str) -> int:
        turned = replace(conversion, order=order)
        return sum(isinstance(turned(value), Refused) for value in values)

    return [
        replace(answer, orders={order: misses(order) for order in answer.orders})
        for answer in possible
    ]


def _as_counted(effect: Effect, counted: Counted) -> Effect:
    """Return an effect with what was counted in all records, in place of the newest."""
    if not effect.capped:
        return effect
    affected = counted.hits.get(effect.code, 0)
    orders = any(answer.orders for answer in effect.answers)
    return replace(
        effect,
        affected=affected,
        looked_at=counted.rows.get(effect.model, effect.looked_at),
        capped=False,
        needs_decision=effect.change is not Change.RENAME and (affected > 0 or orders),
    )


def _title(plan: Plan, one: Difference) -> str:
    field = plan.field(one) or plan.former_field(one)
    if field is not None:
        return field.title
    return (plan.new.models.get(one.model) or plan.old.models[one.model]).title


def with_examples(
    actor: Actor, app: App, several: Sequence[Tried], *, now: datetime, locale: Locale
) -> list[Effect]:
    """Name a few of the records, as far as the actor may read them and what their label says."""
    try:
        serving = live(app.key)
    except NotFoundError:
        return [one.effect for one in several]
    return [
        replace(one.effect, examples=_examples(actor, serving, one, now=now, locale=locale))
        for one in several
    ]


def _examples(
    actor: Actor, serving: LiveApp, tried: Tried, *, now: datetime, locale: Locale
) -> Sequence[Example]:
    if not tried.hits or tried.effect.model not in serving.models:
        return ()
    rights = rights_or_none(actor, serving, tried.effect.model, now=now)
    if not rights.may("read"):
        return ()
    records = queries.records_with(tried.hits[:_CANDIDATES])
    labelled = ((one.id, _label(rights, one, locale)) for one in records)
    return [Example(record_id, label) for record_id, label in labelled if label][:MOST_EXAMPLES]


def _label(rights: ModelRights, record: Stored, locale: Locale) -> str:
    """Make a record's label of the fields the actor may read in it; empty if there are none."""
    readable = rights.readable(record)
    if readable is None:
        return ""
    shown = {key: one for key, one in record.data.items() if readable.allow(key)}
    return rights.model.view.label_of(shown, _writer(locale))


def _writer(locale: Locale) -> Callable[[Field, JsonValue], str]:
    return lambda field, value: field.kind.text(value, field.schema, locale.babel)
