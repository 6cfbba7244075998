"""A national identity number."""

from stuga.models.definition.document import Element, Field
from stuga.platform.ui.locale import msgid
from stuga.platform.ui.widgets.widget import Group, Widget


class NationalIdWidget(Widget):
    name = "national-id"
    title = msgid("National id")
    icon = "id-card"
    group = Group.TEXT
    kinds = frozenset({"national-id"})

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = field, element
        return {"type": "text", "inputmode": "numeric", "spellcheck": "false"}
