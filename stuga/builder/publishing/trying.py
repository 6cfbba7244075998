"""Tries a draft on all stored records in the background, where there are more than a sample."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from stuga.builder.apps.queries import live_document
from stuga.builder.publishing import impact, queries
from stuga.builder.publishing.commands import Counted, Trying
from stuga.builder.publishing.kinds_of_job import TRY
from stuga.builder.publishing.planning import Plan
from stuga.builder.publishing.rules import code_of
from stuga.models import Trial as TrialRow
from stuga.models.definition.differences import Change
from stuga.models.definition.digest import digest
from stuga.models.definition.reading import object_at, text_at
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor, Permission, may
from stuga.platform.db import db, outbox

ROWS: Final = 2_000


def name_of(plan: Plan) -> str:
    """Name what is compared: the version that serves, and the models that are to."""
    parts = ("models", "renames", "language")
    told: JsonObject = {key: plan.after[key] for key in parts if key in plan.after}
    return f"{plan.app.live_number or 0}:{plan.restored_from}:{digest(told)}"


def begin(actor: Actor, plan: Plan, *, now: datetime) -> Trying | None:
    """Begin to try a draft on all records, if the actor is one who may publish it."""
    if not may(actor, Permission.APP_PUBLISH):
        return None
    name = name_of(plan)
    ids = [plan.model_ids[key] for key in impact.trials_of(plan) if key in plan.model_ids]
    total = queries.count_rows(ids)
    row = {
        "app_id": plan.app.id,
        "name": name,
        "document": plan.after,
        "restored_from": plan.restored_from or None,
        "total": total,
        "done": 0,
        "counts": {"hits": {}, "rows": {}},
        "begun_at": now,
        "ended_at": None,
    }
    statement = insert(TrialRow).values(row)
    keys = [TrialRow.tenant_id, TrialRow.app_id]
    fresh = {key: statement.excluded[key] for key in row if key != "app_id"}
    db.session.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh))
    payload: JsonObject = {"app": str(plan.app.id), "name": name, "model": "", "after": None}
    outbox.leave(TRY, payload, person_id=actor.person_id)
    return Trying(0, total, is_over=False)


def state_of(plan: Plan) -> tuple[Trying | None, Counted | None]:
    """Return how far a draft has been tried on all records, and what that found once it is over."""
    row = queries.find_trial(plan.app.id)
    if row is None or row.name != name_of(plan):
        return None, None
    trying = Trying(row.done, row.total, row.ended_at is not None)
    return trying, _counted(row.counts) if trying.is_over else None


def _counted(raw: JsonObject) -> Counted:
    return Counted(_numbers(raw, "hits"), _numbers(raw, "rows"))


def _numbers(raw: JsonObject, key: str) -> Mapping[str, int]:
    return {name: one for name, one in object_at(raw, key).items() if isinstance(one, int)}


def go_on(payload: JsonObject, *, now: datetime) -> JsonObject | None:
    """Try the next records; return where to go on, None if it is over or nobody waits for it."""
    app = queries.app_with(UUID(text_at(payload, "app")))
    row = queries.find_trial(app.id, locked=True) if app else None
    if app is None or row is None or row.name != text_at(payload, "name") or row.ended_at:
        return None
    plan = Plan(app, live_document(app), row.document, row.restored_from or 0)
    if name_of(plan) != row.name:
        return None
    models = [key for key in impact.trials_of(plan) if key in plan.model_ids]
    model, after = text_at(payload, "model") or next(iter(models), ""), text_at(payload, "after")
    if not model:
        row.ended_at = now
        return None
    last = _slice(plan, row, model, UUID(after) if after else None)
    if last is not None:
        return {**payload, "model": model, "after": str(last)}
    later = models[models.index(model) + 1 :]
    if later:
        return {**payload, "model": later[0], "after": None}
    row.ended_at = now
    return None


def _slice(plan: Plan, row: TrialRow, model: str, after: UUID | None) -> UUID | None:
    """Count what some records of a model are to the changes; return the last one's id."""
    trial = impact.trials_of(plan)[model]
    rows = queries.rows_after(plan.model_ids[model], trial.fields, after=after, limit=ROWS)
    known = impact.known_of(plan, trial, rows)
    counts = _counted(row.counts)
    hits, looked = dict(counts.hits), dict(counts.rows)
    for code, change in {code_of(one): one for one in trial.differences}.items():
        if change.change is not Change.NEW_UNIQUE:
            hits[code] = hits.get(code, 0) + len(trial.hits(change, rows, known))
        elif len(rows) < ROWS:
            keys = _stored(trial.former, change.fields)
            hits[code] = queries.count_sharing(plan.model_ids[model], keys)
    looked[model] = looked.get(model, 0) + len(rows)
    row.counts = {"hits": {**hits}, "rows": {**looked}}
    row.done += len(rows)
    return rows[-1].id if len(rows) == ROWS else None


def _stored(former: Mapping[str, str], fields: Sequence[str]) -> Sequence[str]:
    return [former.get(key, key) for key in fields]
