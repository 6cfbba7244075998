"""One line of text."""

from stuga.models.definition.document import Element, Field
from stuga.platform.ui.locale import msgid
from stuga.platform.ui.widgets.widget import Group, Widget, length_attributes


class TextWidget(Widget):
    name = "text"
    title = msgid("Text")
    icon = "type"
    group = Group.TEXT
    kinds = frozenset({"text"})

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = element
        return {"type": "text", **length_attributes(field)}
