"""An app as one file: its definition with the pictures that it shows, to take elsewhere."""

import base64
import binascii
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from stuga.builder.designer.desk import Desk
from stuga.models import Picture
from stuga.models.definition.pictures import PictureName, uses
from stuga.models.definition.reading import object_at, text_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.authz import Actor
from stuga.platform.clock import now
from stuga.platform.pictures import blobs, queries, service
from stuga.platform.pictures.commands import AddPicture, Owner
from stuga.platform.pictures.refusals import PictureRefusedError
from stuga.platform.storage import MissingObjectError

FORMAT: Final = "urn:stuga:app-file:1"
MOST_BYTES: Final = 50_000_000
MOST_PICTURES: Final = 100
INNER: Final = ("definition", "pictures")


LARGEST: Final = 5
"""So many pictures are named where a file would be too large."""


class NoAppFileError(ValueError):
    """What was sent is no app as one file."""


class AppFileTooLargeError(ValueError):
    """The file would be larger than what is read back.

    :ivar size: how large it would be, in bytes
    :ivar largest: the largest of its pictures, the largest first
    """

    def __init__(self, size: int, largest: Sequence[Picture]) -> None:
        super().__init__(size)
        self.size, self.largest = size, largest


def written(desk: Desk) -> bytes:
    """Write a draft with the pictures it shows; those that are not here are left out.

    :raises AppFileTooLargeError: if such a file could not be read back
    """
    shown = _shown(desk)
    _check(sum(map(_encoded, shown)), shown)  # before any picture is read
    whole: JsonObject = {
        "$schema": FORMAT,
        "definition": desk.draft.document,
        "pictures": dict(_contents(shown)),
    }
    content = json.dumps(whole, ensure_ascii=False, indent=1).encode()
    _check(len(content), shown)
    return content


def _check(size: int, shown: Sequence[Picture]) -> None:
    if size > MOST_BYTES:
        largest = sorted(shown, key=lambda one: one.size, reverse=True)
        raise AppFileTooLargeError(size, largest[:LARGEST])


def _encoded(picture: Picture) -> int:
    """Return how many bytes a picture takes as text."""
    return (picture.size + 2) // 3 * 4


def _shown(desk: Desk) -> Sequence[Picture]:
    shown = {one.name for one in uses(desk.draft.document)}
    return [row for row in queries.pictures_of(Owner(desk.draft.app.id)) if row.name in shown]


def _contents(shown: Iterable[Picture]) -> Iterator[tuple[str, JsonValue]]:
    for row in shown:
        try:
            with blobs.reading(row.id) as pieces:
                content = base64.b64encode(b"".join(pieces)).decode()
        except MissingObjectError:
            continue
        yield row.name, {"title": row.title, "content": content}


def read(content: bytes) -> tuple[JsonObject, JsonObject]:
    """Read the definition and the pictures of a file.

    :raises NoAppFileError: if it is none
    """
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        raise NoAppFileError from None
    if not isinstance(whole, dict) or whole.get("$schema") != FORMAT:
        raise NoAppFileError
    definition, pictures = (whole.get(name) for name in INNER)
    if not isinstance(definition, dict) or not isinstance(pictures, dict):
        raise NoAppFileError
    return definition, pictures


def bring_pictures(
    actor: Actor, owner: Owner, definition: JsonObject, pictures: JsonObject
) -> Mapping[str, str]:
    """Take the pictures of a file that its definition shows, each drawn anew.

    Return what they are called here, by their names there. One that is not taken is left out: the
    checker then says where it is missing.
    """
    found: dict[str, str] = {}
    shown = {one.name for one in uses(definition) if PictureName.read(one.name)}
    for name in [one for one in pictures if one in shown][:MOST_PICTURES]:
        one = object_at(pictures, name)
        try:
            content = base64.b64decode(text_at(one, "content"), validate=True)
            command = AddPicture(
                owner=owner, title=text_at(one, "title"), content=io.BytesIO(content), now=now()
            )
            found[name] = service.taken(actor, command).name
        except (binascii.Error, ValueError, PictureRefusedError):
            continue
    return found


def renamed(value: JsonValue, names: Mapping[str, str]) -> JsonValue:
    """Copy a definition with its pictures called as they are here."""
    if isinstance(value, dict):
        return {key: renamed(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [renamed(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) else value
