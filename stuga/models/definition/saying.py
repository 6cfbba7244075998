"""Sentences before they are in a language: an English one, and what fills its places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, Protocol, TypeAlias

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal

from stuga.models.json import JsonValue

Phrase: TypeAlias = "str | int | float | Decimal | Said | Listed | Spoken"
"""What can stand in a sentence. A plain text is a name or a value, and the same everywhere."""
Tree: TypeAlias = "Sentence | str | int | float | Sequence[Tree] | Mapping[str, Tree] | None"
"""JSON in which sentences stand that are not in a language yet."""
Style: TypeAlias = Literal["standard", "or"]

_ENGLISH: Final = Locale.parse("en_GB")


class Tongue(Protocol):
    """A language, as far as sentences need it. The catalogue of translations has the others."""

    @property
    def tag(self) -> str: ...
    def text(self, msgid: str, /, **arguments: object) -> str: ...
    def plural(self, one: str, many: str, n: int, /, **arguments: object) -> str: ...
    def number(self, value: Decimal | float) -> str: ...
    def listed(self, things: Sequence[str], style: Style = "standard") -> str: ...


class _English:
    """The language the sentences are written in."""

    tag = "en"

    def text(self, msgid: str, /, **arguments: object) -> str:
        return msgid.format(**arguments) if arguments else msgid

    def plural(self, one: str, many: str, n: int, /, **arguments: object) -> str:
        return (one if n == 1 else many).format(n=self.number(n), **arguments)

    def number(self, value: Decimal | float) -> str:
        return format_decimal(value, locale=_ENGLISH, decimal_quantization=False)

    def listed(self, things: Sequence[str], style: Style = "standard") -> str:
        return format_list(things, style=style, locale=_ENGLISH)


ENGLISH: Final[Tongue] = _English()


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, or a part of one. As a `str` it is the English one.

    :param msgid: the English words, by which the catalogue knows them, with `{places}`
    :param many: the words for other numbers than one; `{n}` is then the number
    """

    msgid: str
    arguments: Mapping[str, Phrase] = field(default_factory=dict)
    many: str = ""
    n: int = 1

    def told(self, tongue: Tongue) -> str:
        filled = {name: _told(one, tongue) for name, one in self.arguments.items()}
        if self.many:
            return tongue.plural(self.msgid, self.many, self.n, **filled)
        return tongue.text(self.msgid, **filled)

    def __str__(self) -> str:
        return self.told(ENGLISH)


@dataclass(frozen=True, slots=True)
class Listed:
    """Several phrases in a row, with the same between any two, or joined as languages do.

    :param style: joins with commas and a last “and” or “or”, instead of `between`
    """

    phrases: tuple[Phrase, ...]
    between: str = ", "
    style: Style | None = None

    def told(self, tongue: Tongue) -> str:
        parts = [_told(one, tongue) for one in self.phrases]
        return tongue.listed(parts, self.style) if self.style else self.between.join(parts)

    def __str__(self) -> str:
        return self.told(ENGLISH)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language by its code, named as the reader's language names it."""

    code: str

    def told(self, tongue: Tongue) -> str:
        names = Locale.parse(tongue.tag.partition("-")[0]).languages
        return str(names.get(self.code, self.code))

    def __str__(self) -> str:
        return self.told(ENGLISH)


Sentence: TypeAlias = Said | Listed


def msgid(text: str) -> str:
    """Mark English words that are said later."""
    return text


def said(text: str, /, **arguments: Phrase) -> Said:
    """Say something; `text` is the English sentence, written out, so that it is found."""
    return Said(text, arguments)


def said_of(one: str, many: str, n: int, /, **arguments: Phrase) -> Said:
    """Say something of `n` things, which is `{n}` in it."""
    return Said(one, arguments, many, n)


def quoted(text: str) -> Said:
    """Put a name or a value in quotation marks, as languages do it."""
    return said("“{text}”", text=text)


def in_row(phrases: Iterable[Phrase]) -> Listed:
    return Listed(tuple(phrases))


def one_of(phrases: Iterable[Phrase]) -> Listed:
    """List what can be chosen: `a, b or c`."""
    return Listed(tuple(phrases), style="or")


def all_of(phrases: Iterable[Phrase]) -> Listed:
    """List what belongs together: `a, b and c`."""
    return Listed(tuple(phrases), style="standard")


def in_words(tree: Tree, tongue: Tongue) -> JsonValue:
    """Say everything there is to say in what is otherwise JSON."""
    if isinstance(tree, Said | Listed):
        return tree.told(tongue)
    if isinstance(tree, Mapping):
        return {name: in_words(one, tongue) for name, one in tree.items()}
    if isinstance(tree, str) or not isinstance(tree, Sequence):
        return tree
    return [in_words(one, tongue) for one in tree]


def _told(phrase: Phrase, tongue: Tongue) -> str:
    if isinstance(phrase, Said | Listed | Spoken):
        return phrase.told(tongue)
    return phrase if isinstance(phrase, str) else tongue.number(phrase)
