"""Several lines of text."""

from typing import Final

from stuga.models.definition.document import Element, Field
from stuga.platform.ui.locale import msgid
from stuga.platform.ui.widgets.widget import Group, ShownAs, Widget, length_attributes

ROWS: Final = 4


class TextareaWidget(Widget):
    name = "textarea"
    title = msgid("Long text")
    icon = "text"
    group = Group.TEXT
    kinds = frozenset({"long-text", "text"})
    template = "textarea"
    shown_as = ShownAs.LINES

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = element
        return {"rows": str(ROWS), **length_attributes(field)}
