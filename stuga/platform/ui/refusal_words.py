"""What a refusal reads like: codes of the definition language become sentences."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from stuga.models.definition.kinds.attached import FILE_KINDS
from stuga.models.definition.refusals import Refused
from stuga.platform.ui.locale import Locale, msgid

UNKNOWN: Final = msgid("This cannot be saved. Check what is written.")

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "required": msgid("Fill in {field}."),
        "text-broken": msgid("{field} holds a sign that cannot be kept. Type it again."),
        "min-length": msgid("{field} must have at least {limit} characters."),
        "max-length": msgid("{field} may have at most {limit} characters."),
        "pattern": msgid("{field} is not written in the form that is asked for."),
        "number-invalid": msgid("{field} must be a number, such as 1234 or 12.50."),
        "number-not-whole": msgid("{field} must be a whole number."),
        "number-digits": msgid("{field} may have at most {most} digits."),
        "number-step": msgid("{field} must be a multiple of {step}."),
        "multiple-of": msgid("{field} must be a multiple of {limit}."),
        "minimum": msgid("{field} must be at least {limit}."),
        "maximum": msgid("{field} must be at most {limit}."),
        "exclusive-minimum": msgid("{field} must be more than {limit}."),
        "exclusive-maximum": msgid("{field} must be less than {limit}."),
        "yes-no-invalid": msgid("{field} must be yes or no."),
        "date-invalid": msgid("{field} must be a date, such as 2026-01-31."),
        "date-time-invalid": msgid("{field} must be a date and a time, such as 2026-01-31 14:30."),
        "date-time-skipped": msgid(
            "{field} is in the hour that was skipped when summer time began. Choose another time."
        ),
        "choice-unknown": msgid("Choose one of the answers for {field}."),
        "min-items": msgid("Choose at least {limit} for {field}."),
        "max-items": msgid("Choose at most {limit} for {field}."),
        "items-repeated": msgid("{field} has the same answer twice."),
        "e-mail-invalid": msgid("{field} must be an e-mail address, such as name@example.se."),
        "phone-invalid": msgid("{field} must be a phone number, such as 070-123 45 67."),
        "link-invalid": msgid("{field} must be a web address, such as https://example.se."),
        "link-scheme": msgid("{field} must begin with https:// or http://."),
        "time-invalid": msgid("{field} must be a time, such as 08:30."),
        "duration-invalid": msgid("{field} must say how long, such as 1 h 30 min or 1:30."),
        "national-id-invalid": msgid("{field} must be a personal number, such as {example}."),
        "national-id-date": msgid("{field} does not begin with a date that exists."),
        "national-id-checksum": msgid("The last digit of {field} does not fit the others."),
        "organisation-number-invalid": msgid(
            "{field} must be an organisation number, such as {example}."
        ),
        "organisation-number-checksum": msgid("The last digit of {field} does not fit the others."),
        "organisation-number-person": msgid(
            "{field} is a personal number. Only numbers of organisations fit here."
        ),
        "iban-invalid": msgid(
            "{field} must be an IBAN, such as SE45 5000 0000 0583 9825 7466, whole and of the "
            "country's own length."
        ),
        "iban-country": msgid("{field} begins with {country}, where there are no IBANs."),
        "iban-checksum": msgid("{field} is mistyped: its check digits do not fit the others."),
        "bankgiro-invalid": msgid("{field} must be a bankgiro number, such as 5050-1055."),
        "bankgiro-checksum": msgid("The last digit of {field} does not fit the others."),
        "json-invalid": msgid("{field} is no JSON: look at line {line}, character {column}."),
        "json-deep": msgid("{field} is nested more than {most} levels deep."),
        "json-long": msgid("{field} may have at most {most} characters."),
        "person-invalid": msgid("Choose a person for {field}."),
        "person-unknown": msgid("Choose a person for {field}."),
        "reference-invalid": msgid("Choose a record for {field}."),
        "search-empty": msgid(
            "Nothing called “{words}” was found for {field}. Try fewer letters or another word."
        ),
        "search-several": msgid("“{words}” fits several. Choose one for {field}."),
        "search-many": msgid("“{words}” fits many for {field}. Type more of the name."),
        "reference-unknown": msgid("The record chosen for {field} is no longer there."),
        "address-empty": msgid("Fill in the street or the city of {field}."),
        "postal-code-invalid": msgid("{field} is no postal code of its country."),
        "country-unknown": msgid("Choose a country for {field}."),
        "place-invalid": msgid(
            "{field} must be a place, such as 59.3293, 18.0686 or 59°19'46\"N 18°4'7\"E."
        ),
        "list-cell": msgid("{field}: row {row} has something in {column} that cannot be read."),
        "sequence-given": msgid("{field} is given by itself when the record is saved."),
        "computed-given": msgid("{field} is computed and cannot be set."),
        "formula-division": msgid("{field} cannot be computed: it divides by zero."),
        "formula-number": msgid("{field} cannot be computed: a number becomes too great."),
        "formula-slow": msgid("{field} cannot be computed: its formula takes too long."),
        "formula-large": msgid("{field} cannot be computed: there is too much to go through."),
        "formula-text": msgid("{field} cannot be computed: the text becomes too long."),
        "formula-type": msgid("{field} cannot be computed from these values."),
        "formula-broken": msgid("{field} cannot be computed from these values."),
        "formula-failed": msgid("{field} cannot be computed from these values."),
        "taken": msgid("{field} is already used by another record."),
        "type": msgid("{field} has a value of another kind than its field."),
        "unknown-field": msgid("{field} does not belong to this form."),
        "not-permitted": msgid("You may not change {field}."),
        "record-not-permitted": msgid("You may not save a record with these answers."),
        "form-expired": msgid("This form was open too long. Look it through and send it again."),
        "file-missing": msgid("Choose a file for {field}."),
        "file-not-typed": msgid(
            "{field} takes files only on the page of its record. Leave the column out."
        ),
        "file-unknown": msgid("The file for {field} is no longer there. Choose it once more."),
        "file-empty": msgid("The file for {field} is empty."),
        "file-large": msgid("The file for {field} is larger than {megabytes} MB."),
        "file-type": msgid("{field} takes only these files: {types}."),
        "file-content": msgid("The file for {field} is not what its ending, {type}, says."),
        "file-infected": msgid("The file for {field} holds malware and was not kept."),
        "image-large": msgid("The picture for {field} has too many pixels. Make it smaller."),
        "image-broken": msgid(
            "The picture for {field} cannot be read. Save it anew and try again."
        ),
        "storage-unavailable": msgid(
            "Files cannot be kept right now, so {field} is not saved yet. Try again in a moment."
        ),
        "signature-name": msgid("Type the name of who signs {field}."),
        "signature-drawn": msgid("The drawing of {field} cannot be kept. Draw it anew."),
        "kept-gone": msgid(
            "This form has been sent or thrown away elsewhere, or its time is over. "
            "What you typed is still here: send it only if it is to be sent once more."
        ),
        "kept-large": msgid("This is too much to keep for later. Shorten it, or send it now."),
        "kept-full": msgid("No more forms can be kept for later here right now."),
        "too-many-forms": msgid(
            "Too many forms have come from here. Wait {seconds} seconds, then send it again."
        ),
    }
)


_CHOOSE: Final = msgid("Choose {field}.")
_MISSING: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("choice", "choices", "person", "reference", "references"), _CHOOSE),
        **dict.fromkeys(FILE_KINDS, msgid("Choose a file for {field}.")),
        "yes-no": msgid("Answer {field}."),
    }
)
"""What one does where a value of a kind is missing; of others one fills it in."""


def refusal_text(refused: Refused, title: str, locale: Locale, kind: str = "") -> str:
    """Say what is wrong with the field of this title; a code without words gets general ones.

    :param kind: the field's, where it is known
    """
    is_missing = refused.code == "required" and kind in _MISSING
    words = _MISSING[kind] if is_missing else WORDS.get(refused.code, UNKNOWN)
    arguments = {name: _argument(value, locale) for name, value in refused.arguments.items()}
    return locale.text(words, **{"field": title, **arguments})


def _argument(value: str | int, locale: Locale) -> str:
    return locale.number(value) if isinstance(value, int) else value
