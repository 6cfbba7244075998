"""The regular expressions a model may use: a subset that can never take long to try.

Python's `re` backtracks, and there is no linear-time engine here. So a pattern is read by this
module, refused if trying it could explode, and only then compiled, with the meaning that
JSON Schema (ECMA-262) gives it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from stuga.models.definition.pattern_syntax import (
    Chars,
    Node,
    Part,
    PatternError,
    Repeat,
    Several,
    read,
)
from stuga.models.definition.saying import Said, said

__all__ = ["LONGEST_TRIED", "PatternError", "compiled", "pattern_problem"]

LONGEST_TRIED: Final = 1000
"""A field with a pattern holds at most so many characters: the square of it is still quick."""

# How many open-ended parts may compete for the same characters: two cost the square of the length.
_RIVALS: Final = 2


def pattern_problem(pattern: str) -> Said | None:
    """Say in a builder's words why a pattern cannot be used; None if it can."""
    try:
        found = read(pattern)
        _refuse_slow(found.branches, anchored=found.anchored)
    except PatternError as error:
        return error.flaw
    return None


@lru_cache(maxsize=2000)
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern, searched for anywhere as JSON Schema wants it.

    :raises PatternError: if it is not in the subset, or could take long
    """
    found = read(pattern)
    _refuse_slow(found.branches, anchored=found.anchored)
    return re.compile(found.source, re.ASCII)


def _refuse_slow(branches: Sequence[Part], *, anchored: bool) -> None:
    for branch in branches:
        _refuse_rivals(branch, most=_RIVALS if anchored else _RIVALS - 1)
        for node in branch:
            _refuse_nested(node)


def _refuse_rivals(part: Part, *, most: int) -> None:
    """Refuse more than `most` varying parts that could trade characters with each other."""
    clusters: list[tuple[Chars, int]] = []
    for node in _flat(part):
        touched = [one for one in clusters if one[0] & node.chars]
        if not touched and not node.nullable:
            # Nothing before can stretch past a character that it cannot hold.
            clusters.clear()
        if not touched and not node.varies:
            continue
        chars: Chars = node.chars.union(*(one[0] for one in touched))
        rivals = sum(one[1] for one in touched) + node.varies
        if rivals > most:
            raise PatternError(
                said(
                    "several parts of it may repeat over the same characters, which can take very "
                    "long. Put a fixed character between them, or begin with ^"
                )
            )
        clusters = [one for one in clusters if one not in touched] + [(chars, rivals)]


def _flat(part: Part) -> Iterator[Node]:
    for node in part:
        if isinstance(node, Several) and len(node.branches) == 1:
            yield from _flat(node.branches[0])
        else:
            yield node


def _refuse_nested(node: Node) -> None:
    if isinstance(node, Repeat):
        if node.most > 1 and isinstance(node.body, Several):
            _refuse_body(node.body)
        _refuse_nested(node.body)
    elif isinstance(node, Several):
        for branch in node.branches:
            _refuse_rivals(branch, most=1)
            for inner in branch:
                _refuse_nested(inner)


def _refuse_body(body: Several) -> None:
    """Refuse to repeat what can match one text in several ways."""
    if body.nullable:
        raise PatternError(
            said("it repeats a group that may be empty. Make something in it required")
        )
    _refuse_choices(body)
    first = body.branches[0]
    if len(body.branches) == 1 and any(one.varies for one in first) and not _delimited(first):
        raise PatternError(
            said(
                "it repeats a group that repeats inside, which can take very long. Begin the "
                "group with a fixed character that its other parts cannot hold"
            )
        )


def _refuse_choices(node: Node) -> None:
    """Refuse, in what is repeated, a choice that one text could take two ways."""
    if isinstance(node, Repeat):
        _refuse_choices(node.body)
    if not isinstance(node, Several):
        return
    if len(node.branches) > 1 and not _is_decided_at_once(node):
        raise PatternError(
            said("it repeats a choice whose branches may begin alike. Let each begin differently")
        )
    for branch in node.branches:
        for inner in branch:
            _refuse_choices(inner)


def _is_decided_at_once(choice: Several) -> bool:
    if any(not branch or branch[0].nullable for branch in choice.branches):
        return False
    if any(node.varies for branch in choice.branches for node in branch):
        return False
    firsts = [branch[0].chars for branch in choice.branches]
    return len(frozenset[int]().union(*firsts)) == sum(len(one) for one in firsts)


def _delimited(part: Part) -> bool:
    """Whether a fixed character at an edge of the part stands nowhere else in it."""
    nodes = list(_flat(part))
    for edge, rest in ((nodes[0], nodes[1:]), (nodes[-1], nodes[:-1])):
        others: Chars = frozenset[int]().union(*(node.chars for node in rest))
        if not edge.varies and not edge.chars & others:
            return True
    return False
