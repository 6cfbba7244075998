"""Migrations of the database schema."""

import sys

import click
from sqlalchemy.engine import make_url

from stuga.cli.settings import REFUSED, settings_or_exit
from stuga.platform.db import migrate as migrations
from stuga.platform.db import roles


@click.command()
@click.option(
    "--prepare",
    "superuser_url",
    default="",
    help="A superuser's URL: make the roles and the database first, where they are missing.",
)
def migrate(superuser_url: str) -> None:
    """Bring the database schema to its newest state."""
    url = _owner_url()
    if superuser_url:
        roles.prepare_cluster(superuser_url, database=make_url(url).database or roles.DATABASE)
    migrations.upgrade(url)
    click.echo(f"The schema stands at {migrations.applied(url)}.")


@click.command(hidden=True)
@click.argument("message")
def migration(message: str) -> None:
    """Begin a migration from what the models say and the database lacks."""
    migrations.revise(_owner_url(), message)


def _owner_url() -> str:
    url = settings_or_exit().owner_database_url
    if not url:
        click.echo("STUGA_OWNER_DATABASE_URL is not set; migrations run as the owner.", err=True)
        sys.exit(REFUSED)
    return url
