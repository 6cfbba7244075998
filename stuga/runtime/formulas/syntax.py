"""Reads a compiled formula: what it names, how it loops, where it divides.

`Expression.serialize` gives the `CheckedExpr` message of CEL, packed in `google.protobuf.Any`. We
read its few members ourselves: a protobuf library would be as large as all the rest.
"""

import struct
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

Span: TypeAlias = tuple[int, int]
_VARINT: Final = 0
_FIXED: Final = {1: 8, 5: 4}
_LENGTH: Final = 2
_ANY_VALUE: Final = 2
_REFERENCES, _EXPRESSION = 2, 4
_CONSTANT, _IDENT, _SELECT, _CALL, _LIST, _STRUCT, _COMPREHENSION = 3, 4, 5, 6, 7, 8, 9
_DOUBLE: Final = 5


class Node:
    """One expression.

    :ivar what: `constant, name, select, call, list, struct` or `loop`
    :ivar name: of a call's function, a selected member, a struct's message, a loop's variable;
        for a name the declared one that it means
    :ivar named_at: where the name stands in the message
    :ivar number: a constant's value, where it is a double
    """

    def __init__(self) -> None:
        self.id = 0
        self.what = "constant"
        self.name = ""
        self.named_at = 0
        self.number: float | None = None
        self.parts: list[Node] = []

    def walk(self) -> Iterator["Node"]:
        yield self
        for part in self.parts:
            yield from part.walk()

    def loops(self) -> int:
        """Tell how deep loops stand in loops; where one only makes another's list, not."""
        within = [part.loops() for part in self.parts]
        if self.what != "loop":
            return max(within, default=0)
        return max(within[0], 1 + max(within[1:], default=0))


def read(message: bytes) -> Node:
    """Read what `Expression.serialize` wrote."""
    data = memoryview(message)
    checked = _spans(data, _whole(data))[_ANY_VALUE][-1]
    members = _spans(data, checked)
    references = dict(_reference(data, one) for one in members.get(_REFERENCES, ()))
    return _node(data, members[_EXPRESSION][-1], references)


def _reference(data: memoryview, entry: Span) -> tuple[int, str]:
    """Read which declared name an expression's id stands for; '' for functions' overloads."""
    id_, value = 0, (0, 0)
    for number, _, found in _fields(data, entry):
        if number == 1 and isinstance(found, int):
            id_ = found
        elif isinstance(found, tuple):
            value = found
    overloads = _spans(data, value)
    name = "" if 3 in overloads else _text(data, overloads.get(1, [(0, 0)])[-1])  # noqa: PLR2004
    return id_, name


def _node(data: memoryview, span: Span, references: Mapping[int, str]) -> Node:
    node, below = Node(), None
    for number, _, found in _fields(data, span):
        if isinstance(found, int):
            node.id = found
        else:
            below = (number, found)
    if below is None:
        return node
    kind, inside = below
    if kind == _CONSTANT:
        node.number = _double(data, inside)
    elif kind in {_IDENT, _SELECT} and (name := references.get(node.id, "")):
        node.what, node.name = "name", name
    else:
        node.what, naming, parts = _SHAPES[kind]
        _fill(data, node, _spans(data, inside), naming)
        for member in parts:
            for one in _spans(data, inside).get(member, ()):
                node.parts += _parts(data, one, references, in_struct=kind == _STRUCT)
    return node


# Kind of expression: its name, the member that names it, the members with expressions below.
_SHAPES: Final[Mapping[int, tuple[str, int, tuple[int, ...]]]] = {
    _IDENT: ("name", 1, ()),
    _SELECT: ("select", 2, (1,)),
    _CALL: ("call", 2, (1, 3)),
    _LIST: ("list", 0, (1,)),
    _STRUCT: ("struct", 1, (2,)),
    _COMPREHENSION: ("loop", 1, (2, 4, 5, 6, 7)),
}


def _fill(data: memoryview, node: Node, members: Mapping[int, list[Span]], naming: int) -> None:
    if naming in members:
        span = members[naming][-1]
        node.name, node.named_at = _text(data, span), span[0]


def _parts(
    data: memoryview, span: Span, references: Mapping[int, str], *, in_struct: bool
) -> list[Node]:
    """Read one expression below, or the key and the value of a struct's entry."""
    if not in_struct:
        return [_node(data, span, references)]
    entry = _spans(data, span)
    return [_node(data, one, references) for at in (3, 4) for one in entry.get(at, ())]


def _double(data: memoryview, span: Span) -> float | None:
    for number, start, _ in _fields(data, span):
        if number == _DOUBLE:
            (found,) = struct.unpack_from("<d", data, start)
            return float(found)
    return None


def _whole(data: memoryview) -> Span:
    return (0, len(data))


def _text(data: memoryview, span: Span) -> str:
    return bytes(data[span[0] : span[1]]).decode()


def _spans(data: memoryview, span: Span) -> dict[int, list[Span]]:
    """Gather the members that are messages or texts."""
    found: dict[int, list[Span]] = {}
    for number, _, value in _fields(data, span):
        if isinstance(value, tuple):
            found.setdefault(number, []).append(value)
    return found


def _fields(data: memoryview, span: Span) -> Iterator[tuple[int, int, int | Span]]:
    """Yield number, place and value of each member; of messages and texts, where they stand."""
    at, end = span
    while at < end:
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, at = _varint(data, at)
            yield number, at, value
        elif kind == _LENGTH:
            length, at = _varint(data, at)
            yield number, at, (at, at + length)
            at += length
        else:
            yield number, at, 0
            at += _FIXED[kind]


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004
            return value, at
        shift += 7
