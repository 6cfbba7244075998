"""Checks what a formula does with the fields in the rows of lists. In the child only."""

from collections.abc import Iterator, Mapping
from typing import Final

from stuga.runtime.formulas import flaws
from stuga.runtime.formulas.environment import LOOPS, fits, row_environment
from stuga.runtime.formulas.flaws import FlawError
from stuga.runtime.formulas.literals import Rewritten, words_replaced
from stuga.runtime.formulas.syntax import Node

Rows = Mapping[str, Mapping[str, str]]
"""Path of a list -> the fields in its rows, and their types."""
_PARTS_OF_LOOP: Final = 5
_NAMES: Final = {ours: name for name, ours in LOOPS.items()}


def check_rows(
    rewritten: Rewritten, tree: Node, result: str, types: Mapping[str, str], rows: Rows
) -> str:
    """Return what is wrong with how loops use rows, as the compiler says it; '' if nothing is.

    :raises FlawError: if a row has no such field, or the whole does not give `result`
    """
    loops = dict(_loops(tree, rows))
    if not loops:
        return ""
    for node in tree.walk():
        path = _row_of(node, loops)
        if path and node.name not in rows[path]:
            raise FlawError(flaws.UNKNOWN_NAME, about=f"{node.parts[0].name}.{node.name}")
    variables: dict[str, str] = {}
    for name, path in loops.items():
        variables[name] = "row" if path else "dyn"
        members = rows[path] if path else {}
        variables |= {f"{name}.{key}": _in_rows(type_) for key, type_ in members.items()}
    env = row_environment(types, variables)
    try:
        expression = env.compile(words_replaced(rewritten.source, LOOPS))
    except RuntimeError as error:
        return _with_names(str(error))
    if not fits(expression, result):
        raise FlawError(flaws.RESULT, about=expression.return_type().name())
    return ""


def _in_rows(type_: str) -> str:
    """Dates in rows are texts: CEL takes no others from us there."""
    return "text" if type_ in {"date", "moment"} else type_


def _loops(tree: Node, rows: Rows) -> Iterator[tuple[str, str]]:
    """Yield each loop's variable with the path of the list it goes through, '' if that is none."""
    found: dict[str, str] = {}
    for node in tree.walk():
        if node.what == "loop":
            path = _path_of(node.parts[0], found, rows)
            # One name for two lists means either, so it is left unchecked.
            found[node.name] = path if found.get(node.name, path) == path else ""
    yield from found.items()


def _path_of(node: Node, loops: Mapping[str, str], rows: Rows) -> str:
    if node.what == "name":
        path = node.name.removeprefix("record.")
    elif node.what == "loop":
        return _path_of(node.parts[0], loops, rows) if _is_filter(node) else ""
    else:
        above = _row_of(node, loops)
        path = f"{above}.{node.name}" if above else ""
    return path if path in rows else ""


def _row_of(node: Node, loops: Mapping[str, str]) -> str:
    """Return the path of the list whose row a member is asked of; '' if it is none's."""
    if node.what != "select" or not node.parts or node.parts[0].what != "name":
        return ""
    return loops.get(node.parts[0].name, "")


def _is_filter(loop: Node) -> bool:
    """Tell whether a loop keeps rows as they are: it adds its variable, on a condition."""
    if len(loop.parts) < _PARTS_OF_LOOP:
        return False
    step = loop.parts[3]
    if step.name != "_?_:_" or len(step.parts) < 2 or step.parts[1].name != "_+_":  # noqa: PLR2004
        return False
    added = step.parts[1].parts[-1]
    return [one.name for one in added.parts] == [loop.name]


def _with_names(message: str) -> str:
    for ours, name in _NAMES.items():
        message = message.replace(f"'{ours}'", f"'{name}'")
    return message
