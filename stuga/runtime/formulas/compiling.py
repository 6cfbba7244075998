"""Makes programs of formulas, or says what is wrong with one and where. In the child only."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from stuga.runtime.formulas import flaws, syntax
from stuga.runtime.formulas.environment import REPLACED, Env, Expression, environment, fits
from stuga.runtime.formulas.flaws import FlawError
from stuga.runtime.formulas.limits import MOST_CHARACTERS, MOST_LOOPS, MOST_NESTED
from stuga.runtime.formulas.literals import Rewritten, as_doubles
from stuga.runtime.formulas.rows import Rows, check_rows
from stuga.runtime.formulas.settling import is_broken
from stuga.runtime.formulas.syntax import Node

_PLACE: Final = re.compile(r"<input>:(\d+):(\d+): (.*)")
_UNDECLARED: Final = re.compile(r"undeclared reference to '([^']*)'")
_OVERLOAD: Final = re.compile(r"found no matching overload for '([^']*)' applied to '(.*)'")
_SUMMING: Final = frozenset({"_+_", "_-_", "_*_"})


class Program(NamedTuple):
    """A formula ready to run.

    :ivar reads: the keys of the fields whose value, or whether they have one, it asks for
    :ivar reads_me: whether it asks who acts
    :ivar compares_fractions: whether it asks if a reckoned fraction equals something
    """

    expression: Expression
    tree: Node
    reads: frozenset[str]
    reads_me: bool = False
    compares_fractions: bool = False


def checked(source: str, result: str, types: Mapping[str, str], rows: Rows) -> Program:
    """Compile a formula, and look at what it does with the fields in rows.

    :raises FlawError: as `compiled`
    """
    found = compiled(environment(types), source, result, types)
    rewritten = as_doubles(source)
    message = check_rows(rewritten, found.tree, result, types, rows)
    if _OVERLOAD.search(message):
        raise _flaw(message, rewritten)
    return found


def compiled(env: Env, source: str, result: str, types: Mapping[str, str]) -> Program:
    """Compile a formula that is to give `result`.

    :raises FlawError: saying what is wrong with it, and where
    """
    if len(source) > MOST_CHARACTERS:
        raise FlawError(flaws.TOO_LONG)
    if is_broken(source):
        raise FlawError(flaws.BROKEN)
    if not source.strip():
        raise FlawError(flaws.SYNTAX, offset=0)
    rewritten = as_doubles(source)
    try:
        expression = env.compile(rewritten.source)
    except RuntimeError as error:
        raise _flaw(str(error), rewritten) from None
    message = expression.serialize()
    tree = syntax.read(message)
    _check(tree)
    if not fits(expression, result):
        raise FlawError(flaws.RESULT, about=expression.return_type().name())
    return Program(
        env.deserialize(_with_ours(message, tree)),
        tree,
        frozenset(_reads(tree)),
        any(node.what == "name" and node.name == "me.id" for node in tree.walk()),
        any(_is_fraction_compared(node, types) for node in tree.walk()),
    )


def _with_ours(message: bytes, tree: Node) -> bytes:
    """Let our own functions stand where CEL's would be called."""
    changed = bytearray(message)
    for node in tree.walk():
        ours = REPLACED.get(node.name) if node.what == "call" else None
        if ours:
            changed[node.named_at : node.named_at + len(ours)] = ours.encode()
    return bytes(changed)


def _check(tree: Node) -> None:
    loops = sum(node.what == "loop" for node in tree.walk())
    if loops > MOST_LOOPS or tree.loops() > MOST_NESTED:
        raise FlawError(flaws.LOOPS)
    for node in tree.walk():
        if node.what == "struct" and node.name:
            raise FlawError(flaws.EXCLUDED, about=node.name)


def _reads(tree: Node) -> Iterator[str]:
    for node in tree.walk():
        if node.what == "name" and node.name.startswith(("record.", "filled.")):
            yield node.name.split(".", 1)[1]


def _is_fraction_compared(node: Node, types: Mapping[str, str]) -> bool:
    if node.what != "call" or node.name not in {"_==_", "_!=_"}:
        return False
    return any(_is_reckoned_fraction(part, types) for part in node.parts)


def _is_reckoned_fraction(node: Node, types: Mapping[str, str]) -> bool:
    if node.what != "call":
        return False
    if node.name == "_?_:_":
        return any(_is_reckoned_fraction(part, types) for part in node.parts[1:])
    if node.name in _SUMMING:
        return any(
            _has_fraction(part, types) or _is_reckoned_fraction(part, types) for part in node.parts
        )
    return node.name in {"_/_", "avg"}


def _has_fraction(node: Node, types: Mapping[str, str]) -> bool:
    if node.what == "name":
        return types.get(node.name.removeprefix("record.")) == "number"
    return node.number is not None and not node.number.is_integer()


def _flaw(message: str, rewritten: Rewritten) -> FlawError:
    """Read what the compiler says: `ERROR: <input>:1:9: undeclared reference to 'x' …`."""
    if "recursion" in message or "nesting" in message:
        return FlawError(flaws.TOO_DEEP)
    found = _PLACE.search(message)
    if found is None:
        return FlawError(flaws.SYNTAX)
    line, column, said = int(found[1]), int(found[2]), found[3]
    starts = [0, *(at + 1 for at, sign in enumerate(rewritten.source) if sign == "\n")]
    before = starts[min(line, len(starts)) - 1] + column - 1
    offset = rewritten.offset_before(before)
    if undeclared := _UNDECLARED.search(said):
        return FlawError(flaws.UNKNOWN_NAME, offset=offset, about=undeclared[1])
    if overload := _OVERLOAD.search(said):
        return FlawError(flaws.UNFIT, offset=offset, about=f"{overload[1]} {overload[2]}")
    return FlawError(flaws.SYNTAX, offset=offset)
