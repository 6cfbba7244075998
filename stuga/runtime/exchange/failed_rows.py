"""Failed rows as a CSV file that can be put right and imported again."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from stuga.runtime.exchange.commands import Failure

BEGIN_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
GUARD: Final = "'"


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula.

    A number or a phone number may begin with a sign and stay as it is: it holds no letter.
    """
    # What stands behind apostrophes gets one more, so that taking one off gives it back.
    if not cell.lstrip(GUARD).lstrip(" ").startswith(BEGIN_FORMULAS):
        return cell
    is_number = cell[:1] in {"+", "-"} and all(
        sign.isdigit() or sign in " .,-" for sign in cell[1:]
    )
    return cell if is_number and len(cell) > 1 else GUARD + cell


def unguarded(cell: str) -> str:
    """Return what a cell held before it was guarded."""
    if cell.startswith(GUARD) and cell.lstrip(GUARD).lstrip(" ").startswith(BEGIN_FORMULAS):
        return cell[1:]
    return cell


def written(columns: Sequence[str], reason: str, failures: Iterable[Failure]) -> bytes:
    """Write failed rows, and in a last column why they failed; its mark tells Excel of UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([guarded(name) for name in (*columns, reason)])
    width = len(columns)
    for one in failures:
        cells = [*one.cells[:width], *[""] * (width - len(one.cells))]
        why = " ".join(one.errors.values())
        writer.writerow([guarded(cell) for cell in (*cells, why)])
    return text.getvalue().encode("utf-8-sig")
