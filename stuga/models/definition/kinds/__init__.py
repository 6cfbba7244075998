"""The field kinds there are, and which one a schema means."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition.kinds.address import Address
from stuga.models.definition.kinds.bankgiro import Bankgiro
from stuga.models.definition.kinds.base import (
    MEASURED,
    ORDERED,
    Compared,
    Kind,
    Slot,
    settings,
    text_setting,
)
from stuga.models.definition.kinds.choice import Choice
from stuga.models.definition.kinds.choices import Choices
from stuga.models.definition.kinds.computed import Computed, with_result
from stuga.models.definition.kinds.date import Date
from stuga.models.definition.kinds.date_time import DateTime
from stuga.models.definition.kinds.decimals import DecimalNumber
from stuga.models.definition.kinds.duration import Duration
from stuga.models.definition.kinds.e_mail import EMail
from stuga.models.definition.kinds.file import File
from stuga.models.definition.kinds.files import Files
from stuga.models.definition.kinds.iban import Iban
from stuga.models.definition.kinds.image import Image
from stuga.models.definition.kinds.integer import Integer
from stuga.models.definition.kinds.json_value import JsonData
from stuga.models.definition.kinds.link import Link
from stuga.models.definition.kinds.list import List
from stuga.models.definition.kinds.long_text import LongText
from stuga.models.definition.kinds.money import Money
from stuga.models.definition.kinds.national_id import NationalId
from stuga.models.definition.kinds.organisation_number import OrganisationNumber
from stuga.models.definition.kinds.percent import Percent
from stuga.models.definition.kinds.person import Person
from stuga.models.definition.kinds.phone import Phone
from stuga.models.definition.kinds.place import Place
from stuga.models.definition.kinds.reference import Reference
from stuga.models.definition.kinds.references import References
from stuga.models.definition.kinds.rich_text import RichText
from stuga.models.definition.kinds.sequence import Sequence
from stuga.models.definition.kinds.signature import Signature
from stuga.models.definition.kinds.text import Text
from stuga.models.definition.kinds.time_of_day import TimeOfDay
from stuga.models.definition.kinds.yes_no import YesNo
from stuga.models.json import JsonObject

__all__ = ["COMPUTED", "KINDS", "MEASURED", "ORDERED", "Compared", "Kind", "Slot", "kind_of"]

_ALL: Final[tuple[Kind, ...]] = (
    Text(),
    LongText(),
    RichText(),
    Integer(),
    DecimalNumber(),
    Money(),
    Percent(),
    YesNo(),
    Date(),
    DateTime(),
    TimeOfDay(),
    Duration(),
    Choice(),
    Choices(),
    EMail(),
    Phone(),
    Link(),
    NationalId(),
    OrganisationNumber(),
    Iban(),
    Bankgiro(),
    JsonData(),
    Person(),
    Reference(),
    References(),
    Address(),
    Place(),
    File(),
    Files(),
    Image(),
    Signature(),
    Sequence(),
    List(lambda schema: kind_of(schema)),  # noqa: PLW0108  # defined below
    Computed(),
)

KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _ALL}
COMPUTED: Final = with_result(_ALL)
"""The kinds of computed fields, by the kind of their result."""


def kind_of(schema: JsonObject) -> Kind | None:
    """Find the kind that `x-field.kind` names, else the one that type and format tell.

    A named kind is returned even if the schema does not fit it: that is for the checker to say.
    A computed field has the kind of its result.
    """
    named = settings(schema).get("kind")
    if named == Computed.name:
        return COMPUTED.get(text_setting(schema, "result"), KINDS[Computed.name])
    if named is not None:
        return KINDS.get(named) if isinstance(named, str) else None
    return next((kind for kind in _ALL if kind.inferred and kind.fits(schema)), None)
