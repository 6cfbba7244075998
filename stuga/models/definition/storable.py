"""Finds in JSON what neither PostgreSQL nor UTF-8 has a place for."""

import re
from math import isfinite
from typing import Final

from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonValue

_BROKEN: Final = re.compile("[\x00\ud800-\udfff]")


def is_broken(text: str) -> bool:
    """Tell whether a text holds NUL or half a character (a lone surrogate)."""
    return _BROKEN.search(text) is not None


def unstorable(document: JsonValue) -> Errors:
    """Find broken texts and names, and numbers without end, wherever they stand.

    Without recursion, so that nothing can overflow it.
    """
    found: dict[str, Refused] = {}
    left: list[tuple[str, JsonValue]] = [("", document)]
    while left:
        at, value = left.pop()
        if isinstance(value, dict):
            left += [(f"{at}/{_readable(name)}", one) for name, one in value.items()]
            if any(is_broken(name) for name in value):
                found[at] = Refused("text-broken")
        elif isinstance(value, list):
            left += [(f"{at}/{position}", one) for position, one in enumerate(value)]
        elif isinstance(value, str) and is_broken(value):
            found[at] = Refused("text-broken")
        elif isinstance(value, float) and not isfinite(value):
            found[at] = Refused("number-invalid")
    return found


def _readable(name: str) -> str:
    escaped = name.replace("~", "~0").replace("/", "~1")
    return _BROKEN.sub("\N{REPLACEMENT CHARACTER}", escaped)
