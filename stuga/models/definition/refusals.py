"""Why a value cannot be taken: a code with arguments, never words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a value cannot be taken; the words come from the catalogue."""

    code: str
    arguments: Mapping[str, str | int] = field(default_factory=dict)


Errors: TypeAlias = Mapping[str, Refused]
"""JSON pointer to refusal."""

CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "text-broken": (),
    "number-invalid": (),
    "number-not-whole": (),
    "number-digits": ("most",),
    "number-step": ("step",),
    "yes-no-invalid": (),
    "date-invalid": (),
    "date-time-invalid": (),
    "date-time-skipped": (),
    "choice-unknown": (),
    "e-mail-invalid": (),
    "phone-invalid": (),
    "link-invalid": (),
    "link-scheme": (),
    "time-invalid": (),
    "duration-invalid": (),
    "national-id-invalid": ("example",),
    "national-id-date": (),
    "national-id-checksum": (),
    "organisation-number-invalid": ("example",),
    "organisation-number-checksum": (),
    "organisation-number-person": (),
    "iban-invalid": (),
    "iban-country": ("country",),
    "iban-checksum": (),
    "bankgiro-invalid": (),
    "bankgiro-checksum": (),
    "json-invalid": ("line", "column"),
    "json-deep": ("most",),
    "json-long": ("most",),
    "type": ("expected",),
    "person-invalid": (),
    "reference-invalid": (),
    "search-empty": ("words",),
    "search-several": ("words",),
    "search-many": ("words",),
    "address-empty": (),
    "postal-code-invalid": (),
    "country-unknown": (),
    "place-invalid": (),
    "list-cell": ("row", "column"),
    "file-not-typed": (),
    "file-unknown": (),
    "signature-name": (),
    "signature-drawn": (),
}
"""Every code a field kind can answer, with the names of its arguments."""
