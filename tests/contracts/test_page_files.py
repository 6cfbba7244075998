"""Templates, styles and scripts keep the rules that make pages safe, small and alike."""

import gzip
import re
from pathlib import Path

import pytest

from stuga.platform.ui import FRAME_STYLES
from stuga.platform.ui.catalogue import PACKAGE
from stuga.platform.ui.screens.whole_page import STYLESHEETS

STATIC = PACKAGE / "static"
TEMPLATES = sorted(PACKAGE.rglob("*.html"))
STYLES = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
INLINE = re.compile(
    r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)
LITERAL_ID = re.compile(r"""[\s]id=["'](?!\{\{)""")

FRAME_SCRIPTS = ("app", "busy", "dialog", "menu", "scheme", "toast")
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)


def named(paths: list[Path]) -> list[str]:
    return [path.relative_to(PACKAGE).as_posix() for path in paths]


@pytest.mark.parametrize("path", TEMPLATES, ids=named(TEMPLATES))
def test_a_template_has_nothing_inline_and_marks_nothing_safe(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert INLINE.findall(text) == []
    assert "|safe" not in text.replace(" ", "")


@pytest.mark.parametrize("path", TEMPLATES, ids=named(TEMPLATES))
def test_a_templates_ids_come_from_the_one_function(path: Path) -> None:
    assert LITERAL_ID.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", STYLES, ids=named(STYLES))
def test_a_style_names_tokens_and_no_colours(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "!important" not in text.replace("[hidden] { display: none !important; }", "")
    beyond_tokens = text.partition("@layer base {")[2] or text
    on_screen = beyond_tokens.partition("@layer print {")[0]
    lines = [line for line in on_screen.splitlines() if COLOUR.search(line) and "print" not in line]
    assert lines == []


@pytest.mark.parametrize("more", sorted(set(STYLESHEETS.values())), ids="+".join)
def test_the_styles_of_a_page_stay_within_their_budget(more: tuple[str, ...]) -> None:
    sizes = {path.stem: len(gzip.compress(path.read_bytes(), mtime=0)) for path in STYLES}

    assert sum(sizes[name] for name in FRAME_STYLES) <= 11 * 1024
    assert sum(sizes[name] for name in (*FRAME_STYLES, *more)) <= 15 * 1024


def test_the_scripts_of_every_page_stay_within_their_budget() -> None:
    sizes = [len(gzip.compress((STATIC / f"js/{name}.js").read_bytes())) for name in FRAME_SCRIPTS]

    assert sum(sizes) <= 4 * 1024


@pytest.mark.parametrize("path", SCRIPTS, ids=named(SCRIPTS))
def test_a_script_is_a_checked_module_without_globals(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.match(r"// @ts-check\n/\*\*\s", text)
    assert not re.search(r"export default|window\.\w+ ?=|globalThis\.\w+ ?=|\beval\(", text)


@pytest.mark.parametrize("path", SCRIPTS, ids=named(SCRIPTS))
def test_only_swap_turns_html_into_nodes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    if path.name != "swap.js":
        assert not re.search(r"innerHTML|outerHTML ?=|insertAdjacentHTML|DOMParser", text)
