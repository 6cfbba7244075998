"""Another record: chosen from a list, or searched for where there are too many."""

from stuga.models.definition.document import Field
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.widget import Group, Widget


class ReferenceWidget(Widget):
    """`options` and labels come with the view: the field itself knows only an id."""

    name = "reference"
    title = msgid("Reference")
    icon = "arrow-right-circle"
    group = Group.RELATION
    kinds = frozenset({"reference"})
    template = "reference"

    def typed(self, value: JsonValue, field: Field, locale: Locale) -> tuple[str, ...]:
        _ = field, locale
        return (value if isinstance(value, str) else "",)
