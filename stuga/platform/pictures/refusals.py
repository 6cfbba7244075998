"""Why a picture is not taken."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition.refusals import Refused
from stuga.models.definition.saying import msgid

WORDS: Final[Mapping[str, str]] = {
    "file-missing": msgid("Choose a picture first."),
    "file-empty": msgid("The file is empty."),
    "file-large": msgid(
        "The picture is larger than {megabytes} MB. Save it smaller and try again."
    ),
    "image-type": msgid("Only PNG, JPEG and WebP are taken, whatever the file is called."),
    "image-svg": msgid(
        "SVG is not taken: such a file can carry programs and hidden text. Save it as PNG."
    ),
    "image-large": msgid("The picture has more than 40 million pixels. Save it smaller."),
    "image-broken": msgid("The picture cannot be read. Save it anew and try again."),
    "too-many": msgid("There are {most} pictures already. Delete some that nothing uses."),
}


class PictureRefusedError(Exception):
    """A picture is not taken; `refused` says why."""

    def __init__(self, refused: Refused) -> None:
        self.refused = refused
        super().__init__(refused.code)
