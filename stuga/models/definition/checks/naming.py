"""Problems of names that lead nowhere: fields, models, screens and roles that are not there."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final

from stuga.models.definition.checks.nouns import member_said, type_said
from stuga.models.definition.checks.problem import (
    Problem,
    Problems,
    error,
    removing,
    replacing,
)
from stuga.models.definition.document import App, Model, Screen
from stuga.models.definition.field import SYSTEM_FIELDS
from stuga.models.definition.reading import object_at
from stuga.models.definition.saying import Listed, Phrase, Said, msgid, one_of, said

_NOT_THERE: Final[Mapping[str, str]] = {
    "field": msgid("{where} names the field “{key}”, which is not there."),
    "into": msgid("{where} is anonymised into the field “{key}”, which is not there."),
    "kind": msgid("{where} names the kind “{key}”, which is not there."),
    "model": msgid("{where} names the model “{key}”, which is not there."),
    "purpose": msgid("{where} names the purpose “{key}”, which is not there."),
    "reference": msgid("{where} names the reference “{key}”, which is not there."),
    "retention-rule": msgid("{where} names the retention rule “{key}”, which is not there."),
    "role": msgid("{where} names the role “{key}”, which is not there."),
    "screen": msgid("{where} names the screen “{key}”, which is not there."),
    "sorted": msgid("{where} is sorted by the field “{key}”, which is not there."),
}
_CODES: Final[Mapping[str, str]] = {"into": "field", "sorted": "field"}


def knows(model: Model, key: str) -> bool:
    """Whether a model has a field, of a known kind or not, or it is a system field."""
    return key in SYSTEM_FIELDS or key in object_at(model.schema, "properties")


def unknown(what: str, key: str, known: Iterable[str], pointer: str, where: Phrase) -> Problem:
    """Say that a name leads nowhere, and offer the nearest one or to take it away."""
    near = get_close_matches(key, list(known), n=1)
    message: Said | Listed = Said(_NOT_THERE[what], {"where": where, "key": key})
    fix = None
    if near:
        message = Listed((message, said("Did you mean “{near}”?", near=near[0])), between=" ")
        fix = replacing(said("Use “{value}”", value=near[0]), pointer, near[0])
    elif pointer.rsplit("/", 1)[-1].isdigit():
        fix = removing(said("Remove"), pointer)
    return error(pointer, f"{_CODES.get(what, what)}-unknown", message, fix)


def unknown_field(
    model: Model, key: str, pointer: str, where: Phrase, *, used: str = "field"
) -> Problem:
    """Say that a field is not there.

    :param used: how it is named: as a `field`, or one `sorted` by or anonymised `into`
    """
    known = [*object_at(model.schema, "properties"), *SYSTEM_FIELDS]
    about = said("{where} (model “{model}”)", where=where, model=model.title)
    return unknown(used, key, known, pointer, about)


def unknown_fields(model: Model, keys: Mapping[str, str], where: Phrase) -> Problems:
    """Find the fields that a model lacks; `keys` maps the pointer of each name to the name."""
    for pointer, key in keys.items():
        if not knows(model, key):
            yield unknown_field(model, key, pointer, where)


def unknown_screen(app: App, key: str, pointer: str, where: Phrase) -> Problem:
    return unknown("screen", key, app.screens, pointer, where)


def unknown_model(app: App, key: str, pointer: str, where: Phrase) -> Problem:
    return unknown("model", key, app.models, pointer, where)


def leads_to(app: App, screen: Screen, member: str, key: str, types: tuple[str, ...]) -> Problems:
    """Check that a screen's `open`, `create` or `edit` names a screen that fits."""
    if key:
        pointer, where = f"{screen.pointer}/{member}", member_said(screen, member)
        yield from fits(app, key, (screen.model, *types), pointer, where)


def fits(app: App, key: str, wanted: tuple[str, ...], pointer: str, where: Phrase) -> Problems:
    """Check that a screen is there, of one of the types and for the model, which comes first."""
    model, *types = wanted
    target = app.screens.get(key)
    if target is None:
        yield unknown_screen(app, key, pointer, where)
    elif target.type not in types or target.model != model:
        yield error(
            pointer,
            "screen-unfit",
            said(
                "{where} names the screen “{screen}”, but it needs {types} of the same model.",
                where=where,
                screen=target.title,
                types=one_of(type_said(one) for one in types),
            ),
        )
