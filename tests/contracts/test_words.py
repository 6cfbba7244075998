"""Names that are API: errors, permissions, acts, queues, settings, commands."""

import importlib
import pkgutil
import re
from pathlib import Path

import click
import pytest
from flask import Flask

import stuga
from stuga.cli import main
from stuga.platform.audit import Act
from stuga.platform.authz import GRANTS, Permission
from stuga.platform.config import setting_names
from stuga.platform.errors import DomainError
from stuga.platform.jobs import QUEUES
from stuga.platform.jobs.work import queue_of, task_names
from stuga.platform.web.problems import status_of

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference.md"


@pytest.fixture(scope="module")
def errors() -> list[type[DomainError]]:
    for found in pkgutil.walk_packages(stuga.__path__, "stuga."):
        if not found.name.startswith(("stuga.migrations", "stuga.worker")):
            importlib.import_module(found.name)
    return sorted(_below(DomainError), key=lambda error: error.code)


def _below(family: type[DomainError]) -> set[type[DomainError]]:
    direct = set(family.__subclasses__())
    return direct.union(*(_below(each) for each in direct)) if direct else direct


def test_every_error_has_a_code_of_its_own(errors: list[type[DomainError]]) -> None:
    codes = [error.code for error in errors]
    assert sorted(set(codes)) == codes


def test_every_error_has_a_status(errors: list[type[DomainError]]) -> None:
    without = [error.code for error in errors if status_of(error.__new__(error)) > 504]
    assert without == []
    assert all(status_of(error.__new__(error)) != 500 for error in errors)


def test_every_permission_is_granted_to_someone() -> None:
    assert set(GRANTS) == set(Permission)
    assert all(GRANTS.values())


def test_acts_are_named_noun_and_verb() -> None:
    assert [act for act in Act if not re.fullmatch(r"[a-z]+\.[a-z]+", act.value)] == []


def test_every_task_waits_in_a_queue_that_is_consumed(app: Flask) -> None:
    consumed = {queue.name for queue in app.extensions["celery"].conf.task_queues}
    assert consumed == set(QUEUES)
    assert {queue_of(kind).value for kind in task_names()} <= consumed


def test_every_setting_error_permission_and_command_is_documented(
    errors: list[type[DomainError]],
) -> None:
    written = REFERENCE.read_text(encoding="utf-8")
    names = [
        *setting_names(),
        *(error.code for error in errors),
        *(permission.value for permission in Permission),
        *(act.value for act in Act),
        *(f"stuga {name}" for name in commands()),
    ]
    assert [name for name in names if f"`{name}`" not in written] == []


def commands() -> list[str]:
    within = click.Context(main)
    found = {name: main.get_command(within, name) for name in main.list_commands(within)}
    return [name for name, command in found.items() if command is None or not command.hidden]


def test_nobody_commits_but_the_unit_of_work() -> None:
    allowed = {"stuga/platform/db/unit_of_work.py", "stuga/migrations/env.py"}
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "stuga").rglob("*.py")
        if ".commit()" in path.read_text(encoding="utf-8")
    }
    assert found <= allowed


def test_a_flush_says_why() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "stuga").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ".flush()" in line and "session" in line and "#" not in line
    ]
    assert bare == []


def test_only_the_renderer_makes_markup() -> None:
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "stuga").rglob("*.py")
        if re.search(r"\bMarkup\(", path.read_text(encoding="utf-8"))
    }
    assert all(name.startswith("stuga/platform/ui/") for name in found)
