"""A person of the tenant."""

from stuga.platform.ui.locale import msgid
from stuga.platform.ui.widgets.reference import ReferenceWidget


class PersonWidget(ReferenceWidget):
    name = "person"
    title = msgid("Person")
    icon = "user"
    kinds = frozenset({"person"})
