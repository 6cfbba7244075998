"""Any number of a few."""

from stuga.models.definition.document import Field
from stuga.models.definition.kinds.choice import choices_of
from stuga.models.definition.kinds.choices import items_of
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.control import Option
from stuga.platform.ui.widgets.widget import Frame, Group, Widget


class CheckboxesWidget(Widget):
    name = "checkboxes"
    title = msgid("Choices")
    icon = "list-checks"
    group = Group.CHOICE
    kinds = frozenset({"choices"})
    template = "checkboxes"
    frame = Frame.GROUP

    def typed(self, value: JsonValue, field: Field, locale: Locale) -> tuple[str, ...]:
        _ = field, locale
        return tuple(str(one) for one in value) if isinstance(value, list) else ()

    def options(self, field: Field, locale: Locale) -> tuple[Option, ...]:
        _ = locale
        choices = choices_of(items_of(field.schema))
        return tuple(Option(const, title) for const, title in choices.items())
