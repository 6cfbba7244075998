"""The computed fields of records: reckoned at every write, never given by anyone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from stuga.models.definition.document import Model
from stuga.models.definition.methods import ABSENT, Left
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor
from stuga.runtime.formulas.declaring import declared
from stuga.runtime.formulas.depending import reckoned_from, telling_who
from stuga.runtime.formulas.evaluating import At, Computed, evaluate
from stuga.runtime.records.definitions import LiveModel

GIVEN: Final = Refused("computed-given")
NOTHING: Final[Computed] = {}


def computed_in(model: LiveModel) -> frozenset[str]:
    """Name the computed fields of a model."""
    found = declared(model.view)
    return frozenset(found.formulas) if found else frozenset()


def reckoned(
    model: LiveModel, records: Sequence[JsonObject], *, actor: Actor | None, now: datetime
) -> list[Computed]:
    """Reckon the computed fields of records, all in one call; what they hold of them is not heeded.

    Models without formulas cost nothing.
    """
    formulas = declared(model.view)
    if formulas is None:
        return [NOTHING] * len(records)
    me = str(actor.id) if actor and actor.id else ""
    return evaluate(formulas, records, At(now, model.zone, me))


def with_computed(model: LiveModel, data: JsonObject, computed: Computed) -> JsonObject:
    """Lay what was reckoned over a record: what is empty, or cannot be reckoned, is gone."""
    own = computed_in(model)
    if not own:
        return data
    fields = model.view.fields
    found = {
        key: fields[key].kind.normal(value, fields[key].schema)
        for key, value in computed.items()
        if value is not None and not isinstance(value, Refused)
    }
    return {**{key: value for key, value in data.items() if key not in own}, **found}


def refused_in(computed: Computed) -> Errors:
    """Return the fields that cannot be reckoned, and why."""
    return {pointer(key): one for key, one in computed.items() if isinstance(one, Refused)}


def given_in(model: LiveModel, given: Mapping[str, object], stored: JsonObject) -> Errors:
    """Refuse computed fields that someone gave; giving one back as it is does no harm."""
    tried = computed_in(model) & given.keys()
    return {pointer(key): GIVEN for key in tried if given[key] != stored.get(key)}


def with_following(
    model: LiveModel, data: JsonObject, changes: Mapping[str, Left], *, now: datetime
) -> Mapping[str, Left]:
    """Add to a rule's changes what becomes of computed fields by them: they repeat no old value.

    :param changes: field -> its new value, or `ABSENT`; one of a computed field is left as it is
    """
    own = reckoned_from(model.view, changes.keys()) - changes.keys()
    if not own:
        return changes
    put = {key: value for key, value in changes.items() if value is not ABSENT}
    kept = {key: value for key, value in data.items() if key not in changes}
    [after] = recompute(model, [{**kept, **put}], now=now)
    follow = {key: after.get(key, ABSENT) for key in own if data.get(key) != after.get(key)}
    return {**changes, **follow}


def recompute(
    model: LiveModel, records: Sequence[JsonObject], *, now: datetime
) -> list[JsonObject]:
    """Return stored records' data as their formulas have it now, for a change of the model.

    What cannot be reckoned is empty. Nobody acts, so what tells who did stays as it is. Writing
    what differs is up to the caller.
    """
    found = reckoned(model, records, actor=None, now=now)
    kept = telling_who(model.view)
    return [
        with_computed(model, data, {**one, **{key: data.get(key) for key in kept}})
        for data, one in zip(records, found, strict=True)
    ]


def needs_recompute(before: Model | None, after: Model) -> bool:
    """Tell whether stored records would get other values by the formulas of a model to come."""
    old = declared(before) if before else None
    new = declared(after)
    if new is None:
        return False
    if old is None or old.formulas != new.formulas:
        return True
    return any(new.types.get(key) != type_ for key, type_ in old.types.items())
