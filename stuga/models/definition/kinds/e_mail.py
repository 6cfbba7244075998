"""E-mail addresses."""

from functools import lru_cache
from typing import Final

from email_validator import EmailNotValidError, validate_email

from stuga.models.definition.kinds.texts import TextKind
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

_LONGEST: Final = 254
NOBODY: Final = "@example.invalid"
"""Nobody can have an address here (RFC 2606): anonymised records hold such."""


class EMail(TextKind):
    """An e-mail address, checked by its form alone; nobody is asked whether it exists."""

    name = "e-mail"
    as_written = True
    names_records = True
    many_valued = True
    identity = "e-mail"
    methods = frozenset({"hmac"})
    searchable = True
    inferred = True
    json_format = "email"

    def new_schema(self) -> JsonObject:
        return {"type": "string", "format": "email", "maxLength": _LONGEST}

    def _read(self, typed: str, _setting: Setting, /) -> JsonValue | Refused:
        return _address(typed.removeprefix("mailto:")) or Refused("e-mail-invalid")

    def _flaw(self, value: str, _schema: JsonObject, /) -> Refused | None:
        return None if _address(value) else Refused("e-mail-invalid")

    def _normal(self, value: str, _schema: JsonObject, /) -> JsonValue:
        return _address(value) or value

    def sample(self, _schema: JsonObject, seed: int) -> JsonValue:
        return f"person{seed}@example.com"


@lru_cache(maxsize=1024)  # the way in asks three times: to read it, to judge it, to store it
def _address(text: str) -> str | None:
    """Write the domain in lower case; the part before it is the receiver's own affair."""
    if len(text) > _LONGEST:
        return None
    pseudonym = text.endswith(NOBODY)
    checked = text.removesuffix(NOBODY) + "@example.com" if pseudonym else text
    try:
        found = validate_email(checked, check_deliverability=False, strict=True)
    except EmailNotValidError:
        return None
    return found.local_part + NOBODY if pseudonym else found.normalized
