"""Several records: boxes to tick, and a search where there are too many for a list."""

from stuga.models.definition.document import Field
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.widget import Frame, Group, Widget


class ReferencesWidget(Widget):
    """`options` are all that can be ticked, else what is chosen and what was found."""

    name = "references"
    title = msgid("References")
    icon = "list-checks"
    group = Group.RELATION
    kinds = frozenset({"references"})
    template = "references"
    frame = Frame.GROUP

    def typed(self, value: JsonValue, field: Field, locale: Locale) -> tuple[str, ...]:
        _ = field, locale
        return tuple(str(one) for one in value) if isinstance(value, list) else ()
