"""A day and a time on the tenant's clock."""

from collections.abc import Mapping

from stuga.models.definition.document import Element, Field
from stuga.models.definition.kinds.date_time import moment_of
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
        moment = moment_of(value) if isinstance(value, str) else None
        return (locale.local(moment).strftime("%Y-%m-%dT%H:%M") if moment else "",)

    def words(self, value: JsonValue, field: Field, locale: Locale) -> str:
        """Write the moment as the language has it: 31 Jan 2026 14:03."""
        moment = moment_of(value) if isinstance(value, str) else None
        return locale.datetime(moment) if moment else super().words(value, field, locale)

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = field, element
        return {"type": "datetime-local", "max": "9999-12-31T23:59"}

    def refusals(self, field: Field) -> Mapping[str, Refused]:
        _ = field
        return {"type": Refused("date-time-invalid")}
