"""A Swedish bankgiro number."""

from stuga.platform.ui.locale import msgid
from stuga.platform.ui.widgets.numbered import NumberedWidget


class BankgiroWidget(NumberedWidget):
    name = "bankgiro"
    title = msgid("Bankgiro")
    icon = "bank"
    kinds = frozenset({"bankgiro"})
