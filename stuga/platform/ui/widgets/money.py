"""An amount, with its currency beside it."""

from collections.abc import Mapping

from stuga.models.definition.document import Field
from stuga.models.definition.kinds.money import currency_of
from stuga.models.definition.kinds.numbers_typed import decimal_of
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.number import NumberWidget
from stuga.platform.ui.widgets.widget import Group


class MoneyWidget(NumberWidget):
    name = "money"
    title = msgid("Money")
    icon = "coins"
    group = Group.NUMBER
    kinds = frozenset({"money"})

    def typed(self, value: JsonValue, field: Field, locale: Locale) -> tuple[str, ...]:
        """Write the amount alone: the currency stands beside the box."""
        _ = field
        if not isinstance(value, int | float) or isinstance(value, bool):
            return ("",)
        amount = decimal_of(value)
        decimals = max(2, -int(amount.as_tuple().exponent))
        return (locale.number(amount, decimals),)

    def settings(self, value: JsonValue, field: Field, locale: Locale) -> Mapping[str, str]:
        _ = value, locale
        return {"affix": currency_of(field.schema)}
