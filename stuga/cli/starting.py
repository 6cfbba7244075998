"""Starts everything on one machine, brought along, in order.

What only a first start needs is imported by that one: the rest of the app stays out of here.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import stuga
from stuga import demo
from stuga.cli.installation import Installation
from stuga.local import parts
from stuga.local.console import console
from stuga.local.parts import Service, Step
from stuga.local.processes import Child
from stuga.local.supervisor import serve
from stuga.platform import config

if TYPE_CHECKING:
    from stuga.demo.seeding import Link

NEWEST: Final = Path(stuga.__file__).parent / "migrations" / ".current-head"


class Local(Installation):
    """An installation while it is being started."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(folder, port)
        self.links: list[Link] = []

    def migrate(self) -> None:
        """Make roles and database where they are missing, and bring the schema up."""
        stands_at = self.postgres.find(config.DATABASE, "SELECT version_num FROM alembic_version")
        if stands_at == NEWEST.read_text(encoding="utf-8").strip():
            return
        from stuga.platform.db import migrate, roles  # noqa: PLC0415

        roles.prepare_cluster(self.postgres.url())
        migrate.upgrade(self.database_url(roles.OWNER))

    def start_seaweed(self) -> Child:
        """Settle on the ports of the file storage, of which the parts after it are told."""
        self.seaweed.take_ports()
        return self.seaweed.child()

    def seed(self) -> None:
        """Fill in the demo on a first start; a later one finds it and makes no new links."""
        if self.postgres.find(config.DATABASE, "SELECT id FROM tenant WHERE slug = %s", demo.SLUG):
            return
        from stuga.demo.seeding import seed  # noqa: PLC0415

        self.links = seed(config.load(self.settings()))

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
            first, *others = (f"{one}@{demo.DOMAIN}" for one in demo.MAILBOXES)
            yield f"A new sign-in link: .venv/bin/stuga link {first}"
            yield f"  (or {', '.join(others)})"


def start(home: Path, port: int) -> int:
    """Start all parts, and look after them until asked to stop; returns the exit code."""
    local = Local(home, port)
    return serve(home, port, parts_of(local), console=console(), announce=local.announcement)


def parts_of(local: Local) -> Sequence[Service | Step]:
    """Return what is started, in order. The web has the machine to itself until it answers."""
    home, port = local.home, local.port
    return [
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
