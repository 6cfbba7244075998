"""The pictures among a record's files, as its paper shows them: small, and those one may see."""

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.definition.reading import text_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import NotFoundError, NotSignedInError
from stuga.platform.storage import MissingObjectError
from stuga.platform.ui.paper import FILE_PICTURE
from stuga.runtime.files import blobs
from stuga.runtime.files.commands import OpenFile
from stuga.runtime.files.opening import open_file
from stuga.runtime.serving.visits import Visit

MOST: Final = 40
"""Pictures in one document; the others are named, as every file is."""
MOST_BYTES: Final = 5_000_000
SHARE: Final = 0.6
HEIGHT: Final = 60
"""In millimetres: a quarter of a sheet's height at most."""


def with_files(
    at: Visit, blocks: Sequence[JsonObject]
) -> tuple[Sequence[JsonObject], dict[str, bytes]]:
    """Return the blocks of a page, and the pictures among its files by name.

    Each that is drawn leaves the entry of a file that was read. What is not there, not open to the
    reader, or beyond the limits is named only.
    """
    found: dict[str, bytes] = {}
    for one in dict.fromkeys(_named_in([*blocks])):
        if len(found) < MOST and (content := _content(at, one)):
            if sum(map(len, found.values())) + len(content) > MOST_BYTES:
                break
            found[_name_of(one)] = content
    return [_drawn(one, found) for one in blocks], found


def _named_in(value: JsonValue) -> Iterator[str]:
    """Yield the files that blocks would show, in their order."""
    if isinstance(value, dict) and value.get("kind") == FILE_PICTURE:
        yield text_at(value, "file")
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _named_in(part)


def _content(at: Visit, file_id: str) -> bytes:
    """Return a picture as it is shown small; nothing if it is not for the reader."""
    found = id_of(file_id)
    if found is None:
        return b""
    try:
        wanted = OpenFile(app=at.app.key, id=UUID(found), now=at.now, thumb=True, holder=at.browser)
        with blobs.reading_thumb(open_file(at.actor, wanted).id) as pieces:
            return b"".join(pieces)
    except (NotFoundError, NotSignedInError, MissingObjectError):
        return b""


def _name_of(file_id: str) -> str:
    return f"{id_of(file_id)}.webp"


def _drawn(block: JsonObject, found: dict[str, bytes]) -> JsonObject:
    return {name: _within(value, found) for name, value in block.items()}


def _within(value: JsonValue, found: dict[str, bytes]) -> JsonValue:
    """Copy what stands in a block with its pictures, but for those that are not drawn."""
    if isinstance(value, list):
        return [_within(one, found) for one in value if not _is_lost(one, found)]
    if not isinstance(value, dict):
        return value
    if value.get("kind") != FILE_PICTURE:
        return _drawn(value, found)
    return {
        "kind": "picture",
        "name": _name_of(text_at(value, "file")),
        "about": text_at(value, "about"),
        "share": SHARE,
        "height": HEIGHT,
        "runs": [],
    }


def _is_lost(value: JsonValue, found: dict[str, bytes]) -> bool:
    is_file = isinstance(value, dict) and value.get("kind") == FILE_PICTURE
    return is_file and isinstance(value, dict) and _name_of(text_at(value, "file")) not in found
