"""Renders a page of text, links and figures."""

from markupsafe import Markup

from stuga.platform.ui.environment import fragment
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.dashboard_view import Metric
from stuga.platform.ui.screens.markdown import markdown_html
from stuga.platform.ui.screens.page_view import (
    Divider,
    Heading,
    LinkButton,
    PageView,
    Part,
    Text,
)


def page_html(view: PageView, locale: Locale) -> Markup:
    parts = [(_name(part), part) for part in view.parts]
    return fragment("screens/page.html", locale, view=view, parts=parts, markdown=markdown_html)


def _name(part: Part) -> str:
    match part:
        case Heading():
            return "heading"
        case Text():
            return "text"
        case Divider():
            return "divider"
        case LinkButton():
            return "button"
        case Metric():
            return "metric"
        case _:
            return "unknown"
