"""The records that rows are about: found by a key, one query for a whole batch."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, select

from stuga.models import Record, RecordUnique
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.db import db
from stuga.runtime.exchange.keys import ID, unique_rule
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.conditions_sql import compiled
from stuga.runtime.records.reading import asked, seen, shape_of
from stuga.runtime.records.stored import COLUMNS, stored_of
from stuga.runtime.records.uniqueness import SEPARATOR, hashes_of

Key: TypeAlias = tuple[str, ...]
"""The fields of a key; of a row, what it has for them."""
_NONE: Final[tuple[UUID, ...]] = ()


def named(values: Sequence[JsonValue]) -> Key:
    """Return the values of a key as what tells them apart."""
    return tuple(json.dumps(one, ensure_ascii=False, sort_keys=True) for one in values)


def found(acting: Acting, key: Key, several: Sequence[JsonObject]) -> list[Sequence[UUID]]:
    """Return, for each row's values, the records that have them: as far as the actor may read.

    A record of which they may not read the key is not found, as if it were not there.
    """
    if not several:
        return []
    rights = acting.rights
    shape = shape_of(rights)
    fields = [one for one in key if one != ID]
    wanted = select(*COLUMNS).where(
        Record.model_id == acting.model.id,
        Record.deleted_at.is_(None),
        _narrowed(acting, key, several),
        seen(rights, shape),
        asked(rights, shape, fields, where="key"),
    )
    by_values: defaultdict[Key, list[UUID]] = defaultdict(list)
    for row in db.session.execute(wanted):
        record = stored_of(row)
        data: Mapping[str, JsonValue] = {**record.data, ID: str(record.id)}
        by_values[named([data.get(one) for one in key])].append(record.id)
    return [by_values.get(named([one[part] for part in key]), _NONE) for one in several]


def _narrowed(acting: Acting, key: Key, several: Sequence[JsonObject]) -> ColumnElement[bool]:
    """Return what PostgreSQL can find quickly; the values themselves are compared after it."""
    if ID in key:
        texts = (id_of(str(one[ID])) for one in several)
        return Record.id.in_([UUID(text) for text in texts if text])
    rule = unique_rule(key, acting.model.view)
    if rule is not None:
        name = SEPARATOR.join(rule)
        hashes = [hashes_of(acting.model, one) for one in several]
        holders = select(RecordUnique.record_id).where(
            RecordUnique.model_id == acting.model.id,
            RecordUnique.rule == name,
            RecordUnique.value_hmac.in_([one[name] for one in hashes if name in one]),
        )
        return Record.id.in_(holders)
    return compiled(_condition(key, several), shape_of(acting.rights))


def _condition(key: Key, several: Sequence[JsonObject]) -> JsonObject:
    if len(key) == 1:
        return {"field": key[0], "in": [one[key[0]] for one in several]}
    return {"any": [{"all": [{"field": part, "is": one[part]} for part in key]} for one in several]}
