"""What is said of a local installation before there are settings: its folder and its port."""

import os
from pathlib import Path
from typing import Final

DEFAULT_PORT: Final = 8000


def home() -> Path:
    """Return where a local installation keeps its things."""
    return (named_home() or Path(".stuga")).resolve()


def named_home() -> Path | None:
    """Return the folder that was named for our things, if one was."""
    said = os.environ.get("STUGA_HOME")  # noqa: TID251  # asked before there are settings
    return Path(said) if said else None


def port_text() -> str:
    """Return what was said of the port, if anything."""
    return os.environ.get("STUGA_PORT", "")  # noqa: TID251  # as above
