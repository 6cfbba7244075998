"""Log files of the parts: put aside by size, so that they do not grow for ever."""

from itertools import pairwise
from pathlib import Path

LARGEST_BYTES = 5_000_000
KEPT = 3


def rotate(log: Path, *, largest_bytes: int = LARGEST_BYTES) -> None:
    """Move a large log to `.1`, that to `.2`, and so on; the oldest goes."""
    if not log.exists() or log.stat().st_size < largest_bytes:
        return
    names = [log, *(log.with_name(f"{log.name}.{age}") for age in range(1, KEPT + 1))]
    for newer, older in reversed(list(pairwise(names))):
        if newer.exists():
            newer.replace(older)
