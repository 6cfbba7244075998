"""A number: whole or with decimals, typed as people write them."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition.document import Element, Field
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.widget import Group, Widget

# Digits with the signs, spaces, points and commas that some language puts among them.
DIGITS: Final = "[-+\u2212]?[\\d\\s.,'\u2019]*\\d[\\d\\s.,'\u2019]*"


class NumberWidget(Widget):
    name = "number"
    title = msgid("Number")
    icon = "hash"
    group = Group.NUMBER
    kinds = frozenset({"integer", "decimal"})
    template = "number"
    digits = DIGITS

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = element
        signed = not _is_from_zero(field)
        mode = "numeric" if field.kind.name == "integer" else "decimal"
        # Phones' number pads have no minus sign.
        return {"type": "text", "inputmode": "text" if signed else mode, "pattern": self.digits}

    def settings(self, value: JsonValue, field: Field, locale: Locale) -> Mapping[str, str]:
        _ = value, locale
        unit = field.settings.get("unit")
        return {"affix": unit} if isinstance(unit, str) and unit else {}

    def refusals(self, field: Field) -> Mapping[str, Refused]:
        code = "number-not-whole" if field.kind.name == "integer" else "number-invalid"
        return {"type": Refused(code)}


def _is_from_zero(field: Field) -> bool:
    least = field.schema.get("minimum", field.schema.get("exclusiveMinimum"))
    return isinstance(least, int | float) and least >= 0
