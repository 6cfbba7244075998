"""A day and a time on the tenant's clock."""

from collections.abc import Mapping
from datetime import datetime

from stuga.models.definition.document import Element, Field
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.widget import Group, Widget


class DateTimeWidget(Widget):
    name = "date-time"
    title = msgid("Date and time")
    icon = "clock"
    group = Group.DATE
    kinds = frozenset({"date-time"})

    def typed(self, value: JsonValue, field: Field, locale: Locale) -> tuple[str, ...]:
        """Write the moment as the browser's control wants it, to the minute."""
        _ = field
        if not isinstance(value, str):
            return ("",)
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return (value,)
        return (locale.local(moment).strftime("%Y-%m-%dT%H:%M"),)

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = field, element
        return {"type": "datetime-local", "max": "9999-12-31T23:59"}

    def refusals(self, field: Field) -> Mapping[str, Refused]:
        _ = field
        return {"type": Refused("date-time-invalid")}
