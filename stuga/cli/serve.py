"""`stuga serve`: everything on one machine, brought along, started in order."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from stuga import demo
from stuga.cli import installation
from stuga.cli.installation import Installation
from stuga.local import parts
from stuga.local.console import console
from stuga.local.parts import Service, Step
from stuga.local.processes import Child
from stuga.local.supervisor import serve as supervise
from stuga.platform import config
from stuga.platform.db import migrate, roles

HIGHEST_PORT: Final = 65_535


class Local(Installation):
    """An installation while it is being started."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(folder, port)
        self.links: list[demo.Link] = []

    def migrate(self) -> None:
        """Make roles and database where they are missing, and bring the schema up."""
        roles.prepare_cluster(self.postgres.url())
        migrate.upgrade(self.database_url(roles.OWNER))

    def start_seaweed(self) -> Child:
        """Settle on the ports of the file storage, of which the parts after it are told."""
        self.seaweed.take_ports()
        return self.seaweed.child()

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
            yield "New sign-in links: .venv/bin/stuga link EMAIL"


@click.command()
def serve() -> None:
    """Start PostgreSQL, Valkey, SeaweedFS, web, worker and beat; stop them all with Ctrl-C."""
    home = installation.home()
    port = _port(installation.port_text())
    local = Local(home, port)
    steps: list[Service | Step] = [
        Step("Reading the keys", local.read_keys),
        Service("Starting PostgreSQL", local.postgres.child),
        Step("Migrating the database", local.migrate),
        Service("Starting Valkey", local.valkey.child),
        Service("Starting SeaweedFS", local.start_seaweed, awaited=False),
        Step("Looking after the demo", local.seed),
        Service("Starting the web", lambda: parts.web(home, port=port, environ=local.settings())),
        Service("Starting the worker", lambda: parts.worker(home, environ=local.settings())),
        Service("Starting the clock", lambda: parts.beat(home, environ=local.settings())),
    ]
    sys.exit(supervise(home, port, steps, console=console(), announce=local.announcement))


def _port(text: str) -> int:
    if not text:
        return installation.DEFAULT_PORT
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST_PORT:
        click.echo(f"STUGA_PORT must be a port from 1 to {HIGHEST_PORT}, not {text!r}.", err=True)
        sys.exit(2)
    return int(text)
