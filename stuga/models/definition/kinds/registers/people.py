"""Refusals that the numbers of people share."""

from datetime import date
from typing import Final

from stuga.models.definition.refusals import Refused

DATE: Final = Refused("national-id-date")
CHECKSUM: Final = Refused("national-id-checksum")


def misformed(example: str) -> Refused:
    """Say that a number is not written as those of its country."""
    return Refused("national-id-invalid", {"example": example})


def is_day(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False
