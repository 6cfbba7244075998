"""What publishing a document would mean for the records that are stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.builder.publishing import queries, rules
from stuga.builder.publishing.commands import Effect, Example
from stuga.builder.publishing.trial import BEARS_ON_RECORDS, Row, Trial, trials
from stuga.models import App
from stuga.models.definition import document
from stuga.models.definition.differences import Difference, differences
from stuga.models.definition.document import Field
from stuga.models.definition.saying import Listed
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.ui import Locale
from stuga.runtime.records.definitions import LiveApp, live
from stuga.runtime.records.rights import ModelRights, rights_or_none
from stuga.runtime.records.stored import Stored

MOST_RECORDS: Final = 10_000
"""How many records of a model a change is tried on; more would keep the publisher waiting."""
MOST_EXAMPLES: Final = 3
_CANDIDATES: Final = 20


@dataclass(frozen=True, slots=True)
class Tried:
    """An effect, and the records it bears on."""

    effect: Effect
    hits: Sequence[UUID] = ()


def tried_on_records(app: App, before: JsonObject | None, after: JsonObject) -> list[Tried]:
    """List every change of a model, with the stored records it bears on."""
    by_model = trials(document.App.read(after).models, differences(before, after))
    return _merged(before, after, by_model, _rows(app, by_model))


def model_changes(before: JsonObject, after: JsonObject) -> list[Effect]:
    """List every change of a model, without a look at stored records."""
    return [one.effect for one in _merged(before, after, {}, {})]


def _merged(
    before: JsonObject | None,
    after: JsonObject,
    by_model: Mapping[str, Trial],
    rows: Mapping[str, Sequence[Row]],
) -> list[Tried]:
    old, new = document.App.read(before or {}), document.App.read(after)
    merged: dict[str, Tried] = {}
    for one in differences(before, after):
        title = _title(one, new if one.model in new.models else old, old)
        tried = _tried(one, title, by_model.get(one.model), rows.get(one.model, ()))
        code = tried.effect.code
        if code in merged:  # several limits of one field at once: one decision
            first = merged[code].effect
            both = Listed((first.sentence, one.sentence), between=" ")
            tried = Tried(replace(first, sentence=both), tried.hits)
        merged[code] = tried
    return list(merged.values())


def _rows(app: App, by_model: Mapping[str, Trial]) -> Mapping[str, Sequence[Row]]:
    """Read what the changes are about, one record more than they are tried on."""
    ids = queries.model_ids(app)
    return {
        key: queries.newest_rows(ids[key], trial.fields, limit=MOST_RECORDS + 1)
        for key, trial in by_model.items()
        if key in ids
    }


def _tried(one: Difference, title: str, trial: Trial | None, rows: Sequence[Row]) -> Tried:
    effect = Effect(
        code=rules.code_of(one),
        change=one.change,
        model=one.model,
        field=one.field,
        sentence=one.sentence,
        title=title,
    )
    if trial is None or one.change not in BEARS_ON_RECORDS:
        return Tried(effect)
    looked_at, capped = rows[:MOST_RECORDS], len(rows) > MOST_RECORDS
    hits = trial.hits(one, looked_at)
    counted = replace(
        effect,
        affected=len(hits),
        looked_at=len(looked_at),
        capped=capped,
        needs_decision=bool(hits) or capped,
    )
    return Tried(counted, hits)


def _title(one: Difference, holder: document.App, old: document.App) -> str:
    model = holder.models[one.model]
    former = old.models.get(one.model, model)
    field = model.fields.get(one.field) or former.fields.get(one.field)
    return field.title if field else model.title


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
