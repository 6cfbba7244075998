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


def icon(static_url: Callable[[str], str], name: str) -> Markup:
    """Draw a 20 px icon beside a text that says the same; screen readers pass it by."""
    return _drawn(static_url("icons.svg"), "icons.svg", name, (20, 20), "icon")


def drawing(static_url: Callable[[str], str], name: str) -> Markup:
    """Draw a picture for an empty place."""
    return _drawn(static_url("drawings.svg"), "drawings.svg", name, (200, 140), "drawing")


@cache  # a page draws some fifty icons, and formatting markup is slow
def _drawn(address: str, sprite: str, name: str, size: tuple[int, int], shape: str) -> Markup:
    if name not in names(sprite):
        raise LookupError(f"{sprite} has no {name!r}")
    return Markup(
        '<svg class="{}" width="{}" height="{}" aria-hidden="true"><use href="{}#{}"/></svg>'
    ).format(shape, *size, address, name)
