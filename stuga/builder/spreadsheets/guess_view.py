"""The page of guesses: each column with what it seems to be, and what does not fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stuga.builder.designer.kind_words import KIND_WORDS
from stuga.builder.spreadsheets.commands import REFERENCE, Decided
from stuga.builder.spreadsheets.fitting import fit
from stuga.builder.spreadsheets.forms import BETWEEN
from stuga.builder.spreadsheets.guessing import schema_for
from stuga.builder.spreadsheets.referring import ways_to
from stuga.builder.spreadsheets.rules import KINDS_OFFERED
from stuga.models.definition.document import App
from stuga.models.definition.refusals import Errors
from stuga.platform.ui import Locale, msgid
from stuga.runtime.exchange.conventions import DateOrder
from stuga.runtime.exchange.mapping_view import samples_of
from stuga.runtime.exchange.words import told

PERSONAL_WORDS: Final = (
    ("", msgid("Undecided")),
    ("none", msgid("Not personal")),
    ("direct", msgid("Personal")),
    ("indirect", msgid("Points at someone")),
)
MOST_SAMPLES: Final = 5
_UNFITTED: Final = frozenset({"text", "long-text", "choice", REFERENCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnView:
    """One column on the page.

    :ivar kind: the value of the chosen kind among `kinds`
    :ivar misfit: how many of the values looked at do not fit, and some of them
    :ivar sensitive: whether its name sounds like a special category of data
    """

    at: int
    name: str
    include: bool
    title: str
    kind: str
    kinds: Sequence[tuple[str, str]]
    personal: str
    samples: Sequence[str]
    filled: int
    looked_at: int
    misfit: int
    misfits: Sequence[str]
    unclear: bool
    dates: str
    sensitive: bool
    errors: Mapping[str, str]


def columns_shown(
    columns: Sequence[Decided], into: App | None, errors: Errors, locale: Locale
) -> list[ColumnView]:
    """Return every column as the page shows it."""
    kinds = [(name, locale.text(KIND_WORDS[name].title)) for name in KINDS_OFFERED]
    plain = [pair for pair in kinds if pair[0] != REFERENCE]
    ways = [
        (
            f"{REFERENCE}{BETWEEN}{way}",
            locale.text("Reference: {model}, by {field}", model=model.title, field=field.title),
        )
        for way, (model, field) in (ways_to(into) if into else {}).items()
    ]
    return [_shown(one, [*plain, *ways], errors, locale) for one in columns]


def _shown(
    decided: Decided, kinds: Sequence[tuple[str, str]], errors: Errors, locale: Locale
) -> ColumnView:
    guess, link = decided.guess, decided.link
    count, misfits = _misfits(decided)
    at = f"/columns/{guess.at}/"
    return ColumnView(
        at=guess.at,
        name=guess.column.name,
        include=decided.include,
        title=decided.title,
        kind=f"{REFERENCE}{BETWEEN}{link.model}.{link.by}" if link else decided.kind,
        kinds=kinds,
        personal=decided.personal,
        samples=samples_of(guess.column, MOST_SAMPLES),
        filled=guess.column.filled,
        looked_at=len(guess.column.values),
        misfit=count,
        misfits=misfits,
        unclear=guess.is_unclear and decided.kind in {"date", "date-time"},
        dates="month" if decided.conventions.dates is DateOrder.MONTH else "day",
        sensitive=guess.meaning is not None and guess.meaning.sensitive,
        errors={
            pointer.removeprefix(at): told(one, locale, decided.title or guess.column.name)
            for pointer, one in errors.items()
            if pointer.startswith(at)
        },
    )


def _misfits(decided: Decided) -> tuple[int, Sequence[str]]:
    """Count what does not fit the chosen kind among the values looked at."""
    if decided.kind in _UNFITTED or decided.kind not in KINDS_OFFERED:
        return 0, ()
    if decided.kind == decided.guess.kind and not decided.guess.is_unclear:
        return decided.guess.fit.count, decided.guess.fit.misfits
    values = decided.guess.column.values
    schema = schema_for(decided.kind, decided.guess.currency, values)
    found = fit(values, decided.kind, decided.conventions, schema=schema)
    return found.count, found.misfits
