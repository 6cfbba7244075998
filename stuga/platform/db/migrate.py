"""Brings the schema to its newest state, as the tables' owner, one process at a time."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

MIGRATIONS: Final = Path(__file__).parents[2] / "migrations"


def _config(owner_url: str = "") -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = owner_url
    return config


def upgrade(owner_url: str) -> None:
    """Run the migrations that are missing; one that waits 2 s for a lock gives up."""
    command.upgrade(_config(owner_url), "head")


def head() -> str:
    """Return the newest migration's name."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def applied(url: str) -> str:
    """Return the migration the database stands at, or an empty string."""
    engine = create_engine(make_url(url))
    with engine.connect() as connection:
        known = connection.execute(text("SELECT to_regclass('alembic_version')")).scalar()
        found = (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            if known
            else ""
        )
    engine.dispose()
    return found or ""


def revise(owner_url: str, message: str) -> None:
    """Write a new migration from the difference between the models and the database."""
    names = sorted(path.stem for path in (MIGRATIONS / "versions").glob("0*.py"))
    number = f"{int(names[-1][:4]) + 1 if names else 1:04}"
    command.revision(_config(owner_url), message=message, autogenerate=True, rev_id=number)
