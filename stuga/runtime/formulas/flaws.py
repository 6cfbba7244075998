"""What can be wrong with a formula, or with what it gives; the words are elsewhere."""

from typing import Final

EMPTY: Final = "formula-empty"
"""Not a flaw: something that the formula reads is not filled in."""

TOO_LONG: Final = "formula-long"
BROKEN: Final = "formula-broken"
SYNTAX: Final = "formula-syntax"
TOO_DEEP: Final = "formula-deep"
LOOPS: Final = "formula-loops"
UNKNOWN_NAME: Final = "formula-unknown"
UNFIT: Final = "formula-operands"
EXCLUDED: Final = "formula-excluded"
DIGITS: Final = "formula-digits"
RESULT: Final = "formula-result"

TOO_SLOW: Final = "formula-slow"
TOO_LARGE: Final = "formula-large"
DIVISION: Final = "formula-division"
NUMBER: Final = "formula-number"
TEXT_LONG: Final = "formula-text"
TYPE: Final = "formula-type"
FAILED: Final = "formula-failed"


class FlawError(Exception):
    """A formula cannot be taken, or cannot be reckoned.

    :ivar code: one of the names above
    :ivar offset: of the character in the source where it shows, from 0; None if nowhere
    :ivar about: what it concerns: a name, an operator
    """

    def __init__(self, code: str, *, offset: int | None = None, about: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.offset = offset
        self.about = about
