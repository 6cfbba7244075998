"""What the widgets share that show a register's numbers."""

from collections.abc import Mapping

from stuga.models.definition.document import Element, Field
from stuga.models.definition.refusals import Refused
from stuga.platform.ui.widgets.widget import Group, Widget


class NumberedWidget(Widget):
    """A short box; its digits are checked by the server, where spaces and dashes are taken off."""

    group = Group.TEXT

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = element
        found = {"type": "text", "spellcheck": "false", "data-short": ""}
        if self.has_letters(field):
            return {**found, "autocapitalize": "characters"}
        return {**found, "inputmode": "numeric"}

    def has_letters(self, field: Field) -> bool:
        """Whether the numbers hold letters, which number pads lack."""
        _ = field
        return False

    def refusals(self, field: Field) -> Mapping[str, Refused]:
        _ = field
        return {}
