"""How the checker calls things: models, fields and screens, their kinds and types."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition.document import Field, Model, Screen
from stuga.models.definition.kinds import Kind
from stuga.models.definition.saying import Phrase, Said, msgid, quoted, said

_KINDS: Final[Mapping[str, str]] = {
    "text": msgid("text"),
    "long-text": msgid("long text"),
    "integer": msgid("whole number"),
    "decimal": msgid("number"),
    "money": msgid("money"),
    "yes-no": msgid("yes or no"),
    "date": msgid("date"),
    "date-time": msgid("date and time"),
    "choice": msgid("choice"),
    "choices": msgid("several choices"),
    "e-mail": msgid("e-mail"),
    "phone": msgid("phone"),
    "link": msgid("web address"),
    "national-id": msgid("personal number"),
    "person": msgid("person"),
    "reference": msgid("reference"),
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
    "columns": msgid("The columns of screen “{screen}”"),
    "filters": msgid("The filters of screen “{screen}”"),
    "filter": msgid("The filter of screen “{screen}”"),
    "board_by": msgid("The board of screen “{screen}”"),
    "calendar_by": msgid("The calendar of screen “{screen}”"),
    "open": msgid("What a row of screen “{screen}” opens"),
    "create": msgid("What creates records from screen “{screen}”"),
    "edit": msgid("What edits the record of screen “{screen}”"),
    "after": msgid("What comes after screen “{screen}”"),
}


def member_said(screen: Screen, member: str) -> Said:
    """Name a part of a screen that names other things."""
    return Said(_MEMBERS[member], {"screen": screen.title})


_NAMED: Final[Mapping[str, str]] = {
    "field": msgid("Field “{name}” on screen “{screen}”"),
    "section": msgid("Section “{name}” on screen “{screen}”"),
    "columns": msgid("Columns “{name}” on screen “{screen}”"),
    "repeater": msgid("Repeater “{name}” on screen “{screen}”"),
    "text": msgid("Text “{name}” on screen “{screen}”"),
    "heading": msgid("Heading “{name}” on screen “{screen}”"),
    "divider": msgid("Divider “{name}” on screen “{screen}”"),
    "button": msgid("Button “{name}” on screen “{screen}”"),
    "related": msgid("Related list “{name}” on screen “{screen}”"),
    "chart": msgid("Chart “{name}” on screen “{screen}”"),
    "metric": msgid("Metric “{name}” on screen “{screen}”"),
    "image": msgid("Image “{name}” on screen “{screen}”"),
}
_UNNAMED: Final[Mapping[str, str]] = {
    "field": msgid("A field on screen “{screen}”"),
    "section": msgid("A section on screen “{screen}”"),
    "columns": msgid("A group of columns on screen “{screen}”"),
    "repeater": msgid("A repeater on screen “{screen}”"),
    "text": msgid("A text on screen “{screen}”"),
    "heading": msgid("A heading on screen “{screen}”"),
    "divider": msgid("A divider on screen “{screen}”"),
    "button": msgid("A button on screen “{screen}”"),
    "related": msgid("A related list on screen “{screen}”"),
    "chart": msgid("A chart on screen “{screen}”"),
    "metric": msgid("A metric on screen “{screen}”"),
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
