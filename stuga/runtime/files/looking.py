"""Looks a file over before anybody else may have it: size, type, malware, pixels."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

from stuga.models.definition.document import Field
from stuga.models.definition.media import Media
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Refused
from stuga.platform.errors import InvalidError
from stuga.platform.identity.request import settings
from stuga.platform.pictures.redraw import redraw
from stuga.runtime.files.recognising import recognised
from stuga.runtime.files.scanning import INFECTED, scanner_at

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A file that may be stored: what it is, and the bytes to store."""

    media: Media
    content: BinaryIO
    size: int
    digest: str
    scan: str
    thumb: Path | None = None
    width: int | None = None
    height: int | None = None


@contextmanager
def looked_over(field: Field, name: str, content: BinaryIO, *, most: int) -> Iterator[Looked]:
    """Look a file over; the bytes are there until the block ends.

    :param name: without a path, as it will be shown
    :raises InvalidError: at the field, if the file is not taken
    """
    size = size_of(content)
    refused = _size_refused(size, most)
    media = refused or recognised(name, content, field.schema)
    if isinstance(media, Refused):
        raise refusal(field, media)
    content.seek(0)
    scan = scanner_at(settings().clamav).scan(content)
    content.seek(0)
    if scan == INFECTED:
        raise refusal(field, Refused("file-infected"))
    if media.is_picture:
        with _drawn(field, media, content, scan) as drawn:
            yield drawn
    else:
        yield Looked(media=media, content=content, size=size, digest=digest_of(content), scan=scan)


def _size_refused(size: int, most: int) -> Refused | None:
    if size == 0:
        return Refused("file-empty")
    return Refused("file-large", {"megabytes": f"{most / MEGABYTE:g}"}) if size > most else None


@contextmanager
def _drawn(field: Field, media: Media, content: BinaryIO, scan: str) -> Iterator[Looked]:
    with TemporaryDirectory(prefix="stuga-picture-") as made:
        folder = Path(made)
        source = folder / "source"
        with source.open("wb") as copy:
            copyfileobj(content, copy)
        picture = redraw(source, media.type, folder)
        if isinstance(picture, Refused):
            raise refusal(field, picture)
        with picture.path.open("rb") as drawn:
            yield Looked(
                media=media,
                content=drawn,
                size=size_of(drawn),
                digest=digest_of(drawn),
                scan=scan,
                thumb=picture.thumb,
                width=picture.width,
                height=picture.height,
            )


def refusal(field: Field, refused: Refused) -> InvalidError:
    """Return the error that names a field whose file is not taken."""
    return InvalidError({pointer(field.key): refused})


def size_of(content: BinaryIO) -> int:
    """Measure a stream, and go back to its beginning."""
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    return size


def digest_of(content: BinaryIO) -> str:
    """Return a stream's SHA-256 in hexadecimal digits, and go back to its beginning."""
    digest = hashlib.sha256()
    while piece := content.read(MEGABYTE):
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()
