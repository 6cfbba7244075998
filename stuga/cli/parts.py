"""The parts that run apart in production: web, worker, beat, migrations."""

import os
import sys
from typing import NoReturn

import click
from sqlalchemy.engine import make_url

from stuga.cli.settings import REFUSED, settings_or_exit
from stuga.local.parts import WEB_OPTIONS
from stuga.platform.db import migrate as migrations
from stuga.platform.db import roles


def _become(module: str, *arguments: str) -> NoReturn:
    """Go on as another Python program, so that signals reach it directly."""
    os.execv(sys.executable, [sys.executable, "-P", "-m", module, *arguments])  # noqa: S606


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def web(host: str, port: int) -> None:
    """Answer web requests (granian)."""
    settings_or_exit()
    _become("granian", *WEB_OPTIONS, f"--host={host}", f"--port={port}", "stuga.app:wsgi")


@click.command()
@click.option("--concurrency", default=2, show_default=True)
def worker(concurrency: int) -> None:
    """Do jobs (Celery)."""
    settings_or_exit()
    _become(
        "celery",
        "--app=stuga.worker",
        "worker",
        f"--concurrency={concurrency}",
        "--without-mingle",
        "--without-gossip",
        "--loglevel=info",
    )


@click.command()
def beat() -> None:
    """Wake the relay at its times (Celery beat)."""
    settings_or_exit()
    _become("celery", "--app=stuga.worker", "beat", "--schedule=/tmp/stuga-beat")


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
