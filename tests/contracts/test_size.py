"""Small is a number: files and functions have limits, and no module is a drawer."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STUGA = ROOT / "stuga"
LINES = {".py": 400, ".js": 300, ".css": 300, ".html": 120}
FUNCTION_LINES = 50
DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "misc", "manager", "managers"}


def files(suffix: str) -> list[Path]:
    left_out = {STUGA / "migrations", STUGA / "static" / "vendor"}
    return [
        path
        for path in sorted([*STUGA.rglob(f"*{suffix}"), *(ROOT / "bench").rglob(f"*{suffix}")])
        if not left_out.intersection(path.parents)
    ]


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.end_lineno is not None:
            yield node.name, node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("suffix", LINES)
def test_no_file_is_longer_than_its_limit(suffix: str) -> None:
    found = {str(path.relative_to(ROOT)): lines_of(path) for path in files(suffix)}
    assert {name: count for name, count in found.items() if count > LINES[suffix]} == {}


def test_no_function_is_longer_than_its_limit() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{name}": count
        for path in files(".py")
        for name, count in functions(path)
    }
    assert {name: count for name, count in found.items() if count > FUNCTION_LINES} == {}


def test_no_module_is_a_drawer() -> None:
    names = {path.stem for path in files(".py")} | {path.parent.name for path in files(".py")}
    assert names & DRAWERS == set()


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in files(".py")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []
