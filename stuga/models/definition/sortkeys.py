"""Keys that sort texts as a language does, byte by byte, without the database's help."""

import unicodedata
from collections.abc import Mapping
from typing import Final

LONGEST: Final = 200

# What sorts after z, in order. A plain byte comparison then needs no collation.
_AFTER_Z: Final = "\u0100\u0101\u0102"
_SWEDISH: Final = dict(zip("åäö", _AFTER_Z, strict=True)) | {
    "æ": _AFTER_Z[1],
    "ø": _AFTER_Z[2],
    "ü": "y",
}
_NORWEGIAN: Final = dict(zip("æøå", _AFTER_Z, strict=True)) | {
    "ä": _AFTER_Z[0],
    "ö": _AFTER_Z[1],
    "ü": "y",
}
_LETTERS: Final[Mapping[str, Mapping[str, str]]] = {
    "sv": _SWEDISH,
    "fi": _SWEDISH,
    "nb": _NORWEGIAN,
    "nn": _NORWEGIAN,
    "no": _NORWEGIAN,
    "da": _NORWEGIAN,
}
# Letters that do not come apart into a base letter and an accent; then the signs that stand
# between digits, letters and beyond, which go before the digits, where the other signs are.
_PLAIN: Final = {
    "æ": "ae", "ø": "o", "œ": "oe", "ð": "d", "đ": "d", "þ": "th", "ł": "l", "ħ": "h",
    "\u0131": "i", "ŋ": "n", "ŧ": "t",
} | dict.fromkeys(":;<=>?@[\\]^_`{|}~", "/")  # fmt: skip


def sort_key(text: str, language: str) -> str:
    """Make a key of at most 200 characters; equal keys do not mean equal texts.

    Case and foreign accents are dropped. The key of a prefix is a prefix of the key, whatever
    the case, so the same column serves order, equality and `starts_with`.
    """
    letters = _LETTERS.get(language.replace("_", "-").split("-")[0].lower(), {})
    # Only accents vanish, so four times the length is enough for any word.
    folded = unicodedata.normalize("NFC", text[: LONGEST * 4].casefold())
    return "".join(letters.get(letter) or _plain(letter) for letter in folded)[:LONGEST]


def _plain(letter: str) -> str:
    if "a" <= letter <= "z":
        return letter
    parts = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(_PLAIN.get(part, part) for part in parts if not "\u0300" <= part <= "\u036f")
