"""One of many, in a list that opens."""

from stuga.models.definition.document import Field
from stuga.models.definition.kinds.choice import choices_of
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.control import Option
from stuga.platform.ui.widgets.widget import Group, Widget


class SelectWidget(Widget):
    name = "select"
    title = msgid("Choice from a list")
    icon = "chevrons"
    group = Group.CHOICE
    kinds = frozenset({"choice"})
    template = "select"

    def typed(self, value: JsonValue, field: Field, locale: Locale) -> tuple[str, ...]:
        _ = field, locale
        return ("" if value is None else str(value),)

    def options(self, field: Field, locale: Locale) -> tuple[Option, ...]:
        _ = locale
        return tuple(Option(const, title) for const, title in choices_of(field.schema).items())
