"""How large a file is, in words."""

from typing import Final

from stuga.platform.ui.locale import Locale

UNITS: Final = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))


def size_words(size: int, locale: Locale) -> str:
    """Write a number of bytes as people do: `1,2 MB`, `340 kB`, `12 B`."""
    for least, unit in UNITS:
        if size >= least:
            number = size / least
            decimals = 0 if number >= 10 or number == int(number) else 1  # noqa: PLR2004  # two digits are enough
            return f"{locale.number(number, decimals)}\N{NO-BREAK SPACE}{unit}"
    return f"{locale.number(size)}\N{NO-BREAK SPACE}B"
