"""Several files."""

from collections.abc import Sequence
from datetime import tzinfo

from babel import Locale

from stuga.models.definition.kinds.attached import MOST_BYTES, NOT_TYPED, UNKNOWN
from stuga.models.definition.kinds.base import DEFAULT_ZONE, PRESENCE, Compared
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.definition.kinds.references import References
from stuga.models.definition.kinds.typed import cleaned
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

MOST_FILES = 20


class Files(References):
    """The ids of files, each once, in the order in which they were added."""

    name = "files"
    operators = PRESENCE
    compared_as = Compared.LIST

    def new_schema(self) -> JsonObject:
        return {
            "type": "array",
            "x-field": self._named(max_bytes=MOST_BYTES),
            "items": {"type": "string"},
            "uniqueItems": True,
            "maxItems": MOST_FILES,
        }

    def parse(
        self,
        typed: str | Sequence[str],
        schema: JsonObject,
        locale: Locale,
        *,
        zone: tzinfo = DEFAULT_ZONE,
    ) -> JsonValue | Refused:
        found = super().parse(typed, schema, locale, zone=zone)
        is_broken = isinstance(typed, str) and isinstance(cleaned(typed), Refused)
        return NOT_TYPED if isinstance(found, Refused) and not is_broken else found

    def _flaw(self, value: list[str], _schema: JsonObject, /) -> Refused | None:
        return None if all(id_of(one) for one in value) else UNKNOWN
