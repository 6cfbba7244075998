"""Renders a page of text, links and figures."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from stuga.platform.ui.environment import fragment
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.dashboard_view import Metric
from stuga.platform.ui.screens.markdown import markdown_html
from stuga.platform.ui.screens.page_view import (
    Divider,
    Heading,
    Image,
    LinkButton,
    PageView,
    Part,
    Text,
)
from stuga.platform.ui.screens.short_list import ShortList


def page_html(view: PageView, locale: Locale) -> Markup:
    parts = [(_name(part), part) for part in view.parts]
    return fragment("screens/page.html", locale, view=view, parts=parts, markdown=markdown_html)


_NAMES: Final[Mapping[type, str]] = {
    Heading: "heading",
    Text: "text",
    Divider: "divider",
    LinkButton: "button",
    Metric: "metric",
    Image: "image",
    ShortList: "list",
}


def _name(part: Part) -> str:
    return _NAMES.get(type(part), "unknown")
