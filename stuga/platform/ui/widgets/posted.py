"""Names of controls: those of a field begin with its own, those of a row with its list and row."""

from collections.abc import Mapping, Sequence
from typing import Final

BETWEEN: Final = "."


def below(posted: Mapping[str, Sequence[str]], name: str) -> dict[str, Sequence[str]]:
    """Return what stands under a name, by what is left of the names: "" for the name itself."""
    start = name + BETWEEN
    return {
        "" if one == name else one.removeprefix(start): texts
        for one, texts in posted.items()
        if one == name or one.startswith(start)
    }


def row_keys(posted: Mapping[str, Sequence[str]], name: str = "") -> list[str]:
    """List the rows of a list in their order; each is there once."""
    return list(dict.fromkeys(key for key in posted.get(name, ()) if is_row(key)))


def is_row(key: str) -> bool:
    """Tell whether a row can be called so: by a number that nobody reads."""
    return key.isascii() and key.isdigit() and len(key) <= len("99999")
