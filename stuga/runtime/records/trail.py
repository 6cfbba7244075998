"""Audit entries of acts on records: one for each, naming fields and never guessing."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from babel import Locale

from stuga.models.definition.document import Field
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.gravity import is_grave
from stuga.runtime.records.stored import Stored
from stuga.runtime.records.submit import Changes

KIND: Final = "record"
NOTHING: Final[Changes] = {}


def note(
    acting: Acting,
    act: Act,
    record: Stored,
    *,
    changes: Changes = NOTHING,
    fields: Collection[str] = (),
    along: Sequence[UUID] = (),
) -> None:
    """Write the entry of one change: what changed in its detail, which fields in the envelope."""
    target = Target(
        kind=KIND,
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        id=record.id,
        ids=along,
        count=1 + len(along),
        fields=tuple(changes) or tuple(fields),
    )
    detail = Detail(
        changes={key: [*pair] for key, pair in changes.items()},
        personal=personal_among(acting.model, changes),
        label=label_of(acting.model, record.data),
    )
    audit.record(acting.actor, act, target=target, detail=detail)


def note_read(acting: Acting, act: Act, record: Stored, *, along: Sequence[UUID] = ()) -> None:
    """Write the entry of a look at one record, and at what was shown along with it.

    What comes along is of other models, whatever they hold; so is what comes with other acts.
    """
    grave = act is not Act.RECORD_READ or bool(along) or is_grave(acting, [record])
    target = one_target(acting, record.id, along=along)
    audit.record_read(acting.actor, act, target=target, grave=grave)


def one_target(acting: Acting, record_id: UUID, *, along: Sequence[UUID] = ()) -> Target:
    """Return one record as the target of an entry."""
    return Target(
        kind=KIND,
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        id=record_id,
        ids=along,
        count=1 + len(along),
    )


def note_many(acting: Acting, act: Act, ids: Sequence[UUID]) -> None:
    """Write the one entry of a bulk act; the values are in the records' histories."""
    target = Target(
        kind=KIND,
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        ids=ids,
        count=len(ids),
    )
    audit.record(acting.actor, act, target=target)


def personal_among(model: LiveModel, fields: Collection[str]) -> frozenset[str]:
    """Return which fields hold personal data; what the model does not know counts as such."""
    known = model.view.fields
    return frozenset(key for key in fields if key not in known or known[key].privacy.is_personal)


def label_of(model: LiveModel, data: JsonObject) -> str:
    """Return how a record is called, in the app's own language."""
    locale = _locale(model.language)

    def text(field: Field, value: JsonValue) -> str:
        return field.kind.text(value, field.schema, locale, zone=model.zone)

    return model.view.label_of(data, text)


_LOCALES: Final[dict[str, Locale]] = {}
_ENGLISH: Final = Locale("en")


def _locale(language: str) -> Locale:
    if language not in _LOCALES:
        try:
            _LOCALES[language] = Locale.parse(language, sep="-")
        except ValueError:
            _LOCALES[language] = _ENGLISH
    return _LOCALES[language]
