"""The command line: adapters over services."""

import click

from stuga.cli.doctor import doctor
from stuga.cli.parts import beat, migrate, migration, web, worker
from stuga.cli.retention import retention
from stuga.cli.serve import serve
from stuga.cli.tenant import link, tenant

__all__ = ["main"]


@click.group()
def main() -> None:
    """Stuga: apps that know what they keep, why, for how long, and how they forget."""


for command in (serve, web, worker, beat, migrate, migration, doctor, tenant, link, retention):
    main.add_command(command)
