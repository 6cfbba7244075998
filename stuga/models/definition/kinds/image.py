"""One picture, which is shown where it stands."""

from stuga.models.definition.kinds.attached import MOST_BYTES, PICTURES, FileKind
from stuga.models.json import JsonObject


class Image(FileKind):
    """A photograph or drawing, drawn anew when it comes in, so that it holds nothing else."""

    name = "image"

    def new_schema(self) -> JsonObject:
        named = self._named(accept=[*PICTURES], max_bytes=MOST_BYTES)
        return {"type": "string", "x-field": named}
