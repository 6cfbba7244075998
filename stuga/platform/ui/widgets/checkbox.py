"""Yes or no as one box: not ticked is no."""

from collections.abc import Mapping

from stuga.models.definition.document import Field
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.widget import Frame, Posted
from stuga.platform.ui.widgets.yes_no import YesNoWidget


class CheckboxWidget(YesNoWidget):
    name = "checkbox"
    title = msgid("Tick box")
    icon = "check-square"
    template = "checkbox"
    frame = Frame.BARE

    def is_blank(self, posted: Posted, field: Field) -> bool:
        """Tell whether it is not ticked, which is how it stands at first."""
        _ = field
        return "true" not in posted.get("", ())

    def settings(self, value: JsonValue, field: Field, locale: Locale) -> Mapping[str, str]:
        _ = value, field, locale
        return {"on": "true", "off": "false"}
