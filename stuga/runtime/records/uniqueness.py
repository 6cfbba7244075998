"""Values that may stand once in a model: a real constraint, over keyed hashes."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select

from stuga.models import RecordUnique
from stuga.models.definition.comparing import is_empty
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject
from stuga.platform.crypto import Purpose, ring
from stuga.platform.db import db
from stuga.platform.db.prepared import run_plain
from stuga.platform.tenancy import current_tenant_id
from stuga.runtime.records.definitions import LiveModel

TAKEN: Final = Refused("taken")
SEPARATOR: Final = ","
Hashes = Mapping[str, bytes]
"""Rule -> hash of what the record has for it; a rule with an empty field binds nothing."""
_CLAIM: Final = (
    "INSERT INTO record_unique (tenant_id, model_id, rule, value_hmac, record_id)"
    " SELECT %(tenant_id)s, %(model_id)s, one.rule, one.value, one.record"
    " FROM unnest(%(rules)s::text[], %(values)s::bytea[], %(records)s::uuid[])"
    " WITH ORDINALITY AS one (rule, value, record, at) ORDER BY one.at"
    " ON CONFLICT DO NOTHING RETURNING record_id, rule"
)


def hashes_of(model: LiveModel, data: JsonObject) -> Hashes:
    """Return the hashes of a record's unique values."""
    found: dict[str, bytes] = {}
    for fields in model.view.unique:
        values = [data.get(key) for key in fields]
        if fields and not any(is_empty(value) for value in values):
            rule = SEPARATOR.join(fields)
            plain = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
            name = f"{model.id}:{rule}"
            found[rule] = ring().mac(Purpose.UNIQUE, plain, current_tenant_id(), name)
    return found


def claim(model: LiveModel, wanted: Sequence[tuple[UUID, Hashes]]) -> Mapping[UUID, Errors]:
    """Take the values for their records; return, by record, those that others have.

    It waits for a transaction that has just taken the same value, and does not end this one.
    """
    rows = [(rule, mac, record_id) for record_id, hashes in wanted for rule, mac in hashes.items()]
    if not rows:
        return {}
    rows.sort(key=lambda row: row[:2])  # so that no two wait crosswise; the first of equals stays
    given = {
        "tenant_id": current_tenant_id(),
        "model_id": model.id,
        "rules": [rule for rule, _, _ in rows],
        "values": [mac for _, mac, _ in rows],
        "records": [record_id for _, _, record_id in rows],
    }
    got = {(row[0], row[1]) for row in run_plain(db.session(), _CLAIM, given)}
    return {
        record_id: taken(missing)
        for record_id, hashes in wanted
        if (missing := [rule for rule in hashes if (record_id, rule) not in got])
    }


def holders(model: LiveModel, wanted: Sequence[Hashes]) -> frozenset[tuple[str, bytes]]:
    """Return which values records have already, with their rules."""
    values = {value for hashes in wanted for value in hashes.values()}
    if not values:
        return frozenset()
    held = select(RecordUnique.rule, RecordUnique.value_hmac).where(
        RecordUnique.model_id == model.id, RecordUnique.value_hmac.in_(values)
    )
    return frozenset((row[0], row[1]) for row in db.session.execute(held))


def taken(rules: Sequence[str]) -> Errors:
    """Return what is wrong where others have the values of rules."""
    return {pointer(key): TAKEN for rule in rules for key in rule.split(SEPARATOR)}


def release(record_ids: Collection[UUID], rules: Collection[str] | None = None) -> None:
    """Give values of records free, those of some rules or all."""
    gone = delete(RecordUnique).where(RecordUnique.record_id.in_(record_ids))
    if rules is not None:
        gone = gone.where(RecordUnique.rule.in_(rules))
    db.session.execute(gone.execution_options(synchronize_session=False))


def reclaim(model: LiveModel, record_id: UUID, old: Hashes, new: Hashes) -> Errors:
    """Exchange the values that a change has replaced; return those that others have."""
    gone = [rule for rule in old if new.get(rule) != old[rule]]
    if gone:
        release([record_id], gone)
    fresh = {rule: mac for rule, mac in new.items() if old.get(rule) != mac}
    return claim(model, [(record_id, fresh)]).get(record_id, {})
