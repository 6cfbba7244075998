"""Problems of privacy: what nobody has decided, named or made possible."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition import anonymise
from stuga.models.definition.checks.naming import knows, unknown, unknown_field
from stuga.models.definition.checks.problem import (
    Fix,
    Problems,
    adding,
    error,
    removing,
    warning,
)
from stuga.models.definition.document import App, Field, Model
from stuga.models.definition.patterns import pattern_problem
from stuga.models.definition.reading import text_at

_LOOKED_UP: Final = frozenset(
    {"text", "e-mail", "phone", "link", "national-id", "person", "reference"}
)
_NOT_ENCRYPTED: Final = frozenset({"reference", "person", "choices"})
_WORDS: Final[Mapping[str, str]] = {
    "method-unknown": "is not a way of anonymising. Choose drop, redact, mask, generalise or hmac",
    "method-unkeyed-hash": "is a hash without a key, which anyone can reverse. Choose hmac",
    "method-encryption": "is encryption, and what is encrypted can be read again. Choose drop",
    "method-kind": "does not work for this kind of field. Choose drop",
    "method-settings": "lacks a setting, or has one that cannot be",
    "method-unique": "gives many records the same value, but the field must be unique. "
    "Choose drop or hmac",
    "method-result": "leaves a value that the field itself does not allow. Choose drop",
    "drop-required": "would leave the field empty, but it is required. Choose another method, "
    "or do not require the field",
    "keep-personal": "keeps what is personal. Choose a method that changes it",
    "keep-without-reason": "keeps what may point at a person. Give a reason",
}


def privacy_problems(app: App, model: Model) -> Problems:
    for field in model.fields.values():
        pointer = f"/models/{model.key}/properties/{field.key}"
        where = f"Field “{field.title}” of model “{model.title}”"
        if not field.privacy.decided:
            yield warning(
                pointer,
                "privacy-undecided",
                f"{where} counts as personal until someone decides. Say whether it is.",
                adding("It is not personal", f"{pointer}/x-privacy", {"personal": "none"}),
            )
        else:
            yield from _decided(app, field, pointer, where)
        yield from _encryption(field, f"{pointer}/x-privacy", where)
        yield from _not_yet(field, f"{pointer}/x-privacy", where)
        yield from _method(model, field, f"{pointer}/x-privacy/anonymise", where)
    yield from _forgetting(model)


def _decided(app: App, field: Field, pointer: str, where: str) -> Problems:
    privacy, here = field.privacy, f"{pointer}/x-privacy"
    if privacy.retention and privacy.retention not in app.retention:
        at = f"{here}/retention"
        yield unknown("retention rule", privacy.retention, app.retention, at, where)
    if privacy.purpose and privacy.purpose not in app.purposes:
        yield unknown("purpose", privacy.purpose, app.purposes, f"{here}/purpose", where)
    elif not privacy.purpose and privacy.is_personal:
        yield warning(
            here,
            "purpose-missing",
            f"{where} is personal, but not for any purpose. Name what it is needed for.",
            _only_purpose(app, here),
        )
    purpose = app.purposes.get(privacy.purpose)
    if privacy.personal == "special" and (purpose is None or not purpose.special_basis):
        title = purpose.title if purpose else "none"
        yield error(
            f"{here}/personal",
            "special-basis-missing",
            f"{where} is of a special category (Art. 9 GDPR), but its purpose ({title}) has no "
            "basis for that. Give the purpose a special basis.",
        )


def _only_purpose(app: App, here: str) -> Fix | None:
    if len(app.purposes) != 1:
        return None
    key, purpose = next(iter(app.purposes.items()))
    return adding(f"It is for “{purpose.title}”", f"{here}/purpose", key)


def _not_yet(field: Field, here: str, where: str) -> Problems:
    """Say of flags that nothing carries out yet that they protect nothing."""
    if field.privacy.encrypt:
        yield warning(
            f"{here}/encrypt",
            "encrypt-not-yet",
            f"{where} is to be encrypted, which is not carried out yet: its values are stored as "
            "they are.",
            removing("Turn off encryption", f"{here}/encrypt"),
        )
    if field.privacy.mask:
        yield warning(
            f"{here}/mask",
            "mask-not-yet",
            f"{where} is to be masked, which is not carried out yet: whoever may read it sees it "
            "whole.",
            removing("Turn off masking", f"{here}/mask"),
        )


def _encryption(field: Field, here: str, where: str) -> Problems:
    privacy = field.privacy
    if privacy.lookup and not privacy.encrypt:
        yield error(
            f"{here}/lookup",
            "lookup-plain",
            f"{where} has look-up, which is for encrypted fields. Encrypt it, or index it.",
            removing("Turn off look-up", f"{here}/lookup"),
        )
    elif privacy.lookup and field.kind.name not in _LOOKED_UP:
        yield error(
            f"{here}/lookup",
            "lookup-kind",
            f"{where} has so few possible values ({field.kind.name}) that look-up would tell "
            "them. Turn look-up off.",
            removing("Turn off look-up", f"{here}/lookup"),
        )
    if privacy.encrypt and field.kind.name in _NOT_ENCRYPTED:
        yield error(
            f"{here}/encrypt",
            "encrypt-kind",
            f"{where} cannot be encrypted: its kind ({field.kind.name}) must be readable to find "
            "what it points to. Turn encryption off.",
            removing("Turn off encryption", f"{here}/encrypt"),
        )


def _method(model: Model, field: Field, here: str, where: str) -> Problems:
    settings = field.privacy.anonymise
    if settings is None or pattern_problem(text_at(field.schema, "pattern")):
        return
    into = text_at(settings, "into")
    if into and (not knows(model, into) or into == field.key):
        yield unknown_field(model, into, f"{here}/into", f"{where}, anonymised into another field,")
    code = anonymise.problem(
        settings,
        field.schema,
        field.kind,
        required=field.required,
        unique=any(field.key in rule for rule in model.unique),
    )
    if code is not None:
        name = text_at(settings, "method")
        fix = None if field.required else adding("Choose drop", here, {"method": "drop"})
        yield error(here, code, f"{where}: “{name}” {_WORDS.get(code, 'cannot be used')}.", fix)


def _forgetting(model: Model) -> Problems:
    """Find personal fields that nothing ever takes away."""
    personal = [
        field
        for field in model.fields.values()
        if field.privacy.decided and field.privacy.is_personal and not field.privacy.retention
    ]
    if personal and not model.retention:
        names = ", ".join(f"“{field.title}”" for field in personal[:3])
        more = f" and {len(personal) - 3} more" if len(personal) > 3 else ""  # noqa: PLR2004
        yield warning(
            f"/models/{model.key}",
            "retention-missing",
            f"Model “{model.title}” keeps personal data ({names}{more}) without end. "
            "Give it a retention rule.",
        )
    elif model.retention:
        yield from _without_method(model, personal)


def _without_method(model: Model, personal: list[Field]) -> Problems:
    for field in personal:
        if field.privacy.anonymise is None and field.required:
            pointer = f"/models/{model.key}/properties/{field.key}"
            yield warning(
                pointer,
                "anonymise-missing",
                f"Field “{field.title}” of model “{model.title}” is personal and required, but "
                "nobody has said how it is anonymised. Choose a method.",
            )
