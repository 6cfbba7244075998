"""Names of files as people gave them, without what a name must not hold."""

import unicodedata
from typing import Final

LONGEST: Final = 200
UNNAMED: Final = "file"
_BAD: Final = frozenset('<>:"|?*')


def cleaned(name: str) -> str:
    """Return the last part of a path, without signs that steer or deceive, at most 200 long.

    The ending stays: it says what the file is.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(one for one in last if _is_plain(one)).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        return kept[:LONGEST] or UNNAMED
    return f"{(stem.strip() or UNNAMED)[: LONGEST - len(ending) - 1]}.{ending}"[-LONGEST:]


def _is_plain(sign: str) -> bool:
    return sign not in _BAD and unicodedata.category(sign)[0] != "C"
