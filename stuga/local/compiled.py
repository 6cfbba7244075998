"""Compiled Python kept below our home, where the environment forbids to keep it beside its source.

Without it every start compiles all there is, which takes longer than the rest of the start.
"""

import sys
from collections.abc import Mapping
from pathlib import Path


def keep(home: Path) -> None:
    """Let what this process imports from now on be kept. A home that is not there is not made."""
    if sys.dont_write_bytecode and home.is_dir():
        sys.dont_write_bytecode = False
        sys.pycache_prefix = _folder(home)


def environ(home: Path) -> Mapping[str, str]:
    """Return the environment that lets parts of ours do the same."""
    if sys.dont_write_bytecode or sys.pycache_prefix == _folder(home):
        return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": _folder(home)}
    return {}


def _folder(home: Path) -> str:
    return str(home / "compiled")
