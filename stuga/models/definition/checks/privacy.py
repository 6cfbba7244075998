"""Problems of privacy: what nobody has decided, named or made possible."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition import anonymise
from stuga.models.definition.checks.naming import knows, unknown, unknown_field
from stuga.models.definition.checks.nouns import field_said, kind_said, model_said
from stuga.models.definition.checks.problem import (
    Fix,
    Problems,
    adding,
    error,
    removing,
    warning,
)
from stuga.models.definition.document import App, Field, Model
from stuga.models.definition.paths import every, pointer_to
from stuga.models.definition.patterns import pattern_problem
from stuga.models.definition.reading import text_at
from stuga.models.definition.saying import (
    Phrase,
    Said,
    Sentence,
    all_of,
    in_row,
    msgid,
    quoted,
    said,
)

_WORDS: Final[Mapping[str, str]] = {
    "method-unknown": msgid(
        "{where}: “{method}” is not a way of anonymising. "
        "Choose “drop”, “redact”, “mask”, “generalise” or “hmac”."
    ),
    "method-unkeyed-hash": msgid(
        "{where}: “{method}” is a hash without a key, which anyone can reverse. Choose “hmac”."
    ),
    "method-encryption": msgid(
        "{where}: “{method}” is encryption, and what is encrypted can be read again. Choose “drop”."
    ),
    "method-kind": msgid(
        "{where}: “{method}” does not work for this kind of field. Choose “drop”."
    ),
    "method-settings": msgid("{where}: “{method}” lacks a setting, or has one that cannot be."),
    "method-unique": msgid(
        "{where}: “{method}” gives many records the same value, but the field must be unique. "
        "Choose “drop” or “hmac”."
    ),
    "method-result": msgid(
        "{where}: “{method}” leaves a value that the field itself does not allow. Choose “drop”."
    ),
    "drop-required": msgid(
        "{where}: “{method}” would leave the field empty, but it is required. "
        "Choose another method, or do not require the field."
    ),
    "keep-personal": msgid(
        "{where}: “{method}” keeps what is personal. Choose a method that changes it."
    ),
    "keep-without-reason": msgid(
        "{where}: “{method}” keeps what may point at a person. Give a reason."
    ),
}
_SHOWN: Final = 3
_UNUSABLE: Final = msgid("{where}: “{method}” cannot be used.")


def privacy_problems(app: App, model: Model) -> Problems:
    for path, field in every(model.fields):
        pointer = pointer_to(model.key, path)
        where = field_said(field, model)
        if field.inner and "x-privacy" not in field.schema:
            continue  # its rows are looked at field by field
        if not field.privacy.decided:
            yield warning(
                pointer,
                "privacy-undecided",
                said(
                    "{where} counts as personal until someone decides. Say whether it is.",
                    where=where,
                ),
                adding(said("It is not personal"), f"{pointer}/x-privacy", {"personal": "none"}),
            )
        else:
            yield from _decided(app, field, pointer, where)
        yield from _encryption(field, f"{pointer}/x-privacy", where)
        yield from _not_yet(field, f"{pointer}/x-privacy", where)
        yield from _method(model, field, f"{pointer}/x-privacy/anonymise", where)
    yield from _forgetting(model)


def _decided(app: App, field: Field, pointer: str, where: Phrase) -> Problems:
    privacy, here = field.privacy, f"{pointer}/x-privacy"
    if privacy.retention and privacy.retention not in app.retention:
        at = f"{here}/retention"
        yield unknown("retention-rule", privacy.retention, app.retention, at, where)
    if privacy.purpose and privacy.purpose not in app.purposes:
        yield unknown("purpose", privacy.purpose, app.purposes, f"{here}/purpose", where)
    elif not privacy.purpose and privacy.is_personal:
        yield warning(
            here,
            "purpose-missing",
            said(
                "{where} is personal, but not for any purpose. Name what it is needed for.",
                where=where,
            ),
            _only_purpose(app, here),
        )
    purpose = app.purposes.get(privacy.purpose)
    if privacy.personal == "special" and (purpose is None or not purpose.special_basis):
        title = quoted(purpose.title) if purpose else said("none")
        message = said(
            "{where} is of a special category (Art. 9 GDPR), but its purpose ({purpose}) has no "
            "basis for that. Give the purpose a special basis.",
            where=where,
            purpose=title,
        )
        yield error(f"{here}/personal", "special-basis-missing", message)


def _only_purpose(app: App, here: str) -> Fix | None:
    if len(app.purposes) != 1:
        return None
    key, purpose = next(iter(app.purposes.items()))
    return adding(said("It is for “{purpose}”", purpose=purpose.title), f"{here}/purpose", key)


def _not_yet(field: Field, here: str, where: Phrase) -> Problems:
    """Say of flags that nothing carries out yet that they protect nothing."""
    if field.privacy.encrypt:
        yield warning(
            f"{here}/encrypt",
            "encrypt-not-yet",
            said(
                "{where} is to be encrypted, which is not carried out yet: its values are stored "
                "as they are.",
                where=where,
            ),
            removing(said("Turn off encryption"), f"{here}/encrypt"),
        )


def _encryption(field: Field, here: str, where: Phrase) -> Problems:
    privacy = field.privacy
    if privacy.lookup and not privacy.encrypt:
        yield error(
            f"{here}/lookup",
            "lookup-plain",
            said(
                "{where} has look-up, which is for encrypted fields. Encrypt it, or index it.",
                where=where,
            ),
            removing(said("Turn off look-up"), f"{here}/lookup"),
        )
    elif privacy.lookup and not field.kind.many_valued:
        yield error(
            f"{here}/lookup",
            "lookup-kind",
            said(
                "{where} has so few possible values ({kind}) that look-up would tell them. "
                "Turn look-up off.",
                where=where,
                kind=kind_said(field.kind),
            ),
            removing(said("Turn off look-up"), f"{here}/lookup"),
        )
    if privacy.encrypt and not field.kind.encryptable:
        yield error(
            f"{here}/encrypt",
            "encrypt-kind",
            said(
                "{where} cannot be encrypted: its kind ({kind}) must be readable to find what it "
                "points to. Turn encryption off.",
                where=where,
                kind=kind_said(field.kind),
            ),
            removing(said("Turn off encryption"), f"{here}/encrypt"),
        )


def _method(model: Model, field: Field, here: str, where: Phrase) -> Problems:
    settings = field.privacy.anonymise
    if settings is None or pattern_problem(text_at(field.schema, "pattern")):
        return
    into = text_at(settings, "into")
    if into and (not knows(model, into) or into == field.key):
        yield unknown_field(model, into, f"{here}/into", where, used="into")
    code = anonymise.problem(
        settings,
        field.schema,
        field.kind,
        required=field.required,
        unique=any(field.key in rule for rule in model.unique),
    )
    if code is not None:
        title = said("Choose “{value}”", value="drop")
        fix = None if field.required else adding(title, here, {"method": "drop"})
        method = text_at(settings, "method")
        message = Said(_WORDS.get(code, _UNUSABLE), {"where": where, "method": method})
        yield error(here, code, message, fix)


def _forgetting(model: Model) -> Problems:
    """Find personal fields that nothing ever takes away."""
    personal = [
        field
        for field in model.fields.values()
        if field.privacy.decided and field.privacy.is_personal and not field.privacy.retention
    ]
    if personal and not model.retention:
        message = said(
            "{where} keeps personal data ({fields}) without end. Give it a retention rule.",
            where=model_said(model),
            fields=_some(personal),
        )
        yield warning(f"/models/{model.key}", "retention-missing", message)
    elif model.retention:
        yield from _without_method(model, personal)


def _some(fields: list[Field]) -> Sentence:
    shown: list[Phrase] = [quoted(field.title) for field in fields[:_SHOWN]]
    more = len(fields) - _SHOWN
    return all_of([*shown, said("{n} more", n=more)]) if more > 0 else in_row(shown)


def _without_method(model: Model, personal: list[Field]) -> Problems:
    for field in personal:
        if field.privacy.anonymise is None and field.required:
            pointer = f"/models/{model.key}/properties/{field.key}"
            yield warning(
                pointer,
                "anonymise-missing",
                said(
                    "{where} is personal and required, but nobody has said how it is anonymised. "
                    "Choose a method.",
                    where=field_said(field, model),
                ),
            )
