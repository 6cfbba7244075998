"""What conversions look up: the records that texts name, and what records and people are called."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select

from stuga.models import Record
from stuga.models.definition.carrying import Way
from stuga.models.definition.converting import Conversion, Known, called
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.definition.steps import Do, Step
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.db import db
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.queries import names_of
from stuga.runtime.records.stored import COLUMNS, stored_of
from stuga.runtime.records.trail import label_of


def known_for(
    around: Mapping[str, LiveModel],
    steps: Sequence[Step],
    way: Way,
    several: Sequence[JsonObject],
) -> Mapping[str, Known]:
    """Look up what the conversions of some records need: a query or two a field."""
    by = {one.field: one.by for one in steps if one.do is Do.CONVERT}
    return {
        key: known
        for key, conversion in way.conversions.items()
        if (
            known := known_in(
                around,
                conversion,
                by.get(key, ""),
                [data.get(way.former_keys.get(key, key)) for data in several],
            )
        )
        is not None
    }


def known_in(
    around: Mapping[str, LiveModel], conversion: Conversion, by: str, values: Iterable[JsonValue]
) -> Known | None:
    """Look up what one conversion needs for some values; None if nothing.

    :param by: the field by which texts name records; '' for the one that labels are made of
    """
    plain = list(_plain(values))
    labels: Mapping[str, str] = {}
    texts: Iterable[str] = plain
    if conversion.needs_labels:
        labels = _labels(around, conversion, plain)
        texts = labels.values()
    target = around.get(conversion.wanted.references or "")
    if not conversion.leads_to_records or target is None:
        return Known(labels=labels) if conversion.needs_labels else None
    return Known(_ids(target, by or named_by(target), texts), labels)


def named_by(target: LiveModel) -> str:
    """Return the field whose text names a model's records, if one alone does."""
    fields = dict.fromkeys(target.view.label_fields)
    return next(iter(fields)) if len(fields) == 1 else ""


def _plain(values: Iterable[JsonValue]) -> Iterable[str]:
    for value in values:
        several = value if isinstance(value, list) else [value]
        yield from (one for one in several if isinstance(one, str))


def _labels(
    around: Mapping[str, LiveModel], conversion: Conversion, values: Collection[str]
) -> Mapping[str, str]:
    ids = {UUID(text): one for one in values if (text := id_of(one))}
    if conversion.former.kind.name == "person":
        return {ids[key]: name for key, name in names_of(ids).items()}
    target = around.get(conversion.former.references or "")
    if target is None or not ids:
        return {}
    wanted = select(*COLUMNS).where(Record.id.in_(ids), Record.model_id == target.id)
    rows = (stored_of(row) for row in db.session.execute(wanted))
    return {ids[one.id]: label_of(target, one.data) for one in rows}


def _ids(target: LiveModel, by: str, texts: Iterable[str]) -> Mapping[str, str]:
    """Find the live records that texts name; a name that two records have names neither."""
    names = {called(text) for text in texts}
    if not names or by not in target.view.fields:
        return {}
    words = Record.data[by].astext
    wanted = select(Record.id, words).where(
        Record.model_id == target.id,
        Record.deleted_at.is_(None),
        func.lower(func.regexp_replace(func.btrim(words), r"\s+", " ", "g")).in_(names),
    )
    found: dict[str, set[str]] = {}
    for record_id, text in db.session.execute(wanted):
        found.setdefault(called(text), set()).add(str(record_id))
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}
