"""The apps that one can start from: whole definitions, with roles, screens and privacy."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from stuga.models.definition.document import App
from stuga.models.definition.pictures import PictureName, uses
from stuga.models.json import JsonObject
from stuga.platform.pictures.commands import DrawnPicture

FILES: Final = ("case_handling.json", "equipment_bookings.json")


@dataclass(frozen=True, slots=True)
class Template:
    """An app to start from; its texts are complete in each of its languages."""

    app: App

    @property
    def key(self) -> str:
        return self.app.key

    def title(self, language: str) -> str:
        return self.app.words(language).text("app.title")

    def description(self, language: str) -> str:
        return self.app.words(language).text("app.description")

    def pictures(self) -> Iterator[DrawnPicture]:
        """Yield the pictures that its pages show; they are drawn by us, and lie beside it."""
        folder = resources.files("stuga.builder.templates") / "pictures"
        for name in dict.fromkeys(one.name for one in uses(self.app.document)):
            told = PictureName.read(name)
            if told is not None:
                yield DrawnPicture(
                    title=self.app.title,
                    content=(folder / name).read_bytes(),
                    media_type=told.media_type,
                    width=told.width,
                    height=told.height,
                )

    def document(self) -> JsonObject:
        """Give a definition of one's own to begin with."""
        copied: JsonObject = json.loads(json.dumps(self.app.document))
        return copied


@cache
def templates() -> Mapping[str, Template]:
    """Read the templates that ship with the product, by key."""
    folder = resources.files("stuga.builder.templates")
    documents = [json.loads((folder / name).read_text("utf-8")) for name in FILES]
    return {app.key: Template(app) for app in map(App.read, documents)}
