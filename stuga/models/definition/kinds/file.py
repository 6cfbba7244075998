"""One file."""

from stuga.models.definition.kinds.attached import MOST_BYTES, FileKind
from stuga.models.json import JsonObject


class File(FileKind):
    """A document, a sheet, a photograph: whatever `accept` names."""

    name = "file"

    def new_schema(self) -> JsonObject:
        return {"type": "string", "x-field": self._named(max_bytes=MOST_BYTES)}
