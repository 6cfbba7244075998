"""Reads a PDF as a screen reader does: its tree of tags, and the words in the order of the tree."""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

_OBJECT: Final = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_STREAM: Final = re.compile(rb"stream\r?\n(.*?)\nendstream", re.DOTALL)
_MOST_WITHIN: Final = 6


def _string() -> bytes:
    """Return what a string looks like: brackets in it that match need no sign before them."""
    found = rb"\((?:\\.|[^\\()])*\)"
    for _ in range(_MOST_WITHIN):
        found = rb"\((?:\\.|[^\\()]|" + found + rb")*\)"
    return found


_PART: Final = re.compile(
    rb"(?P<tag>/\w+\s*<<.*?>>\s*BDC|/\w+\s+BMC)|(?P<end>\bEMC\b)|/(?P<font>\w+) [\d.]+ Tf"
    rb"|(?P<words>" + _string() + rb")",
    re.DOTALL,
)
_ESCAPED: Final = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_SIGNS: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Printed:
    """A PDF.

    :ivar content: its bytes
    """

    content: bytes
    _heads: dict[int, bytes] = field(default_factory=dict)
    _streams: dict[int, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for found in _OBJECT.finditer(self.content):
            number, body = int(found[1]), found[2]
            stream = _STREAM.search(body)
            self._heads[number] = body[: stream.start()] if stream else body
            if stream:
                is_packed = b"FlateDecode" in self._heads[number]
                self._streams[number] = zlib.decompress(stream[1]) if is_packed else stream[1]

    @property
    def metadata(self) -> str:
        [found] = [
            self._streams[key] for key, head in self._heads.items() if b"/Type/Metadata" in head
        ]
        return found.decode()

    @property
    def catalog(self) -> str:
        [found] = [head for head in self._heads.values() if b"/Type/Catalog" in head]
        return found.decode("latin-1")

    @property
    def pages(self) -> int:
        return sum(b"/Type/Page/" in head for head in self._heads.values())

    @property
    def images(self) -> list[str]:
        """What is said in place of pictures."""
        heads = (head for head in self._heads.values() if b"/StructElem" in head)
        return [_text_at(head, b"Alt") for head in heads if b"/Alt" in head]

    @cached_property
    def tagged(self) -> list[tuple[str, str]]:
        """Every run of words with the way of tags to it, as `Document/Table/TR/TD`."""
        [root] = [head for head in self._heads.values() if b"/Type/StructTreeRoot" in head]
        return [one for key in _refs(_kids(root)) for one in self._walk(key, "")]

    @property
    def text(self) -> str:
        return " ".join(words for _, words in self.tagged)

    def in_tag(self, name: str) -> list[str]:
        """Return the words that stand somewhere in a tag."""
        return [words for way, words in self.tagged if name in way.split("/")]

    def _walk(self, key: int, way: str) -> Iterator[tuple[str, str]]:
        head = self._heads[key]
        name = re.search(rb"/S/(\w+)", head)
        if name is None:
            return
        here = f"{way}/{name[1].decode()}".strip("/")
        page = re.search(rb"/Pg (\d+) 0 R", head)
        said = ""
        for ref, mark in re.findall(rb"(\d+) 0 R|\b(\d+)\b", _kids(head)):
            if not ref and page:
                said += self._marked(int(page[1])).get(int(mark), "")
                continue
            if said:
                yield here, said
                said = ""
            if ref:
                yield from self._walk(int(ref), here)
        if said:
            yield here, said

    def _marked(self, page: int) -> Mapping[int, str]:
        """Return the words of a page by the number that the tags know them by."""
        head = self._heads[page]
        resources = re.search(rb"/Resources (\d+) 0 R", head)
        contents = re.search(rb"/Contents (\d+) 0 R", head)
        assert resources is not None
        assert contents is not None
        fonts = dict(re.findall(rb"/(f\d+) (\d+) 0 R", self._heads[int(resources[1])]))
        found: defaultdict[int, str] = defaultdict(str)
        open_marks: list[int | None] = []
        letters: Mapping[int, str] = {}
        for part in _PART.finditer(self._streams[int(contents[1])]):
            if part["tag"]:
                mark = re.search(rb"/MCID (\d+)", part["tag"])
                open_marks.append(int(mark[1]) if mark else None)
            elif part["end"]:
                open_marks.pop()
            elif part["font"]:
                letters = self._letters(int(fonts[part["font"]]))
            else:
                raw = _ESCAPED.sub(_sign, part["words"][1:-1])
                number = next((one for one in reversed(open_marks) if one is not None), -1)
                codes = (int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2))
                found[number] += "".join(letters.get(code, "") for code in codes)
        return found

    def _letters(self, font: int) -> Mapping[int, str]:
        table = re.search(rb"/ToUnicode (\d+) 0 R", self._heads[font])
        assert table is not None, "a font whose letters nobody can read"
        pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", self._streams[int(table[1])])
        return {int(code, 16): bytes.fromhex(to.decode()).decode("utf-16-be") for code, to in pairs}


def _kids(head: bytes) -> bytes:
    found = re.search(rb"/K\s*(\[.*?\]|\d+ 0 R)", head, re.DOTALL)
    return found[1] if found else b""


def _refs(kids: bytes) -> list[int]:
    return [int(one) for one in re.findall(rb"(\d+) 0 R", kids)]


def _sign(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes([int(code, 8)]) if code.isdigit() else _SIGNS.get(code, code)


def _text_at(head: bytes, name: bytes) -> str:
    found = re.search(rb"/" + name + rb"\s*(?:<([0-9A-F]+)>|\(((?:\\.|[^\\()])*)\))", head)
    if found is None:
        return ""
    if found[1]:
        return bytes.fromhex(found[1].decode()).decode("utf-16")
    return _ESCAPED.sub(_sign, found[2]).decode("latin-1")
