"""What a page shows of a theme that is being chosen: fields, and the colours that come of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.colours import HEX, Accent, contrast, derived
from stuga.models.definition.reading import text_at
from stuga.models.json import JsonObject
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.theme import CORNERS, DENSITIES

FIRST: Final = "#0b6e4f"
CORNER_WORDS: Final = {"sharp": msgid("Sharp"), "soft": msgid("Soft"), "round": msgid("Round")}
DENSITY_WORDS: Final = {"comfortable": msgid("Comfortable"), "compact": msgid("Compact")}


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour of one scheme, and how well it is read."""

    title: str
    ground: str
    accent: Accent
    contrast: str
    words: str


@dataclass(frozen=True, slots=True)
class ThemeForm:
    """The fields of a theme with what is chosen; an empty choice leaves it to what is below."""

    values: Mapping[str, str]
    corners: Sequence[tuple[str, str]]
    densities: Sequence[tuple[str, str]]
    swatches: Sequence[Swatch]


def form_of(theme: JsonObject, locale: Locale, *, below: str) -> ThemeForm:
    """Return the form; `below` says what an empty choice leaves it to."""
    accent = text_at(theme, "accent")
    values = {
        "own": "yes" if accent else "",
        "accent": accent or FIRST,
        "corner": text_at(theme, "corner"),
        "density": text_at(theme, "density"),
    }
    return ThemeForm(
        values,
        [("", below), *((key, locale.text(CORNER_WORDS[key])) for key in CORNERS)],
        [("", below), *((key, locale.text(DENSITY_WORDS[key])) for key in DENSITIES)],
        _swatches(accent, locale) if accent else (),
    )


def typed_theme(form: Mapping[str, str]) -> JsonObject:
    """Read a theme from its form; what is none of the choices is left out."""
    found: JsonObject = {}
    accent = form.get("accent", "").strip().lower()
    if form.get("own") and HEX.fullmatch(accent):
        found["accent"] = accent
    for name, choices in (("corner", tuple(CORNERS)), ("density", DENSITIES)):
        if form.get(name) in choices:
            found[name] = form[name]
    return found


def is_typed_well(form: Mapping[str, str]) -> bool:
    """Tell whether the colour is one, if one is asked for."""
    return not form.get("own") or bool(HEX.fullmatch(form.get("accent", "").strip()))


def _swatches(accent: str, locale: Locale) -> Sequence[Swatch]:
    both = derived(accent)
    grounds = (
        (locale.text("Light"), "#ffffff", both.light),
        (locale.text("Dark"), "#1a1f1d", both.dark),
    )
    return [
        Swatch(
            title,
            ground,
            one,
            locale.number(round(contrast(one.accent, ground), 1)),
            locale.text("Moved until it can be read") if one.moved else locale.text("As chosen"),
        )
        for title, ground, one in grounds
    ]
