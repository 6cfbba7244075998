"""Reads the regular expressions of models into a tree, and refuses what is not in the subset."""

import re
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from stuga.models.definition.saying import Said, said

Chars: TypeAlias = frozenset[int]
Part: TypeAlias = "tuple[Node, ...]"

BEYOND: Final = 128
"""Stands for every character outside ASCII, so that two such sets count as overlapping."""

ALL: Final[Chars] = frozenset(range(BEYOND + 1))
_DIGITS: Final[Chars] = frozenset(map(ord, "0123456789"))
_WORD: Final[Chars] = _DIGITS | frozenset(
    map(ord, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
)
_SPACE: Final[Chars] = frozenset(map(ord, " \t\n\r\f\v"))
_CLASSES: Final = {
    "d": _DIGITS,
    "D": ALL - _DIGITS,
    "w": _WORD,
    "W": ALL - _WORD,
    "s": _SPACE,
    "S": ALL - _SPACE,
}
_CONTROLS: Final = {"t": "\t", "n": "\n", "r": "\r"}
# ECMA-262 has four line ends, Python one.
_DOT: Final = "[^\\n\\r\u2028\u2029]"
_MOST: Final = 1000


class PatternError(ValueError):
    """A pattern that cannot be used; its words complete “This pattern cannot be used: …”."""

    def __init__(self, flaw: Said) -> None:
        super().__init__(str(flaw))
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Letter:
    """One character of a set."""

    chars: Chars
    varies: bool = False
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Repeat:
    body: "Node"
    least: int
    most: float

    @property
    def chars(self) -> Chars:
        return self.body.chars

    @property
    def varies(self) -> bool:
        return self.least != self.most or self.body.varies

    @property
    def nullable(self) -> bool:
        return self.least == 0 or self.body.nullable


@dataclass(frozen=True, slots=True)
class Several:
    """A group: one branch, or a choice of several."""

    branches: tuple[Part, ...]

    @property
    def chars(self) -> Chars:
        return frozenset().union(*(node.chars for branch in self.branches for node in branch))

    @property
    def varies(self) -> bool:
        return len(self.branches) > 1 or any(
            node.varies for branch in self.branches for node in branch
        )

    @property
    def nullable(self) -> bool:
        return any(all(node.nullable for node in branch) for branch in self.branches)


Node: TypeAlias = Letter | Repeat | Several


@dataclass(slots=True)
class Read:
    """A pattern as read: its tree, and the same pattern for Python's `re`."""

    branches: tuple[Part, ...]
    source: str
    anchored: bool


def read(pattern: str) -> Read:
    """Read a pattern.

    :raises PatternError: if it is not in the subset
    """
    reader = _Reader(pattern)
    branches = reader.branches(depth=0)
    if reader.at < len(pattern):
        raise PatternError(said("a “)” has no “(”"))
    anchored = all(start for start in reader.starts)
    return Read(branches, "".join(reader.out), anchored)


@dataclass(slots=True)
class _Reader:
    text: str
    at: int = 0
    out: list[str] = field(default_factory=list)
    starts: list[bool] = field(default_factory=list)

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        one = self.peek()
        if not one:
            raise PatternError(said("it ends too early"))
        self.at += 1
        return one

    def takes(self, wanted: str) -> bool:
        if not self.text.startswith(wanted, self.at):
            return False
        self.at += len(wanted)
        return True

    def branches(self, *, depth: int) -> tuple[Part, ...]:
        found = [self.branch(depth=depth)]
        while self.takes("|"):
            self.out.append("|")
            found.append(self.branch(depth=depth))
        return tuple(found)

    def branch(self, *, depth: int) -> Part:
        anchored = self.takes("^")
        if anchored:
            self.out.append("^")
        if depth == 0:
            self.starts.append(anchored)
        nodes: list[Node] = []
        while self.peek() not in {"", "|", ")"}:
            if self.takes("$"):
                self.out.append("\\Z")
                if self.peek() not in {"", "|", ")"}:
                    raise PatternError(said("“$” stands before its end"))
                break
            nodes.append(self.repeated(depth=depth))
        return tuple(nodes)

    def repeated(self, *, depth: int) -> Node:
        atom = self.atom(depth=depth)
        least, most = self.quantifier()
        if (least, most) == (1, 1):
            return atom
        if self.takes("?"):
            self.out.append("?")
        if self.peek() in {"*", "+", "?", "{"} and self.peek():
            raise PatternError(said("two repetitions follow each other"))
        return Repeat(atom, least, most)

    def quantifier(self) -> tuple[int, float]:
        simple = {"*": (0, float("inf")), "+": (1, float("inf")), "?": (0, 1)}.get(self.peek())
        if simple:
            self.out.append(self.take())
            return simple
        if self.peek() != "{":
            return 1, 1
        found = re.compile(r"\{(\d{1,4})(,?)(\d{0,4})\}").match(self.text, self.at)
        if not found:
            words = said(
                "“{letter}” has no count. Write \\{letter} for the character itself", letter="{"
            )
            raise PatternError(words)
        self.at = found.end()
        self.out.append(found.group())
        least = int(found.group(1))
        most = int(found.group(3) or _MOST) if found.group(2) else least
        if most > _MOST or least > most:
            raise PatternError(
                said("“{count}” is not a count up to {most}", count=found.group(), most=_MOST)
            )
        return least, float("inf") if found.group(2) and not found.group(3) else most

    def atom(self, *, depth: int) -> Node:
        one = self.take()
        if one == "(":
            return self.group(depth=depth)
        if one == "[":
            return Letter(self.letters())
        if one == ".":
            self.out.append(_DOT)
            return Letter(ALL)
        if one == "\\":
            chars, source = self.escape()
            self.out.append(source)
            return Letter(chars)
        if one in "*+?{}^]":
            raise PatternError(
                said(
                    "“{letter}” cannot stand there. Write \\{letter} for the character itself",
                    letter=one,
                )
            )
        self.out.append(re.escape(one))
        return Letter(_set_of(one))

    def group(self, *, depth: int) -> Several:
        if self.peek() == "?" and not self.takes("?:"):
            raise PatternError(
                said("it looks ahead, looks behind or names a group, which is not allowed")
            )
        if depth > 10:  # noqa: PLR2004 - deeper than anyone reads
            raise PatternError(said("its groups are too deep"))
        self.out.append("(?:")
        found = self.branches(depth=depth + 1)
        if not self.takes(")"):
            raise PatternError(said("a “(” has no “)”"))
        self.out.append(")")
        return Several(found)

    def letters(self) -> Chars:
        negated = self.takes("^")
        chars: set[int] = set()
        source = ["[^" if negated else "["]
        while not self.takes("]"):
            chars |= self.span(source)
        if len(source) == 1:
            raise PatternError(said("“[]” holds no character"))
        self.out.append("".join(source) + "]")
        # A negated set has all that is beyond ASCII, whatever of it is excepted.
        return (ALL - chars) | {BEYOND} if negated else frozenset(chars)

    def span(self, source: list[str]) -> Chars:
        chars, first = self.one_of_set()
        is_range = self.peek() == "-" and self.text[self.at + 1 : self.at + 2] not in {"]", ""}
        if not is_range:
            source.append(first)
            return chars
        self.take()
        more, last = self.one_of_set()
        low, high = _single(first), _single(last)
        if low > high:
            raise PatternError(said("“{first}-{last}” runs backwards", first=first, last=last))
        source.append(f"{first}-{last}")
        return chars | more | frozenset(min(code, BEYOND) for code in range(low, high + 1))

    def one_of_set(self) -> tuple[Chars, str]:
        one = self.take()
        if one == "\\":
            return self.escape()
        return _set_of(one), re.escape(one)

    def escape(self) -> tuple[Chars, str]:
        one = self.take()
        if one in _CLASSES:
            return _CLASSES[one], "\\" + one
        if one in _CONTROLS:
            return _set_of(_CONTROLS[one]), re.escape(_CONTROLS[one])
        if one.isalnum():
            words = said(
                "“\\{letter}” is not allowed. Allowed are \\d \\w \\s and \\D \\W \\S", letter=one
            )
            raise PatternError(words)
        return _set_of(one), re.escape(one)


def _set_of(letter: str) -> Chars:
    return frozenset({min(ord(letter), BEYOND)})


def _single(source: str) -> int:
    letter = source[-1]
    if len(source) > 1 and letter.isalpha():
        raise PatternError(said("“{part}” cannot begin or end a range", part=source))
    return ord(letter)
