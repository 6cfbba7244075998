"""How deep Markdown may nest: what is nested deeper stays there, as the lines that were typed."""

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

DEEPEST: Final = 20
"""Levels of elements: a list takes two, a quotation one. The parser by itself drops the rest."""
BELOW: Final = 10
"""Levels that are left for words in them."""
HARD_BREAK: Final = "  \n"


def bounded(parser: MarkdownIt) -> MarkdownIt:
    """Have a parser read what is nested too deeply as plain lines; nothing of it is lost."""
    parser.options["maxNesting"] = DEEPEST + BELOW
    first = parser.block.ruler.get_all_rules()[0]
    parser.block.ruler.before(first, "plain_beyond", _plain_beyond)
    return parser.enable("plain_beyond")


def _plain_beyond(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # the library calls it so
    """Take all lines that are left in an element that nests too deeply."""
    if state.level < DEEPEST or silent:
        return False
    last = next((at for at in range(start + 1, end) if _is_outside(state, at)), end)
    typed = [state.getLines(at, at + 1, 0, keepLastLF=False).strip() for at in range(start, last)]
    state.line = last
    state.push("paragraph_open", "p", 1).map = [start, last]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = (
        HARD_BREAK.join(one for one in typed if one),
        [start, last],
        [],
    )
    state.push("paragraph_close", "p", -1)
    return True


def _is_outside(state: StateBlock, line: int) -> bool:
    return not state.isEmpty(line) and state.sCount[line] < state.blkIndent
