"""Bytes to text: which encoding a file is written in, and which files are no text at all."""

import codecs
from collections.abc import Mapping
from typing import Final

from stuga.models.definition.refusals import Refused
from stuga.platform.errors import InvalidError

MOST_BYTES: Final = 8_000_000
MOST_ROWS: Final = 100_000
FILE: Final = "/file"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_OTHERS: Final = (
    (b"PK\x03\x04", "file-workbook"),
    (b"\xd0\xcf\x11\xe0", "file-workbook"),
    (b"%PDF", "file-binary"),
    (b"\x1f\x8b", "file-binary"),
)
_BY_BYTE: Final[Mapping[str, str]] = {
    "cp1252": "Windows-1252",
    "cp850": "CP850",
    "mac_roman": "Mac Roman",
}
_LETTERS: Final = "åäöæøéüÅÄÖÆØÉÜàáâèêëíîïòóôùúçñßÁÍÓÚÑÇ"
_SIGNS: Final = "\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u20ac£§°·½\u00a0"
_LIKELY: Final = frozenset(_LETTERS + _SIGNS)


def refused(code: str, **arguments: str | int) -> InvalidError:
    """Return the error of a file that cannot be taken."""
    return InvalidError({FILE: Refused(code, arguments)})


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text of a file, its lines ended by line feeds, and its encoding's name.

    :raises InvalidError: if it is empty, too large, or no text
    """
    if not content.strip():
        raise refused("file-empty")
    if len(content) > MOST_BYTES:
        raise refused("file-too-large", most=MOST_BYTES // 1_000_000)
    for beginning, code in _OTHERS:
        if content.startswith(beginning):
            raise refused(code)
    text, name = _read(content)
    if "\0" in text:
        raise refused("file-binary")
    if "\n" not in text:
        text = text.replace("\r", "\n")  # as the oldest systems end their lines
    return text, name


def _read(content: bytes) -> tuple[str, str]:
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(codec), name
            except UnicodeDecodeError:
                raise refused("file-broken-text", name=name) from None
    if b"\0" in content:
        raise refused("file-binary")
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _single_bytes(content)


def _single_bytes(content: bytes) -> tuple[str, str]:
    """Choose among the old encodings by how many of their letters are ones our languages have."""
    beyond = bytes(byte for byte in content if byte >= 0x80)  # noqa: PLR2004  # ASCII ends there

    def likely(codec: str) -> int:
        letters = beyond.decode(codec, errors="replace")
        return sum(1 if letter in _LIKELY else -1 for letter in letters)

    codec = max(_BY_BYTE, key=likely)
    return content.decode(codec, errors="replace"), _BY_BYTE[codec]
