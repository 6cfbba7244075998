"""The import contracts of `setup.cfg` reach every feature, and nothing slips by unexplained."""

from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = ("routes", "pages", "tasks", "schemas", "service", "queries", "rules", "commands")


def config() -> ConfigParser:
    read = ConfigParser()
    read.read(ROOT / "setup.cfg", encoding="utf-8")
    return read


def features(package: Path) -> set[str]:
    """Find the folders that hold modules of several floors."""
    found = set()
    for folder in [one for one in package.rglob("*") if one.is_dir()]:
        floors = [name for name in FLOORS if (folder / f"{name}.py").is_file()]
        if len(floors) > 1:
            found.add(".".join(folder.relative_to(package.parent).parts))
    return found


def test_every_feature_is_held_to_its_floors() -> None:
    held = set(config()["importlinter:contract:features"]["containers"].split())

    assert features(ROOT / "stuga") == held


def test_a_feature_that_nobody_listed_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "stuga" / "runtime" / "novelty"
    folder.mkdir(parents=True)
    for name in ("service.py", "queries.py"):
        (folder / name).touch()

    assert features(tmp_path / "stuga") == {"stuga.runtime.novelty"}


@pytest.mark.parametrize("section", [one for one in config() if "contract" in one])
def test_an_import_is_left_out_only_with_its_reason(section: str) -> None:
    if "ignore_imports" not in config()[section]:
        return
    lines = (ROOT / "setup.cfg").read_text(encoding="utf-8").splitlines()
    at = lines.index("ignore_imports =", lines.index(f"[{section}]"))

    assert lines[at - 1].startswith("# ")
