"""How a field's privacy is written down, and which method can make it anonymous."""

from collections.abc import Iterator
from typing import Final

from stuga.builder.spreadsheets.lexicon import Meaning
from stuga.models.definition import anonymise
from stuga.models.definition.kinds import KINDS
from stuga.models.json import JsonObject

UNDECIDED: Final = ""
_FIRST: Final[dict[str, JsonObject]] = {
    "name": {"method": "redact"},
    "address": {"method": "redact"},
}
_OTHERS: Final[tuple[JsonObject, ...]] = (
    {"method": "drop"},
    {"method": "redact"},
    {"method": "hmac"},
)
_YEAR: Final[JsonObject] = {"method": "generalise", "to": "year"}


def privacy_of(
    personal: str,
    meaning: Meaning | None,
    schema: JsonObject,
    kind: str,
    *,
    required: bool = False,
    unique: bool = False,
) -> JsonObject | None:
    """Return what `x-privacy` says of a field; None while nobody has decided."""
    if personal == UNDECIDED:
        return None
    privacy: JsonObject = {"personal": personal}
    if personal == "none":
        return privacy
    if meaning is not None and meaning.identity:
        privacy["identity"] = meaning.identity
    whole: JsonObject = {**schema, "x-privacy": {**privacy}}
    for method in _methods(privacy, kind):
        wrong = anonymise.problem(method, whole, KINDS[kind], required=required, unique=unique)
        if wrong is None:
            privacy["anonymise"] = {**method}
            break
    return privacy


def _methods(privacy: JsonObject, kind: str) -> Iterator[JsonObject]:
    """Yield the methods to try, the one that keeps most for others' use first."""
    if kind in {"date", "date-time"}:
        yield _YEAR
    first = _FIRST.get(str(privacy.get("identity")))
    if first is not None or kind == "long-text":
        yield first or {"method": "redact"}
    yield from _OTHERS
