"""Yes or no as two answers: nothing is chosen until the person chooses."""

from stuga.models.definition.document import Field
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.control import Option
from stuga.platform.ui.widgets.widget import Frame, Group, Widget


class YesNoWidget(Widget):
    name = "yes-no"
    title = msgid("Yes or no")
    icon = "toggle"
    group = Group.CHOICE
    kinds = frozenset({"yes-no"})
    template = "radio"
    frame = Frame.GROUP

    def typed(self, value: JsonValue, field: Field, locale: Locale) -> tuple[str, ...]:
        _ = field, locale
        return (str(value).lower() if isinstance(value, bool) else "",)

    def options(self, field: Field, locale: Locale) -> tuple[Option, ...]:
        _ = field
        return (Option("true", locale.text("Yes")), Option("false", locale.text("No")))
