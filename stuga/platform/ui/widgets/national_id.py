"""A national identity number."""

from stuga.models.definition.document import Field
from stuga.platform.ui.locale import msgid
from stuga.platform.ui.widgets.numbered import NumberedWidget


class NationalIdWidget(NumberedWidget):
    name = "national-id"
    title = msgid("National id")
    icon = "id-card"
    kinds = frozenset({"national-id"})

    def has_letters(self, field: Field) -> bool:
        return field.settings.get("country") == "FI"
