"""The builder's script and style stay small, and its words all exist in three languages."""

import ast
import gzip
from pathlib import Path

import pytest

from stuga.platform.ui.catalogue import PACKAGE, merged

STATIC = PACKAGE / "static"
DESIGNER = PACKAGE / "builder" / "designer"


def weight(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), mtime=0)) for path in paths)


def test_the_builders_style_stays_within_its_budget() -> None:
    assert weight(STATIC / "css" / "builder.css") <= 4 * 1024


def test_the_builders_script_stays_within_its_budget() -> None:
    own = (STATIC / "js" / "designer").glob("*.js")
    shared = (STATIC / "js" / "swap.js", STATIC / "js" / "busy.js")

    assert weight(*own, *shared, STATIC / "vendor" / "idiomorph" / "idiomorph.js") <= 60 * 1024


def said() -> set[str]:
    """Find every sentence that is said through a locale, by whatever name it goes."""
    found = set()
    for path in DESIGNER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _says(node.func):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def _says(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id in {"say", "msgid"}
    is_text = isinstance(called, ast.Attribute) and called.attr == "text"
    return is_text and "locale" in ast.unparse(called.value)


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_every_sentence_of_the_builder_is_translated(language: str) -> None:
    catalogue = merged(language)

    assert sorted(words for words in said() if words not in catalogue) == []
