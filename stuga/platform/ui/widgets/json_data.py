"""Data as text: an object or a list of JSON."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition.document import Element, Field
from stuga.models.definition.kinds.json_value import indented
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.widget import Group, ShownAs, Widget

ROWS: Final = 8


class JsonWidget(Widget):
    name = "json"
    title = msgid("Data (JSON)")
    icon = "code"
    group = Group.TEXT
    kinds = frozenset({"json"})
    template = "json"
    shown_as = ShownAs.CODE

    def typed(self, value: JsonValue, field: Field, locale: Locale) -> tuple[str, ...]:
        _ = field, locale
        return ("" if value is None else indented(value),)

    def settings(self, value: JsonValue, field: Field, locale: Locale) -> Mapping[str, str]:
        return {"lines": self.typed(value, field, locale)[0]}

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = field, element
        return {"rows": str(ROWS), "spellcheck": "false", "autocapitalize": "none"}

    def refusals(self, field: Field) -> Mapping[str, Refused]:
        _ = field
        return {}
