"""The newest migration's name, read from the file that git keeps from being forgotten."""

from pathlib import Path
from typing import Final

MIGRATIONS: Final = Path(__file__).parents[2] / "migrations"


def head() -> str:
    """Return the newest migration's name."""
    return (MIGRATIONS / ".current-head").read_text(encoding="utf-8").strip()
