"""A comment as HTML: allow-listed Markdown, and the names of those it mentions."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from markupsafe import Markup, escape

from stuga.platform.ui.screens.markdown import markdown_html

MENTION: Final = re.compile(
    r"@\[([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\]", re.ASCII
)
"""Who is mentioned, as it is kept."""
_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACE: Final = re.compile(f"{_OPEN}([0-9a-f-]+){_CLOSE}")


def remark_html(text: str, names: Mapping[str, str], nobody: str) -> Markup:
    """Render a comment; a person who is no longer known is called `nobody`."""
    plain = text.replace(_OPEN, "").replace(_CLOSE, "")
    html = markdown_html(MENTION.sub(rf"{_OPEN}\1{_CLOSE}", plain))

    def name(found: re.Match[str]) -> str:
        who = escape(names.get(found[1]) or nobody)
        return f'<span class="mention">@{who}</span>'

    return Markup(_PLACE.sub(name, html))  # noqa: S704  # HTML of our own, names escaped


def with_names(text: str, name_of: Callable[[str], str]) -> str:
    """Put names in the place of ids, as one types them."""
    return MENTION.sub(lambda found: f"@{name_of(found[1])}", text)
