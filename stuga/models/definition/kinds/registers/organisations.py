"""What the numbers of organisations share."""

from typing import Final

from stuga.models.definition.kinds.registers.register import Register
from stuga.models.definition.refusals import Refused

WRONG_CHECK: Final = Refused("organisation-number-checksum")


class Organisations(Register):
    """A register of organisations."""


def misformed_organisation(example: str) -> Refused:
    """Say that a number is not written as those of its country."""
    return Refused("organisation-number-invalid", {"example": example})


def check_digit_for(weights: tuple[int, ...], digits: str) -> str | None:
    """Give the digit that makes the weighted sum a multiple of 11; `None` if it would be ten."""
    rest = -sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11
    return None if rest == 10 else str(rest)  # noqa: PLR2004  # no digit
