"""The installation below a folder: its services, and the settings its parts get."""

from collections.abc import Mapping
from pathlib import Path

from stuga.cli.home import DEFAULT_PORT, home, port_text
from stuga.local.keys import FILE, keys_of
from stuga.local.postgres import postgres_at
from stuga.local.seaweed import Seaweed
from stuga.local.valkey import Valkey
from stuga.platform import config


class Installation:
    """One installation below a folder."""

    def __init__(self, folder: Path, port: int) -> None:
        self.home = folder
        self.port = port
        self.postgres = postgres_at(folder)
        self.valkey = Valkey(home=folder)
        self.keys: Mapping[str, str] = {}

    @property
    def seaweed(self) -> Seaweed:
        """The file storage, whose keys hang on the installation's."""
        return Seaweed(home=self.home, secret=self.keys["STUGA_SECRET"])

    def read_keys(self) -> None:
        """Read the installation's keys; a first start makes them, before any data is there."""
        self.keys = keys_of(self.home)

    def database_url(self, role: str) -> str:
        """Return the URL of our database as one of its roles."""
        url = self.postgres.url(config.DATABASE, role=role)
        return url.replace("postgresql://", "postgresql+psycopg://", 1)

    def settings(self) -> Mapping[str, str]:
        """Return the environment of the parts."""
        return {
            "STUGA_DATABASE_URL": self.database_url(config.APP_ROLE),
            "STUGA_READER_DATABASE_URL": self.database_url(config.READER_ROLE),
            "STUGA_PRIVACY_DATABASE_URL": self.database_url(config.PRIVACY_ROLE),
            "STUGA_OWNER_DATABASE_URL": self.database_url(config.OWNER_ROLE),
            "STUGA_BROKER_URL": self.valkey.broker_url,
            "STUGA_PUBLIC_URL": f"http://localhost:{self.port}",
            **self.seaweed.settings(),
            **self.keys,
        }


def settings_of_local() -> Mapping[str, str] | None:
    """Return the settings of the installation that `make run` has made here; None without one."""
    folder = home()
    if not (folder / FILE).exists():
        return None
    text = port_text()
    found = Installation(folder, int(text) if text.isdecimal() else DEFAULT_PORT)
    found.read_keys()
    return found.settings()
