"""Begins a migration: on a passing PostgreSQL, from what the models say and it lacks."""

import sys
import tempfile
from pathlib import Path

from sqlalchemy.engine import make_url

from stuga.local.postgres import Postgres, postgres_at
from stuga.local.processes import Process
from stuga.platform.db import migrate, roles


def draft(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cluster = postgres_at(Path(folder), fsync=False)
        process = Process(cluster.child())
        try:
            process.wait_until_ready()
            _revise(cluster, message)
        finally:
            process.stop()


def _revise(cluster: Postgres, message: str) -> None:
    roles.prepare_cluster(cluster.url())
    url = make_url(cluster.url(roles.DATABASE, role=roles.OWNER))
    owner = url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    migrate.upgrade(owner)
    migrate.revise(owner, message)


if __name__ == "__main__":
    draft(sys.argv[1])
