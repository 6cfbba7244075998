"""Problems of a model: its label, indexes, search, uniqueness and required fields."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from stuga.models.definition.checks.conditions import Place, condition_problems
from stuga.models.definition.checks.naming import knows, unknown_field, unknown_fields
from stuga.models.definition.checks.nouns import kind_said, model_said
from stuga.models.definition.checks.problem import Problems, error, removing, warning
from stuga.models.definition.document import App, Field, Model
from stuga.models.definition.kinds import Compared, Slot
from stuga.models.definition.reading import object_at
from stuga.models.definition.saying import Phrase, Said, msgid, said

SLOTS: Final[Mapping[Slot, int]] = {Slot.TEXT: 10, Slot.NUMBER: 8, Slot.DATE: 6}
_FULL: Final[Mapping[Slot, str]] = {
    Slot.TEXT: msgid(
        "{where} indexes or looks up {taken} text fields, but there is room for {room}. "
        "Turn off {over} of them."
    ),
    Slot.NUMBER: msgid(
        "{where} indexes {taken} number fields, but there is room for {room}. "
        "Turn off {over} of them."
    ),
    Slot.DATE: msgid(
        "{where} indexes {taken} date fields, but there is room for {room}. "
        "Turn off {over} of them."
    ),
}


def slots_taken(model: Model) -> Mapping[Slot, int]:
    """Count the slots that a model's fields take: the indexed ones, and encrypted look-ups."""
    indexed = [model.fields[key] for key in model.index if key in model.fields]
    taken = [field.kind.slot for field in indexed if not field.privacy.encrypt]
    looked_up = [
        Slot.TEXT
        for field in model.fields.values()
        if field.privacy.encrypt and field.privacy.lookup
    ]
    return Counter(slot for slot in [*taken, *looked_up] if slot is not None)


def model_problems(app: App, model: Model) -> Problems:
    pointer, where = f"/models/{model.key}", model_said(model)
    if not object_at(model.schema, "properties"):
        yield warning(pointer, "model-empty", said("{where} has no fields. Add one.", where=where))
    yield from _names(model, pointer)
    yield from _index(model, f"{pointer}/x-model/index")
    yield from _search(model, f"{pointer}/x-model/search")
    yield from _unique(model, f"{pointer}/x-model/unique")
    for at, rule in enumerate(model.required_when):
        place = f"{pointer}/x-model/required_when/{at}"
        about = said("A required-when rule of model “{model}”", model=model.title)
        if not knows(model, rule.field):
            yield unknown_field(model, rule.field, f"{place}/field", about)
        yield from condition_problems(rule.when, Place(model, f"{place}/when", about))
    for at, key in enumerate(model.retention):
        if key not in app.retention:
            here = f"{pointer}/x-model/retention/{at}"
            yield error(
                here,
                "retention-unknown",
                said(
                    "{where} names the retention rule “{key}”, which is not there.",
                    where=where,
                    key=key,
                ),
                removing(said("Remove the name"), here),
            )


def _names(model: Model, pointer: str) -> Problems:
    own = object_at(model.schema, "properties")
    for at, key in enumerate(model.required):
        if key not in own:
            here = f"{pointer}/required/{at}"
            yield unknown_field(model, key, here, said("The list of what is required"))
    for key in model.label_fields:
        if not knows(model, key):
            here = f"{pointer}/x-model/label"
            yield error(
                here,
                "field-unknown",
                said(
                    "The label of model “{model}” names the field “{key}”, which is not there.",
                    model=model.title,
                    key=key,
                ),
                removing(said("Use the first required field as label"), here),
            )
        elif (field := model.fields.get(key)) and field.privacy.encrypt:
            yield error(
                f"{pointer}/x-model/label",
                "encrypted-label",
                said(
                    "The label of model “{model}” shows “{field}”, which is encrypted. A label "
                    "is shown wherever a record is named: leave the field out of it.",
                    model=model.title,
                    field=field.title,
                ),
            )


def _listed(keys: Sequence[str], pointer: str) -> dict[str, str]:
    return {f"{pointer}/{at}": key for at, key in enumerate(keys)}


def _index(model: Model, pointer: str) -> Problems:
    where = said("The index of model “{model}”", model=model.title)
    yield from unknown_fields(model, _listed(model.index, pointer), where)
    for here, field in _fields(model, model.index, pointer):
        if field.kind.slot is None:
            yield error(
                here,
                "index-kind",
                said(
                    "“{field}” in model “{model}” cannot be indexed: its kind ({kind}) has no "
                    "order. Leave it out.",
                    **_about(model, field),
                ),
                removing(said("Do not index it"), here),
            )
        elif field.privacy.encrypt:
            yield error(
                here,
                "encrypted-indexed",
                said(
                    "“{field}” in model “{model}” is encrypted, so its order must stay unknown. "
                    "Turn on look-up instead, which finds equal values.",
                    model=model.title,
                    field=field.title,
                ),
                removing(said("Do not index it"), here),
            )
    for slot, taken in slots_taken(model).items():
        if taken > SLOTS[slot]:
            room = SLOTS[slot]
            counted = {"taken": taken, "room": room, "over": taken - room}
            message = Said(_FULL[slot], {"where": model_said(model), **counted})
            yield error(pointer, "slots-full", message)


def _search(model: Model, pointer: str) -> Problems:
    where = said("The search of model “{model}”", model=model.title)
    yield from unknown_fields(model, _listed(model.search, pointer), where)
    for here, field in _fields(model, model.search, pointer):
        if not field.kind.searchable:
            yield error(
                here,
                "search-kind",
                said(
                    "“{field}” in model “{model}” cannot be searched: its kind ({kind}) holds no "
                    "words. Leave it out.",
                    **_about(model, field),
                ),
                removing(said("Do not search it"), here),
            )
        elif field.privacy.encrypt:
            yield error(
                here,
                "encrypted-searched",
                said(
                    "“{field}” in model “{model}” is encrypted, so it cannot be searched.",
                    model=model.title,
                    field=field.title,
                ),
                removing(said("Do not search it"), here),
            )


def _unique(model: Model, pointer: str) -> Problems:
    for at, rule in enumerate(model.unique):
        where = said("A uniqueness rule of model “{model}”", model=model.title)
        yield from unknown_fields(model, _listed(rule, f"{pointer}/{at}"), where)
        for here, field in _fields(model, rule, f"{pointer}/{at}"):
            if field.kind.slot is None or field.kind.compared_as is Compared.DATA:
                yield error(
                    here,
                    "unique-kind",
                    said(
                        "“{field}” in model “{model}” cannot be unique: its kind is {kind}. "
                        "Choose a shorter field.",
                        **_about(model, field),
                    ),
                    removing(said("Remove the rule"), f"{pointer}/{at}"),
                )


def _about(model: Model, field: Field) -> dict[str, Phrase]:
    return {"field": field.title, "model": model.title, "kind": kind_said(field.kind)}


def _fields(model: Model, keys: Sequence[str], pointer: str) -> list[tuple[str, Field]]:
    return [
        (f"{pointer}/{at}", model.fields[key]) for at, key in enumerate(keys) if key in model.fields
    ]
