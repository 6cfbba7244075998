"""What a column seems to be: its kind by the values that fit, its privacy by name and values."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stuga.builder.spreadsheets.countries import country_in, of_country
from stuga.builder.spreadsheets.fitting import HINTED, MOSTLY, Fit, fit
from stuga.builder.spreadsheets.headers import plain_of, title_of
from stuga.builder.spreadsheets.lexicon import Class, Meaning, meaning_of
from stuga.models.definition.kinds import KINDS
from stuga.models.json import JsonObject
from stuga.runtime.exchange.conventions import Conventions, DateOrder, conventions_of
from stuga.runtime.exchange.survey import Column

MOST_SAMPLES: Final = 5
_LONGEST_TEXT: Final = 200
_LONGEST_CHOICE: Final = 60
_LOOKED_AT: Final = 40
_SHORTEST_CODE: Final = 3
_LINED_MOSTLY: Final = 0.2
_LEAST_REPEATED: Final = 2
_LEAST_VALUES: Final = 6
_YES_NO: Final = frozenset(
    ["yes", "no", "y", "n", "ja", "nej", "nei", "j", "true", "false", "sant", "falskt", "falsk"]
)
_AMOUNTS: Final = ("money", "integer", "decimal")
_BITS: Final = frozenset({"0", "1"})
_DATED: Final = re.compile(r"date|datum|dato|född|fødd|birth|tid\b|time|skapad|created|day|dag\b")
_NAMED_MONEY: Final = re.compile(
    r"price|pris|amount|belopp|beløp|cost|kost|fee|avgift|sum|total|freight|frakt|lön|lønn|salary|"
    r"budget|saldo|balance|income|inkomst|inntekt|moms|skatt|tax\b|kr\b|sek\b|nok\b|eur\b|usd\b"
)
_NUMBERED: Final = re.compile(r"(^|\b|\w)(id|nr|no|number|nummer|code|kod|kode|key|sku|ref)$")
_OPEN: Final = re.compile(
    r"name|namn|navn|city|ort\b|stad|sted|country|land|address|adress|title$|titel$|tittel$|"
    r"postal|postn|zip|region|phone|telefon"
)
_MONEY: Final = re.compile(
    r"^\W*([$€£]|kr|sek|nok|dkk|eur|usd|gbp)|([$€£]|kr\.?|:-|sek|nok|eur)\s*$"
)
_SIGNS: Final = (
    ("NOK", ("nok",)),
    ("DKK", ("dkk",)),
    ("SEK", ("kr", "sek", ":-")),
    ("EUR", ("€", "eur")),
    ("GBP", ("£", "gbp")),
    ("USD", ("$", "usd")),
)
_TWO_DECIMALS: Final = re.compile(r"[.,]\d\d\D*$")
_LEADING_ZERO: Final = re.compile(r"0\d")
_ORGANISED: Final = re.compile(
    r"\borg|företag|foretak|bedrift|company|cvr|y.?tunnus|business id|vat|moms"
)
_HYPHENED: Final = re.compile(r"\d{6}-\d{4}|\d{7}-\d")
_EIGHT_DIGITS: Final = re.compile(r"\d{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A column as it seems to be.

    :ivar title: its header as people would write it
    :ivar currency: of amounts, if a sign of one stands beside them
    :ivar choices: of a choice, the different values, the commonest first
    :ivar meaning: what it says of people; None if nobody can tell
    :ivar identifies: whether each row has a value of its own that names the row
    """

    at: int
    column: Column
    title: str
    kind: str
    fit: Fit
    conventions: Conventions
    meaning: Meaning | None
    currency: str = ""
    choices: tuple[str, ...] = ()
    identifies: bool = False

    @property
    def samples(self) -> list[str]:
        """Some different values, as they stand."""
        return list(dict.fromkeys(self.column.values))[:MOST_SAMPLES]

    @property
    def is_unclear(self) -> bool:
        """Whether its dates can be read in two ways."""
        return self.conventions.dates is DateOrder.UNCLEAR

    @property
    def is_empty(self) -> bool:
        return not self.column.filled


def guessed(columns: Sequence[Column], *, total: int, language: str = "en") -> list[Guess]:
    """Guess what every column is."""
    return [_guessed(at, one, total, language) for at, one in enumerate(columns)]


def _guessed(at: int, column: Column, total: int, language: str) -> Guess:
    plain = plain_of(column.name)
    look = _Look(column, plain, conventions_of(column.values), language)
    kind, found = look.kind()
    choices = sorted(column.distinct, key=lambda value: -column.distinct[value])
    return Guess(
        at=at,
        column=column,
        title=title_of(column.name),
        kind=kind,
        fit=found,
        conventions=look.ways,
        meaning=meaning_by(plain, kind),
        currency=currency_in(column.values),
        choices=tuple(choices) if column.has_few else (),
        identifies=_identifies(column, plain, kind, total),
    )


