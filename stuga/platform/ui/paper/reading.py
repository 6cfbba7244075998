"""Reads the HTML of a screen into blocks for paper: what is said, and nothing one presses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui.paper.drawing import drawing_of, patterns_in, signature_of, size_of
from stuga.platform.ui.paper.tree import Node, tree_of

Block = JsonObject
Run = JsonObject

FILE_PICTURE: Final = "file-picture"
"""The class of a picture among a record's files, and the kind of the block that asks for it."""
LEFT_OUT: Final = frozenset(
    {
        *("button", "datalist", "dialog", "input", "nav", "noscript", "script", "select"),
        *("style", "summary", "template", "textarea"),
    }
)
CLASSES_LEFT_OUT: Final = frozenset(
    {
        *("page-actions", "panel-actions", "toolbar", "pager", "detail-history", "detail-all"),
        *("talk-form", "talk-tools", "talk-way", "remark-tools", "remark-ask", "notice-actions"),
        *("empty-actions", "form-actions", "form-default", "button", "menu", "visually-hidden"),
        *("crumbs", FILE_PICTURE, "on-screen"),
    }
)
"""What no sheet holds, as in the styles for printing."""
INLINE: Final = frozenset(
    {
        *("a", "abbr", "b", "bdi", "br", "code", "del", "em", "i", "img", "ins", "kbd", "label"),
        *("mark", "output", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr"),
    }
)
BLOCKS: Final = frozenset({"div", "ul", "ol", "dl", "p", "table", "pre", "svg"})
STYLES: Final = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code"}
HEADING: Final = re.compile(r"h[1-6]")
WEB: Final = re.compile(r"(?:https?|mailto):")
SPACE: Final = re.compile(r"[ \t\r\n\f]+")
SHARES: Final = {"narrow": 0.35, "half": 0.6}
"""How much of a line's width a picture takes; of others all."""
CHARTS: Final = frozenset({"chart-bars", "chart-plot"})
DEEPEST: Final = 12
"""Lists in lists; of deeper ones the items are paragraphs, for a sheet holds no 30 indents."""


def blocks_of(html: str) -> Sequence[Block]:
    """Return what a screen says, in its order; headings begin at one and skip no level."""
    return _levelled(_merged(_Reading().inside(tree_of(html))))


def _levelled(blocks: Sequence[Block]) -> Sequence[Block]:
    deepest, found = 0, []
    for one in blocks:
        if one["kind"] != "heading":
            found.append(one)
            continue
        level = one["level"]
        deepest = min(level if isinstance(level, int) else 1, deepest + 1)
        found.append({**one, "level": deepest})
    return found


def _merged(blocks: Iterator[Block]) -> list[Block]:
    """Put facts and figures that follow upon each other together."""
    found: list[Block] = []
    for one in blocks:
        last = found[-1] if found else {}
        before, after = last.get("rows"), one.get("rows")
        if one["kind"] in {"facts", "metrics"} and last.get("kind") == one["kind"]:
            if isinstance(before, list) and isinstance(after, list):
                found[-1] = {**last, "rows": [*before, *after]}
        else:
            found.append(one)
    return found


@dataclass(slots=True)
class _Reading:
    """Reads one part of a page.

    :ivar patterns: those that drawings on this part may name
    :ivar depth: how many lists this part stands in
    """

    patterns: Sequence[Node] = field(default_factory=list)
    depth: int = 0

    def inside(self, node: Node, style: str = "") -> Iterator[Block]:
        """Yield the blocks in an element; words between them are paragraphs."""
        waiting: list[Node | str] = []
        for one in node.children:
            if isinstance(one, str) or _is_inline(one):
                waiting.append(one)
                continue
            yield from _paragraph(waiting, style)
            waiting = []
            yield from self._block(one, style)
        yield from _paragraph(waiting, style)

    def _block(self, node: Node, style: str) -> Iterator[Block]:
        if _is_left_out(node):
            return
        if HEADING.fullmatch(node.tag):
            yield from _heading(node)
        elif node.tag == "svg":
            yield from self._figure(node)
        elif "page-image" in node.classes and (shown := next(node.all("img"), None)):
            yield _picture(node, shown)
        elif "metric" in node.classes:
            yield {"kind": "metrics", "rows": [_metric(node)]}
        elif "chart-drawing" in node.classes:
            yield from _Reading(patterns_in(node)).inside(node)
        elif "chart-key" in node.classes:
            yield {"kind": "key", "rows": [self._look(one) for one in node.elements()]}
        else:
            yield from self._by_tag(node, style)

    def _by_tag(self, node: Node, style: str) -> Iterator[Block]:
        match node.tag:
            case "p":
                yield from self.inside(node, _style_of(node) or style)
            case "ul" | "ol" if self.depth < DEEPEST:
                items = [self._item(one) for one in node.elements() if one.tag == "li"]
                ordered = node.tag == "ol" and "talk-list" not in node.classes
                yield {"kind": "list", "ordered": ordered, "items": [*items]}
            case "dl":
                yield {"kind": "facts", "rows": list(self._facts(node))}
            case "table":
                yield _table(node)
            case "hr":
                yield {"kind": "rule"}
            case "pre":
                yield {"kind": "code", "text": _plain(node)}
            case _:
                yield from self.inside(node, _style_of(node) or style)

    def _item(self, node: Node) -> JsonValue:
        return [*_merged(_Reading(self.patterns, self.depth + 1).inside(node)), *_of_file(node)]

    def _facts(self, node: Node) -> Iterator[JsonValue]:
        """Yield each label with what stands beside it."""
        label = ""
        for one in node.walk():
            if one.tag == "dt":
                label = _words(one)
            elif one.tag == "dd":
                said = _merged(self.inside(one)) or list(_blank(one))
                yield {"label": label, "blocks": [*said]}

    def _figure(self, node: Node) -> Iterator[Block]:
        about = node.attributes.get("aria-label", "")
        if node.classes & CHARTS:
            svg = drawing_of(node, self.patterns)
            yield {"kind": "figure", "svg": svg, "about": about, "share": size_of(node)}
        elif "signature-drawn" in node.classes:
            yield {"kind": "figure", "svg": signature_of(node), "about": about, "share": 0.3}

    def _look(self, node: Node) -> JsonValue:
        """Return a line of a chart's key: its look, and what it stands for."""
        looks = [drawing_of(one, self.patterns) for one in node.all("svg")]
        return {"svg": looks[0] if looks else "", "runs": [*_runs(node.children)]}


def _is_left_out(node: Node) -> bool:
    if node.classes & CLASSES_LEFT_OUT or node.tag in LEFT_OUT:
        return True
    return node.attributes.get("aria-hidden") == "true" or "hidden" in node.attributes


def _is_inline(node: Node) -> bool:
    return node.tag in INLINE and not any(one.tag in BLOCKS for one in node.walk())


def _style_of(node: Node) -> str:
    quiet = {"muted", "page-lead", "metric-note", "form-note", "detail-foot", "remark-head"}
    return "muted" if node.classes & quiet else ""


def _paragraph(said: Sequence[Node | str], style: str) -> Iterator[Block]:
    runs = _runs(said)
    if runs:
        yield {"kind": "text", "runs": [*runs], "style": style}


def _heading(node: Node) -> Iterator[Block]:
    runs = _runs(node.children)
    if runs:
        yield {"kind": "heading", "level": int(node.tag[1]), "runs": [*runs]}


def _picture(node: Node, shown: Node) -> Block:
    caption = next(node.all("figcaption"), None)
    return {
        "kind": "picture",
        "name": shown.attributes.get("src", "").rpartition("/")[2],
        "about": shown.attributes.get("alt", ""),
        "share": SHARES.get(node.attributes.get("data-size", ""), 1),
        "runs": [*_runs(caption.children)] if caption else [],
    }


def _of_file(row: Node) -> Iterator[Block]:
    """Yield what asks for the picture in a row of a list of files; its name is what it shows."""
    for one in row.elements() if "file-row" in row.classes else ():
        small = next(one.all("img"), None) if FILE_PICTURE in one.classes else None
        if small is not None:
            names = [_words(other) for other in row.elements() if other.tag == "a"]
            file_id = small.attributes.get("src", "").rpartition("/")[0].rpartition("/")[2]
            yield {"kind": FILE_PICTURE, "file": file_id, "about": names[-1]}


def _metric(node: Node) -> JsonValue:
    found = dict.fromkeys(("title", "text", "note"), "")
    for one in node.elements():
        for name in found:
            if f"metric-{name}" in one.classes:
                found[name] = _words(one)
    return {**found}


def _blank(node: Node) -> Iterator[Block]:
    """Say of an empty place what is said of it to those who cannot see the page."""
    said = SPACE.sub(" ", _plain(node, whole=True)).strip()
    if said:
        yield {"kind": "text", "runs": [_run(said, "muted")], "style": "muted"}


def _table(node: Node) -> Block:
    head: list[JsonValue] = []
    rows: list[JsonValue] = []
    is_number: list[JsonValue] = []
    heads = {id(line) for one in node.all("thead") for line in one.elements()}
    for line in node.all("tr"):
        cells = [one for one in line.elements() if one.tag in {"th", "td"}]
        if id(line) in heads:
            head = [_words(one) for one in cells]
            is_number = [one.attributes.get("data-kind") == "number" for one in cells]
        elif cells:
            rows.append([[*_runs(one.children)] for one in cells])
    return {"kind": "table", "head": head, "is_number": is_number, "rows": rows}


def _runs(said: Sequence[Node | str]) -> list[Run]:
    """Return words with their looks: spaces as a browser shows them."""
    found: list[Run] = []
    for run in _pieces(said, "", ""):
        text = str(run["text"])
        if found and str(found[-1]["text"]).endswith((" ", "\n")):
            text = text.lstrip(" ")
        elif not found:
            text = text.lstrip()
        if text:
            found.append({**run, "text": text})
    if found:
        found[-1]["text"] = str(found[-1]["text"]).rstrip()
    return [one for one in found if one["text"]]


def _pieces(said: Sequence[Node | str], style: str, link: str) -> Iterator[Run]:
    for one in said:
        if isinstance(one, str):
            keeps = style == "lines"
            yield _run(one if keeps else SPACE.sub(" ", one), "" if keeps else style, link)
        elif one.tag == "br":
            yield _run("\n", style)
        elif one.tag == "time" and one.attributes.get("title"):
            yield _run(one.attributes["title"], style)
        elif one.tag == "img":
            yield _run(one.attributes.get("alt", ""), style)
        elif not _is_left_out(one) and one.tag != "svg":
            href = one.attributes.get("href", "") if one.tag == "a" else ""
            inner = link or (href if WEB.match(href) else "")
            yield from _pieces(one.children, _look_of(one) or style, inner)


def _look_of(node: Node) -> str:
    if node.classes & {"field-lines", "field-data"}:
        return "lines"
    if "badge" in node.classes:
        return "badge"
    return "muted" if "muted" in node.classes else STYLES.get(node.tag, "")


def _run(text: str, style: str = "", link: str = "") -> Run:
    return {"text": text, "style": style, "link": link}


def _words(node: Node) -> str:
    return "".join(str(one["text"]) for one in _runs(node.children))


def _plain(node: Node, *, whole: bool = False) -> str:
    """Return the words in an element as they stand; `whole` with those only heard."""
    return "".join(
        one if isinstance(one, str) else _plain(one, whole=whole)
        for one in node.children
        if isinstance(one, str)
        or (one.tag != "svg" and (not _is_left_out(one) or (whole and _is_heard(one))))
    )


def _is_heard(node: Node) -> bool:
    return "visually-hidden" in node.classes
