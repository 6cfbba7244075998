"""An organisation's number."""

from stuga.platform.ui.locale import msgid
from stuga.platform.ui.widgets.numbered import NumberedWidget


class OrganisationNumberWidget(NumberedWidget):
    name = "organisation-number"
    title = msgid("Organisation number")
    icon = "building"
    kinds = frozenset({"organisation-number"})
