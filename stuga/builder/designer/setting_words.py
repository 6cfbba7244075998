"""What the settings of single kinds read like: countries, units, what data is."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition.kinds import Kind
from stuga.platform.ui import Locale, msgid

UNIT_WORDS: Final[Mapping[str, str]] = {
    "hour": msgid("Hours"),
    "minute": msgid("Minutes"),
    "day": msgid("Days, which are shown too"),
}
HOLDING_WORDS: Final[Mapping[str, str]] = {
    "object": msgid("An object with named members"),
    "array": msgid("A list"),
}


def countries_said(kind: Kind, locale: Locale) -> list[tuple[str, str]]:
    """Offer the countries of a kind by their names."""
    return [(code, str(locale.babel.territories.get(code, code))) for code in kind.countries]
