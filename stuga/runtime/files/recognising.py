"""What a file is: its name's ending, its content and what the field takes must all agree."""

import re
import zipfile
from typing import BinaryIO, Final

from stuga.models.definition.kinds.attached import accepted
from stuga.models.definition.media import (
    BY_EXTENSION,
    MEDIA,
    Look,
    Media,
    endings_of,
    extension_of,
    is_accepted,
)
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject

HEAD: Final = 8_192
SURE: Final = 0.3
NEAR: Final = 0.25
"""How much less likely than the likeliest another answer may be, and still count."""
MOST_MEMBERS: Final = 10_000
LONGEST_MIMETYPE: Final = 100
_PAGE: Final = re.compile(
    r"\A<(?:!doctype\s+html|html|head|body|svg|script|iframe|\?php)\b|<(?:svg|html)\s[^>]*xmlns",
    re.IGNORECASE,
)
"""What a browser would take for a page, or for a drawing that can hold scripts."""
_TEXTS: Final = {end for one in MEDIA if one.look is Look.TEXT for end in one.extensions}
_CONTROLS: Final = frozenset(range(32)) - {9, 10, 12, 13, 27}


def recognised(name: str, content: BinaryIO, schema: JsonObject) -> Media | Refused:
    """Tell what a file is, or why it is not taken."""
    extension = extension_of(name)
    media = BY_EXTENSION.get(extension)
    takes = accepted(schema)
    if media is None or not is_accepted(media, takes):
        return Refused("file-type", {"types": endings_of(takes)})
    content.seek(0)
    agrees = _LOOKS[media.look](content, media)
    content.seek(0)
    return media if agrees else Refused("file-content", {"type": extension})


def _is_signed(content: BinaryIO, media: Media) -> bool:
    return bool({f".{one}" for one in _likely(content.read(HEAD))} & set(media.marks))


def _likely(head: bytes, sure: float = 0.0) -> set[str]:
    """Return the endings that a recogniser finds likely for content that begins so."""
    # It reads its table of signatures when it is imported.
    import puremagic  # noqa: PLC0415

    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return set()
    best = max((one.confidence for one in found), default=0.0)
    least = max(sure, best - NEAR)
    return {one.extension.lstrip(".").lower() for one in found if one.confidence >= least}


def _is_zipped(content: BinaryIO, media: Media) -> bool:
    try:
        with zipfile.ZipFile(content) as archive:
            names = archive.namelist()
            if len(names) > MOST_MEMBERS:
                return False
            if not media.marks:
                return True
            said = _mimetype(archive) if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return False
    return said in media.marks or any(name.startswith(tuple(media.marks)) for name in names)


def _mimetype(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as member:
        return member.read(LONGEST_MIMETYPE).decode("ascii", "replace").strip()


def _is_text(content: BinaryIO, media: Media) -> bool:
    head = content.read(HEAD)
    if not head or _CONTROLS.intersection(head):
        return _is_wide_text(head)
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    likely = _likely(head, SURE)
    if _PAGE.search(text) or (likely and not likely & _TEXTS):
        return False
    return not media.marks or text.startswith(tuple(media.marks))


def _is_wide_text(head: bytes) -> bool:
    """Tell whether it is UTF-16, whose every other byte is no letter."""
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    whole = head[: len(head) // 2 * 2]
    text = whole.decode("utf-16", "replace")
    return "\ufffd" not in text[:-1] and not any(ord(one) in _CONTROLS for one in text)


_LOOKS: Final = {Look.SIGNED: _is_signed, Look.ZIPPED: _is_zipped, Look.TEXT: _is_text}
