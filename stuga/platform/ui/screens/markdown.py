"""The Markdown that builders may write: paragraphs, lists, emphasis, links. No HTML."""

from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markupsafe import Markup

from stuga.platform.ui.widgets.link import web_address
from stuga.platform.ui.widgets.nesting import bounded

RULES: Final = ("list", "emphasis", "link", "autolink", "newline", "escape", "backticks")


def markdown_html(source: str) -> Markup:
    """Render the text; HTML in it is shown as it was typed, images are left out."""
    return Markup(_parser().render(source))  # noqa: S704  # html is off, links are checked


class _Parser(MarkdownIt):
    """Knows which addresses a text may lead to."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the library's name
        is_local = url.startswith(("/", "#")) and not url.startswith("//")
        return is_local or url.startswith("mailto:") or bool(web_address(url))


@cache
def _parser() -> MarkdownIt:
    return bounded(_Parser("zero", {"html": False}).enable(list(RULES)))
