"""What the kinds that hold another row's id share."""

import uuid
from datetime import datetime
from typing import ClassVar

from stuga.models.definition.kinds.base import EQUALITY, PRESENCE
from stuga.models.definition.kinds.texts import TextKind
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue


class Identifier(TextKind):
    """An id (UUID) in lower case; whether the row exists, only the database can tell."""

    operators = EQUALITY | PRESENCE
    many_valued = True
    encryptable = False
    grouped = True
    refusal: ClassVar[str]

    def _read(self, typed: str, _setting: Setting, /) -> JsonValue | Refused:
        return id_of(typed) or Refused(self.refusal)

    def _flaw(self, value: str, _schema: JsonObject, /) -> Refused | None:
        return None if id_of(value) else Refused(self.refusal)

    def _normal(self, value: str, _schema: JsonObject, /) -> JsonValue:
        return id_of(value) or value

    def _slot(self, value: str, _language: str, /) -> str | float | datetime | None:
        return value

    def sample(self, _schema: JsonObject, seed: int) -> JsonValue:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.name} {seed}"))


def id_of(text: str) -> str | None:
    """Give the one written form of an id; braces and `urn:uuid:` are not taken."""
    is_plain = len(text) == len("00000000-0000-0000-0000-000000000000") and text[8] == "-"
    try:
        return str(uuid.UUID(text)) if is_plain else None
    except ValueError:
        return None
