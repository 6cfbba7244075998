"""A phone number, in any of the ways people write them."""

from stuga.models.definition.document import Element, Field
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import msgid
from stuga.platform.ui.widgets.widget import Group, Widget


class PhoneWidget(Widget):
    name = "phone"
    title = msgid("Phone")
    icon = "phone"
    group = Group.TEXT
    kinds = frozenset({"phone"})

    def link(self, value: JsonValue) -> str:
        return f"tel:{value}" if isinstance(value, str) and value else ""

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = field, element
        return {"type": "tel"}
