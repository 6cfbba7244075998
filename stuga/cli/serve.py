"""`stuga serve`: everything on one machine."""

import sys
from typing import Final

import click

from stuga.cli.home import DEFAULT_PORT, home, port_text
from stuga.local import compiled

HIGHEST_PORT: Final = 65_535


@click.command()
def serve() -> None:
    """Start PostgreSQL, Valkey, SeaweedFS, web, worker and beat; stop them all with Ctrl-C."""
    port = _port(port_text())
    compiled.keep(home())
    from stuga.cli.starting import start  # noqa: PLC0415  # only now is it found compiled

    sys.exit(start(home(), port))


def _port(text: str) -> int:
    if not text:
        return DEFAULT_PORT
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST_PORT:
        click.echo(f"STUGA_PORT must be a port from 1 to {HIGHEST_PORT}, not {text!r}.", err=True)
        sys.exit(2)
    return int(text)
