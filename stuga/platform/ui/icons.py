"""The sprite's icons and line drawings."""

import re
from collections.abc import Callable
from functools import cache

from markupsafe import Markup

from stuga.platform.ui.catalogue import PACKAGE


@cache
def names(sprite: str = "icons.svg") -> frozenset[str]:
    """List what the sprite holds."""
    text = (PACKAGE / "static" / sprite).read_text(encoding="utf-8")
    return frozenset(re.findall(r'<symbol id="([^"]+)"', text))


def icon(static_url: Callable[[str], str], name: str, *, large: bool = False) -> Markup:
    """Draw a 20 px icon beside a text that says the same; screen readers pass it by."""
    size = 24 if large else 20
    return Markup(
        '<svg class="icon" width="{0}" height="{0}" aria-hidden="true"><use href="{1}#{2}"/></svg>'
    ).format(size, static_url("icons.svg"), _known("icons.svg", name))


def drawing(static_url: Callable[[str], str], name: str, *, shape: str = "drawing") -> Markup:
    """Draw a picture for an empty place."""
    return Markup(
        '<svg class="{}" width="200" height="140" aria-hidden="true"><use href="{}#{}"/></svg>'
    ).format(shape, static_url("drawings.svg"), _known("drawings.svg", name))


def _known(sprite: str, name: str) -> str:
    if name not in names(sprite):
        raise LookupError(f"{sprite} has no {name!r}")
    return name
