"""What the kinds share that hold files: ids of files, and which files a field takes."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Final

from stuga.models.definition.kinds.base import PRESENCE, Compared, Slot, settings
from stuga.models.definition.kinds.identifiers import Identifier, id_of
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.reading import texts_at
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

FILE_KINDS: Final = frozenset({"file", "files", "image"})
MOST_BYTES: Final = 20_000_000
PICTURES: Final = ("image/jpeg", "image/png", "image/webp", "image/gif")
NOT_TYPED: Final = Refused("file-not-typed")
UNKNOWN: Final = Refused("file-unknown")


class FileKind(Identifier):
    """The id of one file, which has been sent before the record names it."""

    operators = PRESENCE
    # A form posts it as a list of at most one, so that an emptied control beside it hides nothing.
    compared_as = Compared.LIST
    encryptable = False
    from_columns = False
    slot: ClassVar[Slot | None] = None
    refusal = NOT_TYPED.code

    def _flaw(self, value: str, _schema: JsonObject, /) -> Refused | None:
        return None if id_of(value) else UNKNOWN

    def _text(self, value: str, _setting: Setting, /) -> str:
        return value

    def _slot(self, _value: str, _language: str, /) -> str | float | datetime | None:
        return None

    def search_words(self, value: JsonValue, schema: JsonObject) -> str:
        _ = value, schema
        return ""


def file_ids(value: JsonValue) -> Sequence[str]:
    """List the files that a value of any of these kinds names."""
    several = value if isinstance(value, list) else [value]
    return [one for one in several if isinstance(one, str) and id_of(one)]


def accepted(schema: JsonObject) -> Sequence[str]:
    """List the media types that a field takes, as `application/pdf` or `image/*`; none is any."""
    named = texts_at(settings(schema), "accept")
    is_image = settings(schema).get("kind") == "image"
    return named or (PICTURES if is_image else ())


def most_bytes(schema: JsonObject) -> int:
    """Tell how large one file of a field may be."""
    found = settings(schema).get("max_bytes")
    return found if isinstance(found, int) and not isinstance(found, bool) else MOST_BYTES
