"""How long something takes, typed as people say it."""

from collections.abc import Mapping

from stuga.models.definition.document import Element, Field
from stuga.models.definition.refusals import Refused
from stuga.platform.ui.locale import msgid
from stuga.platform.ui.widgets.widget import Group, Widget


class DurationWidget(Widget):
    name = "duration"
    title = msgid("Duration")
    icon = "hourglass"
    group = Group.DATE
    kinds = frozenset({"duration"})

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = field, element
        return {"type": "text", "spellcheck": "false"}

    def refusals(self, field: Field) -> Mapping[str, Refused]:
        _ = field
        return {"type": Refused("duration-invalid")}
