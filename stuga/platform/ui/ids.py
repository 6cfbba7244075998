"""Every id in a page is made here."""

import re
from typing import Final

_FOREIGN: Final = re.compile(r"[^A-Za-z0-9_]")


def ids(*parts: object) -> str:
    """Make one id from what it belongs to; different parts never give the same one."""
    return "-".join(_FOREIGN.sub(lambda hit: f".{ord(hit[0]):x}.", str(part)) for part in parts)


def named(label: str, control: str = "control") -> str:
    """Return the label, refusing to render a control without one.

    :raises ValueError: if nobody could tell what the control is
    """
    if not str(label).strip():
        raise ValueError(f"A {control} needs a label")
    return label
