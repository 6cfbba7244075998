"""Looks at what was sent as a picture, and draws it anew: its pixels are kept, nothing else."""

from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import BinaryIO, Final

from stuga.models.definition.refusals import Refused
from stuga.platform.errors import UnavailableError
from stuga.platform.pictures.commands import DrawnPicture
from stuga.platform.pictures.redraw import Picture as Redrawn
from stuga.platform.pictures.redraw import redraw
from stuga.platform.pictures.refusals import PictureRefusedError

MOST_BYTES: Final = 10_000_000
MEGABYTE: Final = 1_000_000
LONGEST_SIDE: Final = 2_000
"""In pixels: as wide as any place for a picture is on a sharp screen."""
HEAD: Final = 512
AT_ONCE: Final = 2
"""Pictures that one process of the server draws at the same time: each may take much memory."""
WAIT: Final = 30
"""Seconds that the others wait for their turn."""
_turns: Final = BoundedSemaphore(AT_ONCE)


def drawn(title: str, content: BinaryIO) -> tuple[DrawnPicture, bytes]:
    """Draw a picture anew; return it with its thumbnail.

    :raises PictureRefusedError: if it is too large, or none that is taken
    :raises UnavailableError: if others' pictures take all turns
    """
    raw = content.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise PictureRefusedError(Refused("file-large", {"megabytes": MOST_BYTES // MEGABYTE}))
    media_type = _type_of(raw)
    with TemporaryDirectory(prefix="stuga-picture-") as made:
        folder = Path(made)
        source = folder / "source"
        source.write_bytes(raw)
        found = _in_turn(source, media_type, folder)
        if isinstance(found, Refused):
            raise PictureRefusedError(found)
        picture = DrawnPicture(
            title=title,
            content=found.path.read_bytes(),
            media_type=media_type,
            width=found.width,
            height=found.height,
        )
        return picture, found.thumb.read_bytes()


def _in_turn(source: Path, media_type: str, folder: Path) -> Redrawn | Refused:
    if not _turns.acquire(timeout=WAIT):
        raise UnavailableError(seconds=WAIT)
    try:
        # Nobody who reads a page could stop what moves on it (WCAG 2.2.2).
        return redraw(source, media_type, folder, longest_side=LONGEST_SIDE, still=True)
    finally:
        _turns.release()


def _type_of(raw: bytes) -> str:
    """Tell what a picture is by how it begins; what it is called says nothing."""
    if not raw:
        raise PictureRefusedError(Refused("file-empty"))
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if raw.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "image/webp"
    is_svg = b"<svg" in raw[:HEAD].lower()
    raise PictureRefusedError(Refused("image-svg" if is_svg else "image-type"))
