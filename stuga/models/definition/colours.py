"""Accents that can be read: from one chosen colour the ones of both schemes, by measured contrast.

Lightness is moved in OKLCH, where a step looks as large in every hue; chroma gives way where a
colour would lie outside sRGB.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

TEXT_CONTRAST: Final = 4.5
SHAPE_CONTRAST: Final = 3.0
HEX: Final = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
STEP: Final = 0.005
SOFTNESS: Final = 0.09
DARKEST: Final = 0.22
_GIVE_WAY: Final = 0.97

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Ground:
    """What an accent stands on in a scheme, which way it moves, and what it then at least has."""

    page: str
    surface: str
    way: int
    lightness: float = 0.0
    vividness: float = 1.0
    chroma: float = 1.0


# As the tokens of the stylesheet have them; a test holds them together. In dark a colour that must
# move becomes as light as Stuga's own: one that only just passes looks dull beside it.
# Strong colours give way, or they would glare.
LIGHT: Final = Ground("#f6f7f6", "#ffffff", -1)
DARK: Final = Ground("#121614", "#1a1f1d", 1, lightness=0.76, vividness=1.18, chroma=0.13)


@dataclass(frozen=True, slots=True)
class Accent:
    """Colours of one scheme: for acts and what is chosen, its soft ground, what stands on it."""

    accent: str
    soft: str
    on_accent: str
    moved: bool


@dataclass(frozen=True, slots=True)
class Accents:
    """What was derived from one colour for both schemes."""

    chosen: str
    light: Accent
    dark: Accent


@lru_cache(maxsize=256)
def derived(chosen: str) -> Accents:
    """Return the accents of both schemes; each pair that is read passes 4.5:1.

    :raises ValueError: if it is no colour as `#0b6e4f`
    """
    if not HEX.fullmatch(chosen):
        raise ValueError(chosen)
    return Accents(chosen.lower(), _accent(chosen, LIGHT), _accent(chosen, DARK))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG measures it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def passes(accent: Accent, ground: Ground) -> bool:
    """Tell whether everything that is read in these colours can be."""
    read = (
        (accent.accent, ground.surface),
        (accent.accent, ground.page),
        (accent.accent, accent.soft),
        (accent.on_accent, accent.accent),
    )
    return all(contrast(*pair) >= TEXT_CONTRAST for pair in read)


def _accent(chosen: str, ground: Ground) -> Accent:
    lightness, chroma, hue = _to_oklch(_linear(chosen))
    found = _try(lightness, chroma, hue, ground, given=chosen.lower())
    if not passes(found, ground):
        lightness = max(lightness, ground.lightness)
        chroma = min(chroma * ground.vividness, ground.chroma)
    while not passes(found, ground) and 0 <= lightness + ground.way * STEP <= 1:
        lightness += ground.way * STEP
        found = _try(lightness, chroma, hue, ground)
    return found


def _try(lightness: float, chroma: float, hue: float, ground: Ground, given: str = "") -> Accent:
    accent = given or _to_hex(lightness, chroma, hue)
    soft = _mixed(accent, ground.surface, SOFTNESS)
    on_accent = "#ffffff" if ground.way < 0 else _to_hex(DARKEST, min(chroma, 0.06), hue)
    return Accent(accent, soft, on_accent, moved=not given)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _opened(red), _opened(green), _opened(blue)


def _opened(part: float) -> float:
    if part <= 0.04045:  # noqa: PLR2004  # as sRGB defines it
        return part / 12.92
    return math.pow((part + 0.055) / 1.055, 2.4)


def _closed(part: float) -> float:
    if part <= 0.0031308:  # noqa: PLR2004  # as above
        return part * 12.92
    return 1.055 * math.pow(part, 1 / 2.4) - 0.055


def _to_oklab(linear: Rgb) -> Rgb:
    red, green, blue = linear
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _from_oklab(lab: Rgb) -> Rgb:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _to_oklch(linear: Rgb) -> Rgb:
    lightness, a, b = _to_oklab(linear)
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _to_hex(lightness: float, chroma: float, hue: float) -> str:
    """Write a colour, with less chroma where it would lie outside what screens show."""
    linear = _from_oklab((lightness, chroma * math.cos(hue), chroma * math.sin(hue)))
    while chroma > 0.001 and not all(-0.0005 <= part <= 1.0005 for part in linear):  # noqa: PLR2004
        chroma *= _GIVE_WAY
        linear = _from_oklab((lightness, chroma * math.cos(hue), chroma * math.sin(hue)))
    return _written(linear)


def _written(linear: Rgb) -> str:
    parts = (round(255 * _closed(min(1.0, max(0.0, part)))) for part in linear)
    return "#" + "".join(f"{part:02x}" for part in parts)


def _mixed(one: str, other: str, share: float) -> str:
    """Mix two colours, so much of the first."""
    first, second = _to_oklab(_linear(one)), _to_oklab(_linear(other))
    lightness, a, b = (share * x + (1 - share) * y for x, y in zip(first, second, strict=True))
    return _written(_from_oklab((lightness, a, b)))
