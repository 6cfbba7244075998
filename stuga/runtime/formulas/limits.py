"""How much a formula may be, read and give."""

from typing import Final

MOST_CHARACTERS: Final = 1_000
MOST_LOOPS: Final = 3
MOST_NESTED: Final = 2
MOST_ROWS: Final = 200
"""In a list that a formula reads."""
MOST_BYTES: Final = 256 * 1024
"""Of one record's values, as JSON."""
MOST_RESULT: Final = 10_000
"""Characters of a text that a formula gives."""
MOST_DIGITS: Final = 15
"""A double carries every decimal of 15 significant digits and gives it back unchanged."""

SECONDS: Final = 0.25
"""Of the child's computing time, for one check or the formulas of one record."""
SECONDS_MORE: Final = 0.005
"""For each further record of a call; when all is used up, the rest is refused."""
SECONDS_WAITED: Final = 3.0
"""By the clock on the wall, for one answer: a machine under load is slow at everything."""
SECONDS_TO_START: Final = 20.0
MEMORY: Final = 768 * 1024 * 1024
