"""`stuga serve`: everything on one machine, brought along, started in order."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import click
from sqlalchemy.engine import make_url

from stuga import demo
from stuga.local import parts
from stuga.local.console import console
from stuga.local.keys import keys_of
from stuga.local.parts import Service, Step
from stuga.local.postgres import postgres_at
from stuga.local.supervisor import serve as supervise
from stuga.local.valkey import Valkey
from stuga.platform import config
from stuga.platform.db import migrate, roles

HIGHEST_PORT: Final = 65_535


class Local:
    """One installation below a folder, and the settings its parts get."""

    def __init__(self, home: Path, port: int) -> None:
        self.home = home
        self.port = port
        self.postgres = postgres_at(home)
        self.valkey = Valkey(home=home)
        self.keys: Mapping[str, str] = {}
        self.links: list[demo.Link] = []

    def database_url(self, role: str) -> str:
        """Return the URL of our database as one of its roles."""
        url = make_url(self.postgres.url()).set(
            drivername="postgresql+psycopg", username=role, database=roles.DATABASE
        )
        return url.render_as_string(hide_password=False)

    def settings(self) -> Mapping[str, str]:
        """Return the environment of the parts."""
        return {
            "STUGA_DATABASE_URL": self.database_url(roles.APP),
            "STUGA_READER_DATABASE_URL": self.database_url(roles.READER),
            "STUGA_PRIVACY_DATABASE_URL": self.database_url(roles.PRIVACY),
            "STUGA_OWNER_DATABASE_URL": self.database_url(roles.OWNER),
            "STUGA_BROKER_URL": self.valkey.broker_url,
            "STUGA_PUBLIC_URL": f"http://localhost:{self.port}",
            **self.keys,
        }

    def read_keys(self) -> None:
        """Read the installation's keys; a first start makes them, before any data is there."""
        self.keys = keys_of(self.home)

    def migrate(self) -> None:
        """Make roles and database where they are missing, and bring the schema up."""
        roles.prepare_cluster(self.postgres.url())
        migrate.upgrade(self.database_url(roles.OWNER))

    def seed(self) -> None:
        """Fill in the demo on a first start; a later one finds it and makes no new links."""
        self.links = demo.seed(config.load(self.settings()))

    def announcement(self) -> Iterable[str]:
        """Say where to go, and as whom."""
        address = f"http://localhost:{self.port}"
        yield ""
        yield f"Stuga runs at {address}/t/{demo.SLUG}/   (Ctrl-C stops it)"
        if self.links:
            yield ""
            yield "Sign in as one of the demo's people; each link works once:"
            width = max(len(link.title) for link in self.links)
            for link in self.links:
                yield f"  {link.title:<{width}}  {address}{link.path}"
        else:
            yield "New sign-in links: stuga link EMAIL"


@click.command()
def serve() -> None:
    """Start PostgreSQL, Valkey, web, worker and beat; stop them all with Ctrl-C."""
    environment = os.environ  # noqa: TID251  # where to keep things is asked before all settings
    home = Path(environment.get("STUGA_HOME") or ".stuga").resolve()
    port = _port(environment.get("STUGA_PORT", ""))
    local = Local(home, port)
    steps: list[Service | Step] = [
        Step("Reading the keys", local.read_keys),
        Service("Starting PostgreSQL", local.postgres.child),
        Step("Migrating the database", local.migrate),
        Service("Starting Valkey", local.valkey.child),
        Step("Looking after the demo", local.seed),
        Service("Starting the web", lambda: parts.web(home, port=port, environ=local.settings())),
        Service("Starting the worker", lambda: parts.worker(home, environ=local.settings())),
        Service("Starting the clock", lambda: parts.beat(home, environ=local.settings())),
    ]
    sys.exit(supervise(home, port, steps, console=console(), announce=local.announcement))


def _port(text: str) -> int:
    if not text:
        return 8000
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST_PORT:
        click.echo(f"STUGA_PORT must be a port from 1 to {HIGHEST_PORT}, not {text!r}.", err=True)
        sys.exit(2)
    return int(text)
