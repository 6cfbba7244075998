"""What privacy reads like: how personal, how a person is found, how a value goes."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition.document import Field
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.masks import masked
from stuga.models.definition.methods import METHODS
from stuga.platform.ui import Locale, msgid

PERSONAL: Final[Mapping[str, tuple[str, str]]] = {
    "none": (msgid("Not personal"), msgid("Says nothing about anyone.")),
    "direct": (msgid("Personal"), msgid("Names someone or is about them.")),
    "indirect": (
        msgid("Points at someone"),
        msgid("Together with other facts it tells who it is."),
    ),
    "special": (
        msgid("Sensitive"),
        msgid("Health, belief, origin, union, sex life, biometrics: Art. 9 GDPR."),
    ),
    "criminal": (msgid("About offences"), msgid("Convictions and offences: Art. 10 GDPR.")),
}
SHORT: Final[Mapping[str, tuple[str, str]]] = {
    "none": (msgid("Not personal"), "neutral"),
    "direct": (msgid("Personal"), "accent"),
    "indirect": (msgid("Points at someone"), "accent"),
    "special": (msgid("Sensitive"), "danger"),
    "criminal": (msgid("About offences"), "danger"),
}
UNDECIDED: Final = msgid("Undecided")
IDENTITIES: Final[Mapping[str, str]] = {
    "name": msgid("Name"),
    "e-mail": msgid("E-mail"),
    "phone": msgid("Phone"),
    "national-id": msgid("Personal number"),
    "address": msgid("Address"),
    "organisation-number": msgid("Organisation number"),
    "account": msgid("Account"),
    "other": msgid("Something else"),
}
METHOD_WORDS: Final[Mapping[str, str]] = {
    "drop": msgid("Remove the value"),
    "redact": msgid("Write a fixed text instead"),
    "mask": msgid("Keep the first or last characters"),
    "generalise": msgid("Keep only month, quarter, year or decade"),
    "truncate": msgid("Keep only the city, or the area"),
    "hmac": msgid("Put a keyed code in its place"),
    "keep": msgid("Keep it, for a reason"),
}
METHOD_SHORT: Final[Mapping[str, str]] = {
    "drop": msgid("removed"),
    "redact": msgid("replaced"),
    "mask": msgid("masked"),
    "generalise": msgid("made general"),
    "truncate": msgid("made coarse"),
    "hmac": msgid("coded"),
    "keep": msgid("kept"),
}
PERIOD_WORDS: Final[Mapping[str, str]] = {
    "month": msgid("Month"),
    "quarter": msgid("Quarter"),
    "year": msgid("Year"),
    "decade": msgid("Decade"),
}
METHOD_PROBLEMS: Final[Mapping[str, str]] = {
    "drop-required": msgid("The field must be filled in, so its value cannot just go."),
    "method-unique": msgid("It would give many records the same value, which must be unique."),
    "method-result": msgid("What it leaves is not allowed in this field."),
    "method-kind": msgid("It does not work for this kind of field."),
    "method-settings": msgid("Say how."),
    "keep-personal": msgid("What is personal cannot be kept."),
    "keep-without-reason": msgid("Give the reason why it is kept."),
}


def mask_shown(field: Field, locale: Locale) -> tuple[str, str] | None:
    """Return a value of a field and what its mask leaves of it; None of a list."""
    if field.kind.name == "list":
        return None
    value = field.kind.sample(field.schema, 1)
    return field.kind.text(value, field.schema, locale.babel), masked(field, value)


def methods_for(kind: str) -> list[str]:
    """List the methods that work for a kind of field."""
    own = [name for name in METHODS if name in KINDS[kind].methods]
    return ["drop", *own, "keep"]


def privacy_facts(field: Field, locale: Locale) -> list[str]:
    """Say of a field, in few words, what it is for and how it goes."""
    method = field.privacy.anonymise or {}
    name = METHOD_SHORT.get(str(method.get("method", "")))
    return [locale.text(name)] if name else []
