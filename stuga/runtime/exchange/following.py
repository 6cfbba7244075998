"""Columns whose fields were renamed while their import was on its way: they follow the field."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from stuga.runtime.exchange.commands import Mapped, Plan
from stuga.runtime.exchange.keys import ID
from stuga.runtime.exchange.mapping import LABEL
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.migrating_names import renamed

Renames = Mapping[str, str]


def followed(acting: Acting, plan: Plan) -> Plan:
    """Return a plan by the names that fields go by now; it asks nothing if all are as they were.

    A field that has been removed stays as it was called, and its column fills nothing.
    """
    model = acting.model
    names = {*(one.field for one in plan.mapped), *plan.key}
    renames = _renames(model.id, names, {ID, *model.view.fields})
    if renames:
        mapped = tuple(replace(one, field=renames.get(one.field, one.field)) for one in plan.mapped)
        plan = replace(plan, mapped=mapped, key=tuple(renames.get(one, one) for one in plan.key))
    return replace(plan, mapped=tuple(_by_followed(acting, one) for one in plan.mapped))


def is_lost(acting: Acting, plan: Plan) -> bool:
    """Tell whether records can no longer be found by a plan's key."""
    return any(one != ID and one not in acting.model.view.fields for one in plan.key)


def _by_followed(acting: Acting, mapped: Mapped) -> Mapped:
    """Return a column of references by what its cells name in the target now."""
    field = acting.model.view.fields.get(mapped.field)
    target = acting.app.models.get(field.references or "") if field else None
    if target is None or mapped.by in {"", LABEL}:
        return mapped
    renames = _renames(target.id, {mapped.by}, target.view.fields.keys())
    return replace(mapped, by=renames.get(mapped.by, mapped.by))


def _renames(model_id: UUID, names: Collection[str], known: Collection[str]) -> Renames:
    unknown = [one for one in names if one not in known]
    if not unknown:
        return {}
    steps = renamed(model_id)
    found: dict[str, str] = {}
    for name in unknown:
        now, passed = name, {name}
        while now not in known and steps.get(now, now) not in passed:
            now = steps[now]
            passed.add(now)
        if now in known:
            found[name] = now
    return found
