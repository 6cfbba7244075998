"""What the settings of single kinds read like: countries, units, what data is."""

from collections.abc import Mapping
from typing import Final

from stuga.builder.designer.field_form import DECIMALS, LENGTHS
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


def settings_offered(kind: Kind, locale: Locale) -> dict[str, object]:
    """Return what the form of a field offers for the settings of its kind alone."""
    return {
        "lengths": LENGTHS,
        "decimals": DECIMALS,
        "countries": [
            (code, str(locale.babel.territories.get(code, code))) for code in kind.countries
        ],
        "units": [(name, locale.text(words)) for name, words in UNIT_WORDS.items()],
        "holdings": [(name, locale.text(words)) for name, words in HOLDING_WORDS.items()],
    }
