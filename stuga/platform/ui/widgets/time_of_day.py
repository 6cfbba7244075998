"""A time of day, in the browser's own clock."""

from collections.abc import Mapping

from stuga.models.definition.document import Element, Field
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.widget import Group, Widget


class TimeWidget(Widget):
    name = "time"
    title = msgid("Time")
    icon = "clock"
    group = Group.DATE
    kinds = frozenset({"time"})

    def typed(self, value: JsonValue, field: Field, locale: Locale) -> tuple[str, ...]:
        """Write the time as the browser's control wants it: seconds only where there are some."""
        return (self.words(value, field, locale),)

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = field, element
        return {"type": "time"}

    def refusals(self, field: Field) -> Mapping[str, Refused]:
        _ = field
        return {"type": Refused("time-invalid")}
