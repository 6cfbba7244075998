"""What every widget can do: turn a value into a control, and what was posted into a value."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from stuga.models.definition.document import Element, Field
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.widgets.control import Option

NO_SETTINGS: Final[JsonObject] = {
    "type": "object",
    "properties": {},
    "additionalProperties": False,
}


class Group(StrEnum):
    """Where a widget stands in the builder's palette."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"
    RELATION = "relation"
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
