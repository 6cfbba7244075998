"""Cells of files for spreadsheet programs, which take some texts for formulas."""

from typing import Final

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
