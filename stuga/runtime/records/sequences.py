"""Sequences: numbers taken one after another, in the transaction that makes their records.

The row of a sequence stays locked until the taker has ended, so a number that is undone is taken
again by the next, and no number is ever missing.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from stuga.models import RecordSequence
from stuga.models.definition.document import Field
from stuga.models.definition.kinds.sequence import Format
from stuga.platform.db import db
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.submit import Accepted

NO_YEAR: Final = 0


def sequences_of(model: LiveModel) -> list[Field]:
    """Return the fields whose values are given here, in the one order that all takers keep."""
    fields = model.view.fields
    return [fields[key] for key in sorted(fields) if fields[key].kind.name == "sequence"]


def numbered(acting: Acting, several: Sequence[Accepted]) -> Sequence[Accepted]:
    """Return records to be with the next numbers of every sequence of their model."""
    for field in sequences_of(acting.model) if several else ():
        format_, year = Format.of(field.schema), _year(acting)
        first = _taken(acting, field, len(several)) - len(several) + 1
        several = [
            replace(one, data={**one.data, field.key: format_.written(year, first + position)})
            for position, one in enumerate(several)
        ]
    return several


def give_back(acting: Acting, count: int) -> None:
    """Undo the taking of the last numbers; nobody can have taken another since."""
    for field in sequences_of(acting.model):
        key = _key(acting, field)
        statement = update(RecordSequence).filter_by(**key)
        statement = statement.values(last=RecordSequence.last - count)
        db.session.execute(statement.execution_options(synchronize_session=False))


def _taken(acting: Acting, field: Field, count: int) -> int:
    """Take numbers and return the last of them; others wait here until this transaction ends."""
    statement = insert(RecordSequence).values(**_key(acting, field), last=count)
    keys = [getattr(RecordSequence, name) for name in ("tenant_id", *_key(acting, field))]
    taken = statement.on_conflict_do_update(
        index_elements=keys, set_={"last": RecordSequence.last + count}
    ).returning(RecordSequence.last)
    last: int = db.session.execute(taken).scalar_one()
    return last


def _key(acting: Acting, field: Field) -> dict[str, UUID | str | int]:
    format_ = Format.of(field.schema)
    return {
        "model_id": acting.model.id,
        "field": field.key,
        "format": format_.text,
        "year": _year(acting) if format_.is_yearly else NO_YEAR,
    }


def _year(acting: Acting) -> int:
    """Return the year it is where the tenant is."""
    return acting.now.astimezone(acting.app.zone).year
