"""An e-mail address."""

from collections.abc import Mapping

from stuga.models.definition.document import Element, Field
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import msgid
from stuga.platform.ui.widgets.widget import Group, Widget


class EmailWidget(Widget):
    name = "e-mail"
    title = msgid("E-mail")
    icon = "mail"
    group = Group.TEXT
    kinds = frozenset({"e-mail"})

    def link(self, value: JsonValue) -> str:
        return f"mailto:{value}" if isinstance(value, str) and value else ""

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = field, element
        # Not type=email: browsers refuse å, ä and ö before the @, and rewrite the domain.
        return {
            "type": "text",
            "inputmode": "email",
            "pattern": r"\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*",
            "autocapitalize": "none",
            "spellcheck": "false",
        }

    def refusals(self, field: Field) -> Mapping[str, Refused]:
        _ = field
        return {"type": Refused("e-mail-invalid")}
