"""Markdown that people write in records, as HTML of an allow-list and as plain words."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from stuga.platform.ui.widgets.link import web_address
from stuga.platform.ui.widgets.nesting import bounded

RULES: Final = (
    "heading", "list", "blockquote", "fence", "code", "hr", "table",
    "emphasis", "strikethrough", "link", "autolink", "backticks", "newline", "escape", "entity",
)  # fmt: skip
_NONE: Final[frozenset[str]] = frozenset()
_BLOCKS: Final = ("p", "h3", "h4", "h5", "h6", "ul", "li", "blockquote", "pre", "hr")
_TABLES: Final = ("table", "thead", "tbody", "tr", "th", "td")
_INLINE: Final = ("em", "strong", "s", "code", "br")
ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys((*_BLOCKS, *_TABLES, *_INLINE), _NONE),
    "ol": frozenset({"start"}),
    "a": frozenset({"href", "rel"}),
}
"""Every element that a text can become, and its attributes; what is not here is not printed."""
# A text stands below a page's title and a field's name, so its headings begin at the third level.
_LOWERED: Final = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}
_MARKS: Final = frozenset({"text", "code_inline", "code_block", "fence"})


def rich_html(source: str) -> Markup:
    """Render the text; HTML in it is shown as it was typed, images are left out."""
    parser = _parser()
    tokens = list(_allowed(parser.parse(source)))
    html = parser.renderer.render(tokens, parser.options, {})
    return Markup(html)  # noqa: S704  # html is off, links are checked, the rest is the allow-list


def rich_words(source: str) -> str:
    """Give the text without its marks, each block on a line."""
    blocks = (_words(token) for token in _parser().parse(source))
    return "\n".join(block for block in blocks if block)


def _words(token: Token) -> str:
    if token.type == "inline":
        parts = (
            " " if one.type in {"softbreak", "hardbreak"} else one.content
            for one in token.children or ()
            if one.type in _MARKS or one.type.endswith("break")
        )
        return "".join(parts).strip()
    return token.content.strip() if token.type in _MARKS else ""


def _allowed(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield what the allow-list knows, its attributes cut to those it knows."""
    for token in tokens:
        token.tag = _LOWERED.get(token.tag, token.tag)
        if token.tag and token.tag not in ALLOWED:
            continue
        known = ALLOWED.get(token.tag, _NONE)
        if token.type == "link_open":
            token.attrSet("rel", "noopener noreferrer nofollow")
        token.attrs = {name: one for name, one in token.attrs.items() if name in known}
        token.info = ""  # the language of a block of code would become a class
        if token.children is not None:
            token.children = list(_allowed(token.children))
        yield token


class _Parser(MarkdownIt):
    """Knows which addresses a text may lead to: the web and mail, never this page's own."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the library's name
        return url.startswith("mailto:") or bool(web_address(url))


@cache
def _parser() -> MarkdownIt:
    return bounded(_Parser("zero", {"html": False}).enable(list(RULES)))
