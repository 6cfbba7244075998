"""The pictures that a page on paper shows: fetched for it, as far as they are there."""

from collections.abc import Iterator, Sequence
from typing import Final

from stuga.models.definition.pictures import PictureName
from stuga.models.definition.reading import text_at
from stuga.models.json import JsonObject
from stuga.platform.pictures import queries
from stuga.platform.pictures.commands import Owner
from stuga.platform.pictures.sending import content_of
from stuga.platform.storage import MissingObjectError

MOST: Final = 20_000_000
"""Bytes of pictures in one document; what goes beyond is named."""


def with_pictures(
    owner: Owner, blocks: Sequence[JsonObject]
) -> tuple[Sequence[JsonObject], dict[str, bytes]]:
    """Return the blocks of a page, and its pictures by name.

    Of a picture that is not there, or not within the limit, its words stand instead.
    """
    found: dict[str, bytes] = {}
    for name in dict.fromkeys(text_at(one, "name") for one in blocks if _is_picture(one)):
        content = _content(owner, name)
        if content and sum(map(len, found.values())) + len(content) <= MOST:
            found[name] = content
    return [part for one in blocks for part in _shown(one, found)], found


def _is_picture(block: JsonObject) -> bool:
    return block["kind"] == "picture"


def _content(owner: Owner, name: str) -> bytes:
    row = queries.find(owner, name) if PictureName.read(name) else None
    if row is None:
        return b""
    try:
        return content_of(row)[0]
    except MissingObjectError:
        return b""


def _shown(block: JsonObject, found: dict[str, bytes]) -> Iterator[JsonObject]:
    if not _is_picture(block) or block["name"] in found:
        yield block
        return
    about, runs = text_at(block, "about"), block["runs"]
    if about:
        said: JsonObject = {"text": about, "style": "muted", "link": ""}
        yield {"kind": "text", "runs": [said], "style": "muted"}
    if runs:
        yield {"kind": "text", "runs": runs, "style": "muted"}
