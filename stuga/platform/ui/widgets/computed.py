"""What a formula gives: shown, and kept up to date, but never typed."""

from collections.abc import Mapping

from stuga.models.definition.document import Field
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.widget import Group, Widget


class ComputedWidget(Widget):
    name = "computed"
    title = msgid("Computed")
    icon = "sigma"
    group = Group.NUMBER
    kinds = frozenset({"computed"})
    template = "computed"

    def settings(self, value: JsonValue, field: Field, locale: Locale) -> Mapping[str, str]:
        _ = field, locale
        return {"value": plain(value)}


def plain(value: JsonValue) -> str:
    """Write a value for the conditions on a page, which read what is posted."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
