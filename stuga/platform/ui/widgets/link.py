"""A web address."""

from collections.abc import Mapping

from stuga.models.definition.document import Element, Field
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.widget import Group, ShownAs, Widget


class LinkWidget(Widget):
    name = "link"
    title = msgid("Link")
    icon = "link"
    group = Group.TEXT
    kinds = frozenset({"link"})
    template = "link"
    shown_as = ShownAs.LINK

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = field, element
        # Not type=url: people type addresses without https://.
        return {
            "type": "text",
            "inputmode": "url",
            "autocapitalize": "none",
            "spellcheck": "false",
        }

    def link(self, value: JsonValue) -> str:
        return web_address(value)

    def settings(self, value: JsonValue, field: Field, locale: Locale) -> Mapping[str, str]:
        _ = field, locale
        return {"address": web_address(value)}


def web_address(value: JsonValue) -> str:
    """Give the address if it may stand in a link: only http and https, never a script."""
    if isinstance(value, str) and value.lower().startswith(("https://", "http://")):
        return value
    return ""
