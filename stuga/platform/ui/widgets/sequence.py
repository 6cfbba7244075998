"""A number that the server gives: it is only ever read."""

from stuga.platform.ui.locale import msgid
from stuga.platform.ui.widgets.widget import Group, Widget


class SequenceWidget(Widget):
    name = "sequence"
    title = msgid("Number series")
    icon = "hash"
    group = Group.NUMBER
    kinds = frozenset({"sequence"})
    template = "sequence"
