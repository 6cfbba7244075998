"""How pictures are named, and where a definition uses them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.reading import object_at, objects_at, text_at
from stuga.models.json import JsonObject

NAME: Final = re.compile(r"([0-9a-f]{64})-([1-9][0-9]{0,4})x([1-9][0-9]{0,4})\.(png|jpg|webp)")
TYPES: Final = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
LOGOS: Final = ("logo", "logo_dark")


@dataclass(frozen=True, slots=True)
class PictureName:
    """What the name of a picture says: the digest of its bytes, its size in pixels, its type."""

    text: str
    width: int
    height: int
    media_type: str

    @classmethod
    def read(cls, text: str) -> "PictureName | None":
        found = NAME.fullmatch(text)
        if found is None:
            return None
        return cls(text, int(found[2]), int(found[3]), TYPES[found[4]])


def name_of(digest: str, width: int, height: int, media_type: str) -> str:
    """Name a picture by its bytes."""
    ending = next(end for end, type_ in TYPES.items() if type_ == media_type)
    return f"{digest}-{width}x{height}.{ending}"


@dataclass(frozen=True, slots=True)
class Use:
    """A place of a definition that names a picture; of an element, with its screen."""

    name: str
    pointer: str
    screen: str = ""


def uses(document: JsonObject) -> Iterator[Use]:
    """Yield every place that names a picture, in document order."""
    for key in object_at(document, "screens"):
        screen = object_at(object_at(document, "screens"), key)
        yield from _uses(screen, f"/screens/{key}", key)
    yield from theme_uses(object_at(document, "theme"), "/theme")


def theme_uses(theme: JsonObject, pointer: str = "") -> Iterator[Use]:
    """Yield the logos of a theme."""
    for member in LOGOS:
        if name := text_at(theme, member):
            yield Use(name, f"{pointer}/{member}")


def _uses(raw: JsonObject, pointer: str, screen: str) -> Iterator[Use]:
    for at, step in objects_at(raw, "steps"):
        yield from _uses(step, f"{pointer}/steps/{at}", screen)
    for at, element in objects_at(raw, "elements"):
        here = f"{pointer}/elements/{at}"
        name = text_at(element, "picture")
        if element.get("type") == "image" and name:
            yield Use(name, f"{here}/picture", screen)
        yield from _uses(element, here, screen)
