"""A day, from the browser's own calendar."""

from collections.abc import Mapping

from stuga.models.definition.document import Element, Field
from stuga.models.definition.kinds.date import date_of
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.widget import Group, Widget


class DateWidget(Widget):
    name = "date"
    title = msgid("Date")
    icon = "calendar"
    group = Group.DATE
    kinds = frozenset({"date"})

    def typed(self, value: JsonValue, field: Field, locale: Locale) -> tuple[str, ...]:
        _ = field, locale
        return (value if isinstance(value, str) else "",)

    def words(self, value: JsonValue, field: Field, locale: Locale) -> str:
        """Write the day as the language has it: 31 Jan 2026."""
        day = date_of(value) if isinstance(value, str) else None
        return locale.date(day) if day else super().words(value, field, locale)

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = field, element
        # Six-digit years are mistakes of typing; the browser stops them here.
        return {"type": "date", "max": "9999-12-31"}

    def refusals(self, field: Field) -> Mapping[str, Refused]:
        _ = field
        return {"type": Refused("date-invalid")}
