"""Countries as addresses name them: two letters (ISO 3166-1), read in several languages."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from babel import Locale

_READ_IN: Final = ("sv", "nb", "en", "da", "fi")
# What CLDR counts among territories and is no country that letters are sent to.
_NONE: Final = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


@cache
def country_names(language: str) -> Mapping[str, str]:
    """Map the code of each country to its name, by name."""
    found = Locale.parse(language, sep="-").territories
    named = {
        code: str(name)
        for code, name in found.items()
        if re.fullmatch("[A-Z]{2}", code) and code not in _NONE
    }
    return dict(sorted(named.items(), key=lambda one: one[1].casefold()))


def country_of(text: str, locale: Locale) -> str | None:
    """Find the code of a country that is written as its code or by its name."""
    code = text.strip().upper()
    if code in country_names("en"):
        return code
    return _codes(locale.language).get(text.strip().casefold())


@cache
def _codes(language: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for one in (*_READ_IN, language):
        found.update({name.casefold(): code for code, name in country_names(one).items()})
    return found


_POSTAL: Final[Mapping[str, tuple[str, str]]] = {
    "SE": (r"(?:SE?-)?(\d{3})(\d{2})", r"\1 \2"),
    "NO": (r"(?:NO?-)?(\d{4})", r"\1"),
    "DK": (r"(?:DK?-)?(\d{4})", r"\1"),
    "FI": (r"(?:FI(?:N)?-)?(\d{5})", r"\1"),
}


def postal_code_in(country: str, text: str) -> str | None:
    """Write a postal code as its country does; `None` if it cannot be one there."""
    form = _POSTAL.get(country)
    if form is None:
        return " ".join(text.split()).upper()
    pattern, written = form
    found = re.fullmatch(pattern, "".join(text.split()).upper(), re.ASCII)
    return found.expand(written) if found else None
