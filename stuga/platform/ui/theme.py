"""Themes: an accent, corners and a density become a stylesheet whose address says all of it."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from stuga.models.definition.colours import HEX, derived
from stuga.models.definition.reading import text_at
from stuga.models.json import JsonObject

CORNERS: Final = {
    "sharp": ("0.125rem", "0.1875rem"),
    "soft": ("0.375rem", "0.625rem"),
    "round": ("0.75rem", "1.25rem"),
}
DENSITIES: Final = ("comfortable", "compact")
OWN: Final = "own"
_NAME: Final = re.compile(
    r"(own|[0-9a-f]{6})-(sharp|soft|round)-(comfortable|compact)-([0-9a-z]{1,16})"
)


@dataclass(frozen=True, slots=True)
class Theme:
    """How pages look; an empty accent is Stuga's own."""

    accent: str = ""
    corner: str = "soft"
    density: str = "comfortable"

    @classmethod
    def read(cls, *layers: JsonObject) -> "Theme":
        """Read what the layers ask for; a later one stands over those before it."""
        merged: JsonObject = {
            key: value for layer in layers for key, value in layer.items() if value
        }
        accent = text_at(merged, "accent").lower()
        corner, density = text_at(merged, "corner"), text_at(merged, "density")
        return cls(
            accent if HEX.fullmatch(accent) else "",
            corner if corner in CORNERS else "soft",
            density if density in DENSITIES else "comfortable",
        )

    @property
    def address(self) -> str:
        """Where the stylesheet lies, from the tenant's root; '' if nothing differs."""
        if self == Theme():
            return ""
        name = f"{self.accent.lstrip('#') or OWN}-{self.corner}-{self.density}"
        return f"/theme/{name}-{_digest(stylesheet(self))}.css"


def named(name: str) -> tuple[Theme, bool] | None:
    """Return the theme that an address names, and whether it is today's; None if none is."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    accent, corner, density, digest = found.groups()
    theme = Theme("" if accent == OWN else f"#{accent}", corner, density)
    return theme, digest == _digest(stylesheet(theme))


@lru_cache(maxsize=256)
def stylesheet(theme: Theme) -> str:
    """Write the stylesheet of a theme."""
    small, large = CORNERS[theme.corner]
    lines = [f"--radius: {small};", f"--radius-large: {large};"]
    if theme.accent:
        both = derived(theme.accent)
        pairs = (
            ("accent", both.light.accent, both.dark.accent),
            ("accent-soft", both.light.soft, both.dark.soft),
            ("on-accent", both.light.on_accent, both.dark.on_accent),
        )
        lines += [f"--{name}: light-dark({light}, {dark});" for name, light, dark in pairs]
    inner = "\n".join(f"    {line}" for line in lines)
    css = f"@layer theme {{\n  :root {{\n{inner}\n  }}\n"
    if theme.density == "compact":
        css += "  @media (pointer: fine) { :root { --control: 2rem; --row: 2rem; } }\n"
    return css + "}\n"


def _digest(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:12]
