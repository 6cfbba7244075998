"""A share, with its sign beside it."""

from collections.abc import Mapping

from stuga.models.definition.document import Field
from stuga.models.definition.kinds.numbers_typed import decimal_of
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.number import DIGITS, NumberWidget


class PercentWidget(NumberWidget):
    name = "percent"
    title = msgid("Percent")
    icon = "percent"
    kinds = frozenset({"percent"})
    # Many type the sign too, though it stands beside the box.
    digits = DIGITS + "(%|\\s)*"

    def typed(self, value: JsonValue, field: Field, locale: Locale) -> tuple[str, ...]:
        """Write the number alone: the sign stands beside the box."""
        _ = field
        if not isinstance(value, int | float) or isinstance(value, bool):
            return ("",)
        return (locale.number(decimal_of(value)),)

    def settings(self, value: JsonValue, field: Field, locale: Locale) -> Mapping[str, str]:
        _ = value, field, locale
        return {"affix": "%"}
