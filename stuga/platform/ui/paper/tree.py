"""Reads the HTML that the renderer made into a tree: what stands in what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

EMPTY: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)


@dataclass(slots=True)
class Node:
    """An element with its attributes and what stands in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.attributes.get("class", "").split())

    def elements(self) -> Iterator["Node"]:
        """Yield the elements that stand right in this one."""
        yield from (one for one in self.children if isinstance(one, Node))

    def walk(self) -> Iterator["Node"]:
        """Yield this element and every one in it, in the order of the page."""
        yield self
        for one in self.elements():
            yield from one.walk()

    def all(self, tag: str) -> Iterator["Node"]:
        """Yield the elements of a name in this one."""
        yield from (one for one in self.walk() if one.tag == tag and one is not self)


def tree_of(html: str) -> Node:
    """Read HTML into a tree; its root has no name."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = self._add(tag, attrs)
        if tag not in EMPTY:
            self._open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, attrs)

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Node:
        made = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(made)
        return made

    def handle_endtag(self, tag: str) -> None:
        names = [one.tag for one in self._open]
        if tag in names[1:]:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
