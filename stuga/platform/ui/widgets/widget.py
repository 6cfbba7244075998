"""What every widget can do: turn a value into a control, and what was posted into a value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Final, TypeAlias
from zoneinfo import ZoneInfo

from markupsafe import Markup

from stuga.models.definition.document import Element, Field
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.widgets.control import Option

NO_SETTINGS: Final[JsonObject] = {
    "type": "object",
    "properties": {},
    "additionalProperties": False,
}


ENGLISH: Final = Locale("en")


class Group(StrEnum):
    """Where a widget stands in the builder's palette."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"
    RELATION = "relation"
    FILE = "file"
    LAYOUT = "layout"


class Frame(StrEnum):
    """What stands around the inputs: a label, a legend over several, or only the error."""

    FIELD = "field"
    GROUP = "group"
    BARE = "bare"


class ShownAs(StrEnum):
    """How a value stands on the page of its record."""

    TEXT = "text"
    LINES = "lines"
    LINK = "link"
    HTML = "html"
    CODE = "code"
    ROWS = "rows"
    PLACE = "place"
    FILES = "files"
    SIGNATURE = "signature"


Posted: TypeAlias = Mapping[str, Sequence[str]]
"""What was posted for one field, by name below its own: "" for itself, `street`, `0.qty`."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was posted means: a value, and refusals by the pointer below the field's own."""

    value: JsonValue
    errors: Errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several inputs that make one value; `label` is in the reader's language."""

    key: str
    label: str
    options: tuple[Option, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


class Widget:
    """Shows and reads fields of some kinds. `title` is an English sentence of the catalogue."""

    name: ClassVar[str]
    title: ClassVar[str]
    icon: ClassVar[str]
    group: ClassVar[Group]
    kinds: ClassVar[frozenset[str]]
    properties: ClassVar[JsonObject] = NO_SETTINGS
    template: ClassVar[str] = "text"
    frame: ClassVar[Frame] = Frame.FIELD
    shown_as: ClassVar[ShownAs] = ShownAs.TEXT

    def typed(self, value: JsonValue, field: Field, locale: Locale) -> tuple[str, ...]:
        """Write a stored value as a person would type it; `parse` reads it back."""
        return (self.words(value, field, locale),)

    def words(self, value: JsonValue, field: Field, locale: Locale) -> str:
        """Write a stored value for reading; '' if there is none."""
        if value is None:
            return ""
        return field.kind.text(value, field.schema, locale.babel, zone=ZoneInfo(locale.zone))

    def html(self, value: JsonValue) -> Markup:
        """Write a value whose words have marks, where `shown_as` is HTML."""
        _ = value
        return Markup()

    def link(self, value: JsonValue) -> str:
        """Give the address that a value leads to; '' if it leads nowhere."""
        _ = value
        return ""

    def parse(self, posted: Sequence[str], field: Field, locale: Locale) -> JsonValue | Refused:
        """Read what was typed; nothing typed is `None`."""
        zone = ZoneInfo(locale.zone)
        return field.kind.parse(posted, field.schema, locale.babel, zone=zone)

    def spread(self, value: JsonValue, field: Field, locale: Locale) -> Posted:
        """Write a stored value as its controls would post it."""
        return {"": () if value is None else self.typed(value, field, locale)}

    def gathered(self, posted: Posted, field: Field, locale: Locale) -> Read:
        """Read all that was posted for a field; what cannot be read is not in the value."""
        value = self.parse(posted.get("", ()), field, locale)
        return Read(None, {"": value}) if isinstance(value, Refused) else Read(value, {})

    def owns(self, name: str, field: Field) -> bool:
        """Tell whether a control of this name, below the field's own, is one of the widget's."""
        return name in {"", *(part.key for part in self.parts(field, ENGLISH))}

    def is_blank(self, posted: Posted, field: Field) -> bool:
        """Tell whether nobody has typed anything."""
        _ = field
        return not any(text.strip() for texts in posted.values() for text in texts)

    def filled_rows(self, posted: Posted, field: Field) -> Iterator[str]:
        """Yield the rows of a list in which something is typed, by their keys."""
        _ = posted, field
        yield from ()

    def parts(self, field: Field, locale: Locale) -> tuple[Part, ...]:
        """List the inputs of a widget that has several for one value."""
        _ = field, locale
        return ()

    def options(self, field: Field, locale: Locale) -> tuple[Option, ...]:
        """Offer what the field itself lets one choose."""
        _ = field, locale
        return ()

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        """Give the attributes of the input that follow from the field and the element."""
        _ = field, element
        return {}

    def settings(self, value: JsonValue, field: Field, locale: Locale) -> Mapping[str, str]:
        """Give what else the template needs."""
        _ = value, field, locale
        return {}

    def refusals(self, field: Field) -> Mapping[str, Refused]:
        """Say what the browser may find wrong itself, by the word its check goes by.

        The words are `type` (not of this kind), `long`, `short`.
        """
        return lengths(field)


def lengths(field: Field) -> dict[str, Refused]:
    """Refuse texts that are shorter or longer than the schema allows."""
    found: dict[str, Refused] = {}
    if isinstance(most := field.schema.get("maxLength"), int):
        found["long"] = Refused("max-length", {"limit": most})
    if isinstance(least := field.schema.get("minLength"), int) and least > 1:
        found["short"] = Refused("min-length", {"limit": least})
    return found


def length_attributes(field: Field) -> dict[str, str]:
    """Let the browser know the shortest text; a longest one would cut what is pasted."""
    found: dict[str, str] = {}
    if isinstance(most := field.schema.get("maxLength"), int):
        found["data-most"] = str(most)
    if isinstance(least := field.schema.get("minLength"), int) and least > 1:
        found["data-least"] = str(least)
    return found
