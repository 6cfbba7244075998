"""What a model's page says of each field: kind, privacy, where it is found, where it is used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stuga.builder.designer.edits.uses import Use, field_uses
from stuga.builder.designer.kind_words import kind_icon, kind_said
from stuga.builder.designer.privacy_words import SHORT, UNDECIDED, privacy_facts
from stuga.models.definition.checks.models import SLOTS, slots_taken
from stuga.models.definition.document import App, Field, Model
from stuga.models.definition.kinds import Slot
from stuga.platform.ui import Locale, msgid

SLOT_WORDS: Final[Mapping[Slot, str]] = {
    Slot.TEXT: msgid("text slots: {taken} of {room}"),
    Slot.NUMBER: msgid("number slots: {taken} of {room}"),
    Slot.DATE: msgid("date slots: {taken} of {room}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """One line of a model's table of fields.

    :ivar can_index: whether its kind has a slot, and one is free or taken by itself
    """

    key: str
    title: str
    kind: str
    icon: str
    required: bool
    privacy: str
    tone: str
    facts: Sequence[str]
    purpose: str
    indexed: bool
    searched: bool
    unique: bool
    can_index: bool
    can_search: bool
    uses: Sequence[Use]


def field_rows(app: App, model: Model, locale: Locale) -> Sequence[FieldRow]:
    """Return a line for each field, in the model's order."""
    return [field_row(app, model, field, locale) for field in model.fields.values()]


def field_row(app: App, model: Model, field: Field, locale: Locale) -> FieldRow:
    """Return what there is to say of one field."""
    privacy = field.privacy
    words, tone = SHORT.get(privacy.personal, SHORT["direct"])
    purpose = app.purposes.get(privacy.purpose)
    return FieldRow(
        key=field.key,
        title=field.title,
        kind=kind_said(field, locale),
        icon=kind_icon(field.chosen_kind),
        required=field.required,
        privacy=locale.text(words if privacy.decided else UNDECIDED),
        tone=tone if privacy.decided else "warn",
        facts=privacy_facts(field, locale),
        purpose=purpose.title if purpose and privacy.is_personal else "",
        indexed=field.key in model.index,
        searched=field.key in model.search,
        unique=(field.key,) in model.unique,
        can_index=can_index(model, field),
        can_search=field.kind.searchable and not privacy.encrypt,
        uses=field_uses(app, model, field.key),
    )


def can_index(model: Model, field: Field) -> bool:
    """Tell whether a field can be indexed: its kind has slots, and there is one for it."""
    slot = field.kind.slot
    if slot is None or field.privacy.encrypt:
        return field.key in model.index
    return field.key in model.index or slots_taken(model).get(slot, 0) < SLOTS[slot]


def slot_words(model: Model, locale: Locale) -> Sequence[str]:
    """Say how many slots of each family are taken."""
    taken = slots_taken(model)
    return [
        locale.text(words, taken=taken.get(slot, 0), room=SLOTS[slot])
        for slot, words in SLOT_WORDS.items()
    ]
