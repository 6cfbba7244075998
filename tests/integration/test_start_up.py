"""What a start of each part takes in: the supervisor and the clock do without the app."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import URL

from stuga.cli.installation import Installation
from stuga.cli.starting import Local
from stuga.local import compiled
from stuga.platform.config import Settings
from stuga.platform.db import roles

PRINT_MODULES = "import json, sys, {}; print(json.dumps(sorted(sys.modules)))"


def imported_by(module: str) -> set[str]:
    """Import a module in a process of its own; return the packages that this has brought in."""
    said = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", PRINT_MODULES.format(module)],
        check=True,
        capture_output=True,
        cwd=Path(__file__).parents[2],
    ).stdout
    return {name.partition(".")[0] for name in json.loads(said)}


@pytest.mark.parametrize("module", ["stuga.cli.serve", "stuga.cli.starting"])
def test_the_supervisor_takes_in_nothing_of_the_app(module: str) -> None:
    heavy = {"flask", "sqlalchemy", "alembic", "celery", "redis", "boto3", "botocore", "babel"}

    assert imported_by(module) & heavy == set()


def test_a_name_of_the_command_line_brings_in_no_other_command() -> None:
    assert imported_by("stuga.cli") & {"psycopg", "flask", "sqlalchemy", "granian"} == set()


def test_the_installation_signs_in_as_the_roles_there_are(tmp_path: Path) -> None:
    made = Installation(tmp_path, 8000)
    made.read_keys()

    settings = made.settings()

    for variable, role in {
        "STUGA_DATABASE_URL": roles.APP,
        "STUGA_READER_DATABASE_URL": roles.READER,
        "STUGA_PRIVACY_DATABASE_URL": roles.PRIVACY,
        "STUGA_OWNER_DATABASE_URL": roles.OWNER,
    }.items():
        assert settings[variable].startswith(f"postgresql+psycopg://{role}@/{roles.DATABASE}?host=")


@pytest.mark.usefixtures("app")
def test_what_the_supervisor_asks_before_it_migrates_and_seeds_is_answered(
    settings: Settings, superuser_url: URL
) -> None:
    superuser = superuser_url.set(
        drivername="postgresql", database=settings.database_url.rpartition("/")[2].partition("?")[0]
    )
    with psycopg.connect(superuser.render_as_string(hide_password=False)) as connection:
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        connection.execute("SELECT id FROM tenant WHERE slug = %s", ["bjorkby"])

    head = Path(__file__).parents[2] / "stuga" / "migrations" / ".current-head"
    assert version == (head.read_text(encoding="utf-8").strip(),)


COMPILING = """
import sys
from pathlib import Path
from stuga.local import compiled
home = Path(sys.argv[1])
compiled.keep(home)
import stuga.cli.home
print(compiled.environ(home))
"""


def compiling(home: Path, forbidden: str) -> str:
    environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": forbidden}  # noqa: TID251  # inherited
    return subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", COMPILING, str(home)],
        check=True,
        capture_output=True,
        text=True,
        env={name: value for name, value in environ.items() if name != "PYTHONPYCACHEPREFIX"},
        cwd=Path(__file__).parents[2],
    ).stdout


def test_what_may_not_be_compiled_beside_its_source_is_below_our_home(tmp_path: Path) -> None:
    said = compiling(tmp_path, "1")

    assert list((tmp_path / "compiled").rglob("home.*.pyc"))
    assert str(tmp_path / "compiled") in said


def test_where_python_keeps_what_it_compiles_nothing_is_changed(tmp_path: Path) -> None:
    assert compiling(tmp_path, "").strip() == "{}"
    assert not (tmp_path / "compiled").exists()


def test_a_home_that_is_not_there_yet_is_not_made_by_compiling(tmp_path: Path) -> None:
    compiling(tmp_path / "home", "1")

    assert not (tmp_path / "home").exists()
    assert compiled.__doc__


def test_a_later_start_says_whom_a_new_link_can_be_made_for(tmp_path: Path) -> None:
    said = "\n".join(Local(tmp_path, 8000).announcement())

    assert ".venv/bin/stuga link vera@bjorkby.example" in said
    for name in ("nils", "ada", "aud"):
        assert f"{name}@bjorkby.example" in said
