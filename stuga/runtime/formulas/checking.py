"""Says what is wrong with a formula before anything is stored by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from stuga.models.definition.document import Field
from stuga.runtime.formulas import flaws
from stuga.runtime.formulas.declaring import RESULTS, rows_in, types_in
from stuga.runtime.formulas.engine import ENGINE, EngineDiedError
from stuga.runtime.formulas.limits import MOST_CHARACTERS

Pairs: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A formula looked at.

    :ivar flaw: the code of what is wrong with it; '' if nothing is
    :ivar at: where that shows in the source, from 0; None if at no one place
    :ivar about: what it concerns: a name, an operator and what it was given, a type
    :ivar reads: the fields that it reads
    :ivar reads_me: whether it asks who acts
    :ivar compares_fractions: whether it asks if a reckoned fraction equals something
    """

    flaw: str = ""
    at: int | None = None
    about: str = ""
    reads: frozenset[str] = frozenset()
    reads_me: bool = False
    compares_fractions: bool = False


def check(source: str, fields: Mapping[str, Field], result: str) -> Checked:
    """Check a formula over a model's fields that is to give a value of a kind, such as `money`."""
    if result not in RESULTS:
        return Checked(flaw=flaws.RESULT, about=result)
    types = tuple(sorted(types_in(fields).items()))
    rows = tuple((path, tuple(inner.items())) for path, inner in rows_in(fields).items())
    return _checked(source, types, rows, RESULTS[result])


@lru_cache(maxsize=2_000)
def _checked(
    source: str, types: Pairs, rows: tuple[tuple[str, Pairs], ...], result: str
) -> Checked:
    """Ask the child, once for each formula: a designer's page asks for all of them again."""
    if len(source) > MOST_CHARACTERS:
        return Checked(flaw=flaws.TOO_LONG)
    try:
        found = ENGINE.ask(
            {
                "do": "check",
                "types": dict(types),
                "rows": {path: dict(inner) for path, inner in rows},
                "source": source,
                "result": result,
            }
        )
    except EngineDiedError as error:
        return Checked(flaw=error.code)
    reads, at = found.get("reads"), found.get("offset")
    return Checked(
        flaw=str(found.get("flaw", "")),
        at=at if isinstance(at, int) else None,
        about=str(found.get("about", "")),
        reads=frozenset(map(str, reads)) if isinstance(reads, list) else frozenset(),
        reads_me=found.get("reads_me") is True,
        compares_fractions=found.get("compares_fractions") is True,
    )
