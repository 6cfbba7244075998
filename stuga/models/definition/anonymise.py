"""What a method leaves of a field's value, and whether it can be used on a field at all."""

from collections.abc import Callable, Mapping
from typing import Final

from stuga.models.definition.kinds import Kind
from stuga.models.definition.kinds.base import whole
from stuga.models.definition.methods import ABSENT, METHODS, PERIODS, Given, Keyed, Left
from stuga.models.definition.refusals import Refused
from stuga.models.definition.validation import tester
from stuga.models.json import JsonObject, JsonValue

__all__ = ["ABSENT", "CODES", "Keyed", "Left", "apply", "is_anonymous", "problem"]

_UNKEYED: Final = frozenset({"hash", "md5", "sha1", "sha256", "sha512", "blake2b"})
_PERSONAL: Final = frozenset({"direct", "special", "criminal"})
_SHORTEST_HASH: Final = 16
_SAMPLES: Final = 24

CODES: Final = frozenset(
    {
        "method-unknown",
        "method-unkeyed-hash",
        "method-encryption",
        "method-kind",
        "method-settings",
        "method-unique",
        "method-result",
        "drop-required",
        "keep-personal",
        "keep-without-reason",
    }
)


def apply(
    settings: JsonObject, value: JsonValue, schema: JsonObject, kind: Kind, keyed: Keyed
) -> Left:
    """Give what a method leaves of a value; `ABSENT` if the property is to go.

    What a method cannot read, such as a number in a text field, goes too: that a value was never
    valid must not save it.

    :raises ValueError: if there is no such method
    """
    name = method_name(settings)
    if name == "keep":
        return value
    if name == "drop" or not value:
        return ABSENT
    if name not in METHODS:
        raise ValueError(f"no method is called {name[:40]!r}")
    if not isinstance(value, METHODS[name].takes):
        return ABSENT
    return METHODS[name].change(Given(value, settings, schema, kind, keyed))


def is_anonymous(settings: JsonObject) -> bool:
    """Whether a method can be part of anonymity; a pseudonym is still personal data."""
    name = method_name(settings)
    return name == "drop" or (name in METHODS and METHODS[name].is_anonymous)


def problem(
    settings: JsonObject,
    schema: JsonObject,
    kind: Kind,
    *,
    required: bool,
    unique: bool = False,
) -> str | None:
    """Give the code of why a method cannot be used on a field, `None` if it can.

    What the method leaves is tried on generated values and must be valid in the field. With
    `into` it goes to another field instead, and this one is dropped.
    """
    name = method_name(settings)
    if name == "keep":
        return _kept(settings, schema)
    if required and (name == "drop" or "into" in settings):
        return "drop-required"
    if name == "drop":
        return None
    return _misnamed(name) or _misfit(settings, schema, kind, unique=unique)


def method_name(settings: JsonObject) -> str:
    name = settings.get("method")
    return name if isinstance(name, str) else ""


def _kept(settings: JsonObject, schema: JsonObject) -> str | None:
    privacy = schema.get("x-privacy")
    personal = privacy.get("personal", "direct") if isinstance(privacy, dict) else "direct"
    if personal in _PERSONAL:
        return "keep-personal"
    has_reason = bool(settings.get("reason"))
    return None if has_reason or personal == "none" else "keep-without-reason"


def _misnamed(name: str) -> str | None:
    if name in METHODS:
        return None
    if name in _UNKEYED:
        return "method-unkeyed-hash"
    return "method-encryption" if name in {"encrypt", "encryption"} else "method-unknown"


def _misfit(settings: JsonObject, schema: JsonObject, kind: Kind, *, unique: bool) -> str | None:
    method = METHODS[method_name(settings)]
    if method_name(settings) not in kind.methods:
        return "method-kind"
    if not _SETTLED[method_name(settings)](settings, schema):
        return "method-settings"
    if "into" in settings:
        return None
    if unique and method.repeats:
        return "method-unique"
    return None if _results_fit(settings, schema, kind) else "method-result"


def _results_fit(settings: JsonObject, schema: JsonObject, kind: Kind) -> bool:
    test = tester(schema)
    for seed in range(_SAMPLES):
        left = apply(settings, kind.sample(schema, seed), schema, kind, _like_a_hash)
        found: dict[str, Refused] = {}
        if left is not ABSENT:
            test(left, "", found)
            if found or kind.problem(left, schema):
                return False
    return True


def _like_a_hash(text: str) -> str:
    return text.encode().hex().ljust(64, "0")[:64]


def _redacts(settings: JsonObject, _schema: JsonObject) -> bool:
    text = settings.get("text", "…")
    return isinstance(text, str) and bool(text)


def _masks(settings: JsonObject, _schema: JsonObject) -> bool:
    shown = [settings.get(end, 0) for end in ("first", "last")]
    return all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in shown)


def _generalises(settings: JsonObject, _schema: JsonObject) -> bool:
    return settings.get("to") in PERIODS


def _hashes(_settings: JsonObject, schema: JsonObject) -> bool:
    """Whether the field has room for a hash that is not soon drawn twice."""
    return whole(schema, "maxLength", _SHORTEST_HASH) >= _SHORTEST_HASH


_SETTLED: Final[Mapping[str, Callable[[JsonObject, JsonObject], bool]]] = {
    "redact": _redacts,
    "mask": _masks,
    "generalise": _generalises,
    "hmac": _hashes,
    "truncate": lambda _settings, _schema: True,
}
