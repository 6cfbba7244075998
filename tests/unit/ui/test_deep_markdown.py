"""Markdown that nests deeply: no word of it is lost, on the page or on paper."""

from collections.abc import Callable

import pytest

from stuga.platform.ui.screens.markdown import markdown_html
from stuga.platform.ui.widgets.rich_html import rich_html, rich_words

DEEP = "\n".join(f"{'  ' * at}- line {at}" for at in range(60))


@pytest.mark.parametrize("render", [markdown_html, rich_html, rich_words])
def test_a_list_nested_sixty_deep_loses_no_line(render: Callable[[str], str]) -> None:
    found = str(render(DEEP))
    assert all(f"line {at}" in found for at in range(60))
    assert found.count("<li>") <= 10


def test_what_follows_a_deep_list_is_read_as_ever() -> None:
    found = str(rich_html(f"{DEEP}\n    - back\n- end\n\n**after**"))
    assert "<li>back</li>" in found
    assert "<li>end</li>" in found
    assert found.endswith("<p><strong>after</strong></p>\n")


def test_a_word_in_thirty_quotations_is_read() -> None:
    assert "word" in rich_html("> " * 30 + "word")