def _identifies(column: Column, plain: str, kind: str, total: int) -> bool:
    is_whole = column.is_unique and column.filled == total and total > 1
    meaning = meaning_of(plain)
    if meaning is not None and meaning.identity not in {"", "other"}:
        return False  # what names people does not name rows
    is_called = _NUMBERED.search(plain) is not None and _OPEN.search(plain) is None
    return is_whole and kind in {"text", "integer"} and is_called


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at a column; the first kind that fits well is taken."""

    column: Column
    plain: str
    ways: Conventions
    language: str

    def kind(self) -> tuple[str, Fit]:
        for name in self._possible():
            found = self._fit(name)
            least = HINTED if name in self.hinted else MOSTLY
            if found.share >= least and _SENSIBLE.get(name, _always)(self):
                return name, found
        return self._text(), Fit(1.0, 0, ())

    def _fit(self, name: str) -> Fit:
        values = self.column.values
        schema = schema_for(name, currency_in(values), values)
        return fit(values, name, self.ways, language=self.language, schema=schema)

    def _possible(self) -> Iterator[str]:
        """Yield kinds from the narrowest on; numbers that begin with zero are none."""
        values = self.column.values
        if not values:
            return
        yield from ("national-id", "organisation-number", "iban", "e-mail", "link", "phone")
        yield from ("date", "date-time", "time", "percent")
        if self.is_yes_no:
            yield "yes-no"
        if any(_LEADING_ZERO.match(one) for one in values) or self.is_code:
            return
        if self.is_money:
            yield "money"
        yield from ("integer", "money", "decimal")

    @property
    def hinted(self) -> Collection[str]:
        """The kinds that the column's name speaks of: fewer values need to fit."""
        meaning = meaning_of(self.plain)
        found = [meaning.identity] if meaning is not None else []
        if _DATED.search(self.plain):
            found += ["date", "date-time"]
        return [*found, *_AMOUNTS] if _NAMED_MONEY.search(self.plain) else found

    @property
    def is_yes_no(self) -> bool:
        found = {value.casefold() for value in self.column.distinct}
        return self.column.has_few and (found <= _YES_NO or found == _BITS)

    @property
    def is_code(self) -> bool:
        """Tell codes from numbers: all equally long, and called so."""
        lengths = {len(value) for value in self.column.values}
        is_called = _NUMBERED.search(self.plain) is not None or _OPEN.search(self.plain) is not None
        is_even = len(lengths) == 1 and min(lengths) >= _SHORTEST_CODE
        return is_called and is_even and len(self.column.values) > 1

    @property
    def is_money(self) -> bool:
        """Tell amounts by their sign, or by two decimals and what the column is called."""
        values = self.column.values
        signed = sum(_MONEY.search(one.casefold()) is not None for one in values)
        if signed >= MOSTLY * len(values):
            return True
        has_decimals = any(_TWO_DECIMALS.search(one) for one in values)
        return has_decimals and _NAMED_MONEY.search(self.plain) is not None

    @property
    def is_dated(self) -> bool:
        """Eight digits in a row are a date only where the column says so."""
        bare = any(_EIGHT_DIGITS.fullmatch(one) for one in self.column.values)
        return not bare or _DATED.search(self.plain) is not None

    @property
    def is_of_people(self) -> bool:
        """A Danish number has no check digit, so the column must say that it holds such."""
        country = country_in(self.column.values, "national-id")
        return country != "DK" or "national-id" in self.hinted

    @property
    def is_of_organisations(self) -> bool:
        """One check digit fits every tenth number: only a hyphen, or the name, makes it certain."""
        hyphens = sum(_HYPHENED.fullmatch(one) is not None for one in self.column.values)
        is_called = _ORGANISED.search(self.plain) is not None
        return is_called or hyphens >= MOSTLY * len(self.column.values)

    def _text(self) -> str:
        column = self.column
        if column.lined > _LINED_MOSTLY * column.filled or column.longest > _LONGEST_TEXT:
            return "long-text"
        return "choice" if self._is_choice() else "text"

    def _is_choice(self) -> bool:
        column = self.column
        is_repeated = column.filled >= max(_LEAST_VALUES, _LEAST_REPEATED * len(column.distinct))
        is_short = column.longest <= _LONGEST_CHOICE and len(column.distinct) > 1
        is_open = _OPEN.search(self.plain) is not None or self.is_code
        return column.has_few and is_repeated and is_short and not is_open


def currency_in(values: Sequence[str]) -> str:
    """Return the currency whose sign stands beside some of the first values; '' if none does."""
    text = " ".join(values[:_LOOKED_AT]).casefold()
    return next((code for code, signs in _SIGNS if any(sign in text for sign in signs)), "")


def schema_for(kind: str, currency: str, values: Sequence[str]) -> JsonObject:
    """Return what a new field of a kind takes: the column's own currency, its own country."""
    schema = KINDS[kind].new_schema()
    if country := country_in(values, kind):
        return of_country(schema, kind, country)
    if kind == "money" and currency:
        schema["x-field"] = {"kind": kind, "currency": currency}
    return schema


def _always(_look: _Look) -> bool:
    return True


_SENSIBLE: Final[dict[str, Callable[[_Look], bool]]] = {
    "date": lambda look: look.is_dated,
    "date-time": lambda look: look.is_dated,
    "money": lambda look: look.is_money,
    "national-id": lambda look: look.is_of_people,
    "organisation-number": lambda look: look.is_of_organisations,
}


def meaning_by(plain: str, kind: str) -> Meaning | None:
    """Say what a column tells of people: its values first, then its name, then its kind."""
    if KINDS[kind].identity:
        personal = Class.NONE if KINDS[kind].impersonal else Class.DIRECT
        return Meaning(personal, KINDS[kind].identity)
    found = meaning_of(plain)
    if found is not None:
        return found
    if KINDS[kind].impersonal:
        return Meaning(Class.NONE)
    return Meaning(Class.INDIRECT) if kind == "long-text" else None
