"""Has a document set in type by a process of its own, within a time, and returns the PDF."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Final

from stuga.models.json import JsonObject
from stuga.platform.errors import TooSlowError, UnavailableError
from stuga.platform.telemetry import log
from stuga.platform.ui.locale import Locale

HERE: Final = Path(__file__).parent
SECONDS: Final = 20
AT_ONCE: Final = 2
"""Documents that one process of the server sets at the same time; the others wait."""
_turns: Final = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document to be printed.

    :ivar place: the app it is from
    :ivar wide: whether the sheet lies on its side
    :ivar pictures: those that blocks name, of which each must be here; their names are our own
    """

    title: str
    organisation: str
    place: str
    made: datetime
    blocks: Sequence[JsonObject]
    wide: bool = False
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def pdf_of(
    paper: Paper, locale: Locale, *, seconds: int = SECONDS, system_fonts: bool = True
) -> bytes:
    """Return a document as PDF/A-2a and PDF/UA-1.

    :raises TooSlowError: if it takes longer than it may
    :raises UnavailableError: if others' documents take all turns, or it cannot be set
    """
    if not _turns.acquire(timeout=seconds):
        raise UnavailableError(seconds=seconds)
    try:
        with TemporaryDirectory() as root:
            for name, content in paper.pictures.items():
                (Path(root) / name).write_bytes(content)
            asked = {
                "paper": _told(paper, locale),
                "template": _template(),
                "root": root,
                "timestamp": int(paper.made.timestamp()),
                "seconds": seconds,
                "system_fonts": system_fonts,
            }
            return _run(json.dumps(asked).encode(), seconds)
    finally:
        _turns.release()


def _run(asked: bytes, seconds: int) -> bytes:
    try:
        found = subprocess.run(  # noqa: S603  # our own program; what is printed goes in as data
            [sys.executable, "-I", str(HERE / "child.py")],
            input=asked,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise TooSlowError from None
    if found.returncode or not found.stdout.startswith(b"%PDF"):
        # What it says may hold what is printed, so only its last kind of error is noted.
        words = found.stderr.decode(errors="replace").strip().splitlines()
        kind = words[-1].partition(":")[0] if words else ""
        log.error("paper.unset", code=found.returncode, kind=kind)
        raise UnavailableError
    return found.stdout


def _told(paper: Paper, locale: Locale) -> JsonObject:
    made = locale.datetime(paper.made, "long")
    return {
        "title": paper.title or paper.place or paper.organisation,
        "organisation": paper.organisation,
        "place": paper.place,
        "language": locale.language,
        "made": locale.text("Printed {when}", when=made),
        "page": locale.text("Page {number} of {count}", number="{number}", count="{count}"),
        "lacking": locale.text(
            "Letters that the fonts of this server lack are shown as {box}.", box="□"
        ),
        "wide": paper.wide,
        "blocks": [*paper.blocks],
    }


@cache
def _template() -> str:
    return (HERE / "paper.typ").read_text(encoding="utf-8")
