"""Gives indexed fields their slots when a version is published, and notes which fields exist."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.dialects.postgresql import insert

from stuga.models import Model, ModelField, Record, Version
from stuga.models.definition import document
from stuga.models.definition.reading import members_at, text_at
from stuga.models.json import JsonObject
from stuga.models.record import DATE_SLOTS, NUMBER_SLOTS, TEXT_SLOTS
from stuga.platform.db import db, outbox
from stuga.runtime.records import definitions

FILL: Final = "records.fill-slots"
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "t": TEXT_SLOTS,
    "n": NUMBER_SLOTS,
    "d": DATE_SLOTS,
}


def adopt_version(
    app_id: UUID,
    definition: document.App,
    number: int,
    *,
    changed: Mapping[str, Collection[str]] | None = None,
) -> None:
    """Make a version's models known to the runtime; call it where the version goes live.

    A field that stays indexed keeps its slot. A new one gets a slot that serves once a job has
    filled it; what a slot held before, the same job clears. A model that is gone keeps its
    records, and its row says which version was the last to have it.

    :param changed: model key -> fields whose stored values have just been changed in all records:
        their slots serve no more until they are filled anew
    """
    known = {
        row.key: row
        for row in db.session.scalars(
            select(Model).where(Model.app_id == app_id).order_by(Model.key).with_for_update()
        )
    }
    before = _version_before(app_id, number)
    for key, model in definition.models.items():
        row = known.get(key) or _new_model(app_id, key)
        slots = assigned(row.slots, model, definition.language, number)
        others = frozenset(changed.get(key, ())) if changed else frozenset()
        slots = {
            name: _stale(one, number) if name in others else one for name, one in slots.items()
        }
        has_records = key in known and _has_records(row.id)
        if not has_records:
            slots = {field: {**one, "filled": True} for field, one in slots.items()}
        is_new_below = (
            bool(others) or slots != row.slots or _reads_differently(before, model, definition)
        )
        row.slots = {**slots}
        row.last_version = None
        _note_fields(row.id, model, number)
        if has_records and is_new_below:
            refill(row.id, number=number)
    for key, row in known.items():
        if key not in definition.models and row.last_version is None:
            row.last_version = number - 1
    db.session.flush()  # the same request may go on to write records of these models
    definitions.restamp(app_id)


def _stale(one: JsonObject, number: int) -> JsonObject:
    return {**one, "filled": False, "since": number}


def assigned(
    slots: JsonObject, model: document.Model, language: str, number: int
) -> dict[str, JsonObject]:
    """Return field → slot for a model's indexed fields, as far as there are slots."""
    kept: dict[str, JsonObject] = {}
    stored = dict(members_at({"slots": slots}, "slots"))
    wanted = dict(_wanted(model))
    for key, letter in wanted.items():
        old = stored.get(key)
        if old is not None and text_at(old, "slot")[:1] == letter:
            made = {"kind": model.fields[key].kind.name, "language": language}
            same = all(old.get(name) == value for name, value in made.items())
            kept[key] = old if same else {**old, **made, "filled": False, "since": number}
    for key, letter in wanted.items():
        taken = {text_at(one, "slot") for one in kept.values()}
        free = next((one for one in COLUMNS[letter] if one not in taken), None)
        if key not in kept and free is not None:
            kept[key] = {
                "slot": free,
                "filled": False,
                "since": number,
                "kind": model.fields[key].kind.name,
                "language": language,
            }
    return kept


def _wanted(model: document.Model) -> Iterator[tuple[str, str]]:
    """Yield the fields to be found by, and the letter of their slots: indexed, then unique ones."""
    single = (rule[0] for rule in model.unique if len(rule) == 1)
    for key in dict.fromkeys((*model.index, *single)):
        field = model.fields.get(key)
        if field is not None and field.kind.slot is not None and not field.privacy.encrypt:
            yield key, field.kind.slot.value


def refill(model_id: UUID, *, number: int | None = None) -> None:
    """Leave a job that makes slots, search text and due time of a model's records anew."""
    outbox.leave(FILL, {"model": str(model_id), "number": number})


def mark_filled(model_id: UUID, number: int | None) -> None:
    """Let queries use the slots that stand since a version, or earlier."""
    row = db.session.scalar(select(Model).where(Model.id == model_id).with_for_update())
    if row is None:
        return
    row.slots = {
        field: {**one, "filled": True} if _is_covered(one, number) else one
        for field, one in members_at({"slots": row.slots}, "slots")
    }
    definitions.restamp(row.app_id)


def _is_covered(one: JsonObject, number: int | None) -> bool:
    since = one.get("since")
    return number is not None and isinstance(since, int) and since <= number


def _new_model(app_id: UUID, key: str) -> Model:
    row = Model(app_id=app_id, key=key, slots={})
    db.session.add(row)
    db.session.flush()  # its fields need the id, which PostgreSQL makes
    return row


def _has_records(model_id: UUID) -> bool:
    return bool(db.session.scalar(select(exists().where(Record.model_id == model_id))))


def _version_before(app_id: UUID, number: int) -> document.App | None:
    wanted = select(Version.number).where(Version.app_id == app_id, Version.number < number)
    last = db.session.scalar(wanted.order_by(Version.number.desc()).limit(1))
    return definitions.version(app_id, last).definition if last is not None else None


def _reads_differently(
    before: document.App | None, model: document.Model, now: document.App
) -> bool:
    """Tell whether search text or due time of stored records would come out otherwise."""
    old = before.models.get(model.key) if before else None
    if before is None or old is None:
        return True
    privacy = {key: field.privacy for key, field in model.fields.items()}
    return (
        old.search != model.search
        or before.language != now.language
        or privacy != {key: field.privacy for key, field in old.fields.items()}
    )


def _note_fields(model_id: UUID, model: document.Model, number: int) -> None:
    """Note the fields of a version; one that is gone stays noted until its values are."""
    rows = [
        {"model_id": model_id, "key": key, "first_version": number, "state": "live"}
        for key in model.fields
    ]
    if rows:
        statement = insert(ModelField).values(rows)
        present = {"last_version": None, "state": "live"}
        keys = [ModelField.tenant_id, ModelField.model_id, ModelField.key]
        db.session.execute(statement.on_conflict_do_update(index_elements=keys, set_=present))
    db.session.execute(
        update(ModelField)
        .where(
            ModelField.model_id == model_id,
            ModelField.key.not_in(model.fields),
            ModelField.last_version.is_(None),
        )
        .values(last_version=number - 1, state="removed")
        .execution_options(synchronize_session=False)
    )
