"""How the checker calls things: models, fields and screens, their kinds and types."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition.document import Field, Model, Screen
from stuga.models.definition.kinds import Kind
from stuga.models.definition.saying import Phrase, Said, msgid, quoted, said

_KINDS: Final[Mapping[str, str]] = {
    "text": msgid("text"),
    "long-text": msgid("long text"),
    "rich-text": msgid("formatted text"),
    "integer": msgid("whole number"),
    "decimal": msgid("number"),
    "money": msgid("money"),
    "percent": msgid("percent"),
    "yes-no": msgid("yes or no"),
    "date": msgid("date"),
    "date-time": msgid("date and time"),
    "time": msgid("time of day"),
    "duration": msgid("duration"),
    "choice": msgid("choice"),
    "choices": msgid("several choices"),
    "e-mail": msgid("e-mail"),
    "phone": msgid("phone"),
    "link": msgid("web address"),
    "national-id": msgid("personal number"),
    "organisation-number": msgid("organisation number"),
    "iban": msgid("IBAN"),
    "bankgiro": msgid("bankgiro"),
    "address": msgid("address"),
    "place": msgid("place on a map"),
    "person": msgid("person"),
    "reference": msgid("reference"),
    "references": msgid("several references"),
    "file": msgid("file"),
    "files": msgid("several files"),
    "image": msgid("image"),
    "signature": msgid("signature"),
    "sequence": msgid("number in a series"),
    "list": msgid("group that repeats"),
    "computed": msgid("computed value"),
    "json": msgid("JSON"),
}
SCREEN_TYPES: Final[Mapping[str, str]] = {
    "form": msgid("a form"),
    "list": msgid("a list"),
    "detail": msgid("a page of one record"),
    "dashboard": msgid("a dashboard"),
    "page": msgid("a page"),
}


def kind_said(kind: Kind) -> Phrase:
    """Name a kind of field, in the middle of a sentence."""
    words = _KINDS.get(kind.name)
    return Said(words) if words else quoted(kind.name)


def type_said(screen_type: str) -> Phrase:
    """Name a type of screen, with its article."""
    words = SCREEN_TYPES.get(screen_type)
    return Said(words) if words else quoted(screen_type)


def model_said(model: Model) -> Said:
    return said("Model “{model}”", model=model.title)


def field_said(field: Field, model: Model) -> Said:
    return titled_field_said(field.title, model)


def titled_field_said(title: str, model: Model) -> Said:
    return said("Field “{field}” of model “{model}”", field=title, model=model.title)


def screen_said(screen: Screen) -> Said:
    return said("Screen “{screen}”", screen=screen.title)


_MEMBERS: Final[Mapping[str, str]] = {
    "columns": msgid("The column list of screen “{screen}”"),
    "filters": msgid("The filter list of screen “{screen}”"),
    "filter": msgid("The filter of screen “{screen}”"),
    "board_by": msgid("The board of screen “{screen}”"),
    "calendar_by": msgid("The calendar of screen “{screen}”"),
    "open": msgid("The row link of screen “{screen}”"),
    "create": msgid("The create button of screen “{screen}”"),
    "edit": msgid("The edit button of screen “{screen}”"),
    "after": msgid("The ending of screen “{screen}”"),
}


def member_said(screen: Screen, member: str) -> Said:
    """Name a part of a screen that names other things."""
    return Said(_MEMBERS[member], {"screen": screen.title})


_NAMED: Final[Mapping[str, str]] = {
    "field": msgid("Field “{name}” on screen “{screen}”"),
    "section": msgid("Section “{name}” on screen “{screen}”"),
    "columns": msgid("Column group “{name}” on screen “{screen}”"),
    "repeater": msgid("Repeating group “{name}” on screen “{screen}”"),
    "text": msgid("Text “{name}” on screen “{screen}”"),
    "heading": msgid("Heading “{name}” on screen “{screen}”"),
    "divider": msgid("Divider “{name}” on screen “{screen}”"),
    "button": msgid("Button “{name}” on screen “{screen}”"),
    "related": msgid("Related list “{name}” on screen “{screen}”"),
    "chart": msgid("Chart “{name}” on screen “{screen}”"),
    "metric": msgid("Figure “{name}” on screen “{screen}”"),
    "list": msgid("Short list “{name}” on screen “{screen}”"),
    "image": msgid("Image “{name}” on screen “{screen}”"),
}
_UNNAMED: Final[Mapping[str, str]] = {
    "field": msgid("A field on screen “{screen}”"),
    "section": msgid("A section on screen “{screen}”"),
    "columns": msgid("A column group on screen “{screen}”"),
    "repeater": msgid("A repeating group on screen “{screen}”"),
    "text": msgid("A text on screen “{screen}”"),
    "heading": msgid("A heading on screen “{screen}”"),
    "divider": msgid("A divider on screen “{screen}”"),
    "button": msgid("A button on screen “{screen}”"),
    "related": msgid("A related list on screen “{screen}”"),
    "chart": msgid("A chart on screen “{screen}”"),
    "metric": msgid("A figure on screen “{screen}”"),
    "list": msgid("A short list on screen “{screen}”"),
    "image": msgid("An image on screen “{screen}”"),
}
_ELEMENT: Final = msgid("An element on screen “{screen}”")


def element_said(element_type: str, name: str, screen: Screen) -> Said:
    """Name an element by its title, else its field or key; by its type if it has none."""
    if name and element_type in _NAMED:
        return Said(_NAMED[element_type], {"name": name, "screen": screen.title})
    return Said(_UNNAMED.get(element_type, _ELEMENT), {"screen": screen.title})


_RIGHTS: Final[Mapping[str, str]] = {
    "create": msgid("The right of role “{role}” to create"),
    "read": msgid("The right of role “{role}” to read"),
    "update": msgid("The right of role “{role}” to change"),
    "delete": msgid("The right of role “{role}” to delete"),
    "export": msgid("The right of role “{role}” to export"),
}


def right_said(act: str, role: str) -> Said:
    return Said(_RIGHTS[act], {"role": role})
