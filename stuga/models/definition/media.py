"""The types of files that are taken: by extension, media type and content, which must agree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Look(Enum):
    """How a type is recognised by its content."""

    SIGNED = "by the first bytes"
    ZIPPED = "by what the archive holds"
    TEXT = "by being text, and nothing that says otherwise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A type of file.

    :ivar extensions: how its names end
    :ivar marks: for SIGNED extensions that the recogniser may answer; for ZIPPED the beginning of
        a member's name, or the text of the member `mimetype`; for TEXT how it may begin
    :ivar is_picture: whether it is drawn anew, and may then be shown
    """

    type: str
    extensions: Sequence[str]
    look: Look = Look.SIGNED
    marks: Sequence[str] = ()
    is_picture: bool = False


_OOXML: Final = "application/vnd.openxmlformats-officedocument"
_ODF: Final = "application/vnd.oasis.opendocument"
_OLE: Final = (".doc", ".xls", ".ppt", ".msg")

MEDIA: Final = (
    Media(type="application/pdf", extensions=("pdf",), marks=(".pdf",)),
    Media(type="image/jpeg", extensions=("jpg", "jpeg"), marks=(".jpg",), is_picture=True),
    Media(type="image/png", extensions=("png",), marks=(".png",), is_picture=True),
    Media(type="image/gif", extensions=("gif",), marks=(".gif",), is_picture=True),
    Media(type="image/webp", extensions=("webp",), marks=(".webp",), is_picture=True),
    Media(type="image/tiff", extensions=("tif", "tiff"), marks=(".tif", ".tiff")),
    Media(type="image/heic", extensions=("heic", "heif"), marks=(".heic", ".heif")),
    Media(
        type=f"{_OOXML}.wordprocessingml.document",
        extensions=("docx",),
        look=Look.ZIPPED,
        marks=("word/",),
    ),
    Media(
        type=f"{_OOXML}.spreadsheetml.sheet",
        extensions=("xlsx",),
        look=Look.ZIPPED,
        marks=("xl/",),
    ),
    Media(
        type=f"{_OOXML}.presentationml.presentation",
        extensions=("pptx",),
        look=Look.ZIPPED,
        marks=("ppt/",),
    ),
    *(
        Media(type=f"{_ODF}.{name}", extensions=(end,), look=Look.ZIPPED, marks=(f"{_ODF}.{name}",))
        for end, name in (("odt", "text"), ("ods", "spreadsheet"), ("odp", "presentation"))
    ),
    Media(type="application/msword", extensions=("doc",), marks=_OLE),
    Media(type="application/vnd.ms-excel", extensions=("xls",), marks=_OLE),
    Media(type="application/vnd.ms-powerpoint", extensions=("ppt",), marks=_OLE),
    Media(type="application/vnd.ms-outlook", extensions=("msg",), marks=_OLE),
    Media(type="application/rtf", extensions=("rtf",), marks=(".rtf",)),
    Media(type="application/zip", extensions=("zip",), look=Look.ZIPPED),
    Media(type="text/plain", extensions=("txt", "log"), look=Look.TEXT),
    Media(type="text/markdown", extensions=("md",), look=Look.TEXT),
    Media(type="text/csv", extensions=("csv", "tsv"), look=Look.TEXT),
    Media(type="application/json", extensions=("json",), look=Look.TEXT, marks=("{", "[")),
    Media(type="application/xml", extensions=("xml",), look=Look.TEXT, marks=("<?xml",)),
    Media(type="text/calendar", extensions=("ics",), look=Look.TEXT, marks=("BEGIN:VCALENDAR",)),
    Media(type="text/vcard", extensions=("vcf",), look=Look.TEXT, marks=("BEGIN:VCARD",)),
    Media(type="message/rfc822", extensions=("eml",), look=Look.TEXT),
    Media(type="video/mp4", extensions=("mp4",), marks=(".mp4",)),
    Media(type="video/quicktime", extensions=("mov",), marks=(".mov",)),
    Media(type="video/webm", extensions=("webm",), marks=(".webm",)),
    Media(type="audio/mp4", extensions=("m4a",), marks=(".m4a",)),
    Media(type="audio/mpeg", extensions=("mp3",), marks=(".mp3", ".mpga")),
    Media(type="audio/wav", extensions=("wav",), marks=(".wav",)),
    Media(type="audio/ogg", extensions=("ogg", "oga", "opus"), marks=(".ogg", ".oga", ".opus")),
)
"""What is taken. Web pages, drawings that can hold scripts, programs and macros are not in it."""

BY_EXTENSION: Final[Mapping[str, Media]] = {
    extension: media for media in MEDIA for extension in media.extensions
}


def extension_of(name: str) -> str:
    """Return a file name's ending, in lower case; '' if it has none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_accepted(media: Media, accept: Sequence[str]) -> bool:
    """Tell whether a field that names these types takes one; one that names none takes all."""
    return not accept or any(_covers(one.strip().lower(), media) for one in accept)


def _covers(pattern: str, media: Media) -> bool:
    if pattern.startswith("."):
        return pattern[1:] in media.extensions
    if pattern.endswith("/*"):
        return media.type.startswith(pattern[:-1]) or pattern == "*/*"
    return pattern == media.type


def endings_of(accept: Sequence[str]) -> str:
    """List the endings of what a field takes, for people: `pdf, jpg, png`."""
    return ", ".join(_endings(accept))


def _endings(accept: Sequence[str]) -> Iterable[str]:
    return (media.extensions[0] for media in MEDIA if is_accepted(media, accept))
