"""Logos: the picture beside the name of whose pages these are."""

from dataclasses import dataclass
from typing import Final

from stuga.models.definition.pictures import PictureName
from stuga.models.definition.reading import text_at
from stuga.models.json import JsonObject
from stuga.platform.ui.locale import msgid

DARK_ALONE: Final = msgid(
    "It stands in for the other logo on dark pages. Choose that one too, or neither."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One picture of a logo: its address from the tenant's root, its size in pixels."""

    href: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A logo for a light ground, perhaps another for a dark one.

    :ivar title: whose it is: what it says to those who do not see it
    """

    title: str
    light: Drawn
    dark: Drawn | None = None


def logo_of(theme: JsonObject, place: str, title: str) -> Logo | None:
    """Return the logo that a theme names; None if it names none.

    :param place: where the pictures lie, from the tenant's root, with a slash at its end
    """
    light = _drawn(theme, "logo", place)
    if light is None:
        return None
    return Logo(title=title, light=light, dark=_drawn(theme, "logo_dark", place))


def _drawn(theme: JsonObject, member: str, place: str) -> Drawn | None:
    name = PictureName.read(text_at(theme, member))
    if name is None:
        return None
    return Drawn(href=f"{place}{name.text}", width=name.width, height=name.height)
