"""Elements that arrange or explain; they take no value."""

from dataclasses import dataclass
from typing import Final

from stuga.models.json import JsonObject
from stuga.platform.ui.locale import msgid
from stuga.platform.ui.widgets.widget import NO_SETTINGS, Group

_TITLE: Final[JsonObject] = {"type": "string", "title": msgid("Title"), "maxLength": 200}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A layout element as the palette offers it; `holds` tells if others go inside."""

    name: str
    title: str
    icon: str
    properties: JsonObject
    holds: bool = False
    group: Group = Group.LAYOUT


def _settings(**properties: JsonObject) -> JsonObject:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


LAYOUTS: Final = {
    layout.name: layout
    for layout in (
        Layout(
            name="section",
            title=msgid("Section"),
            icon="panel",
            holds=True,
            properties=_settings(
                title=_TITLE, description={"type": "string", "title": msgid("Description")}
            ),
        ),
        Layout(
            name="columns",
            title=msgid("Columns"),
            icon="columns",
            holds=True,
            properties=_settings(
                count={
                    "type": "integer",
                    "title": msgid("Number of columns"),
                    "minimum": 2,
                    "maximum": 3,
                }
            ),
        ),
        Layout(
            name="heading",
            title=msgid("Heading"),
            icon="heading",
            properties=_settings(title=_TITLE),
        ),
        Layout(
            name="text",
            title=msgid("Text block"),
            icon="text",
            properties=_settings(text={"type": "string", "title": msgid("Text")}),
        ),
        Layout(name="divider", title=msgid("Divider"), icon="minus", properties=NO_SETTINGS),
        Layout(
            name="button",
            title=msgid("Button"),
            icon="square",
            properties=_settings(title=_TITLE, link={"type": "string", "title": msgid("Leads to")}),
        ),
    )
}
