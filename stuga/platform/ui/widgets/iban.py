"""A bank account of any country."""

from stuga.models.definition.document import Field
from stuga.platform.ui.locale import msgid
from stuga.platform.ui.widgets.numbered import NumberedWidget


class IbanWidget(NumberedWidget):
    name = "iban"
    title = msgid("IBAN")
    icon = "bank"
    kinds = frozenset({"iban"})

    def has_letters(self, field: Field) -> bool:
        _ = field
        return True
