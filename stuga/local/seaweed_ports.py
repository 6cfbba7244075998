"""The ports of a local SeaweedFS: kept from start to start, and taken anew where others sit."""

import json
import socket
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from stuga.local.errors import CannotStartError

ADDRESS = "127.0.0.1"
PARTS = ("master", "volume", "filer", "s3")
# Each port opens a twin for gRPC. All lie below those that systems hand out to callers.
TWIN = 10_000
FIRST, LAST = 12_000, 21_999
FILE = "ports.json"


def ports_of(folder: Path) -> Mapping[str, int]:
    """Read the ports that were kept, or choose some and keep them."""
    return _kept(folder) or _keep(folder, chosen())


def free_ports_of(folder: Path) -> Mapping[str, int]:
    """Return the kept ports where they are free, else others, which are then the kept ones."""
    kept = _kept(folder)
    return kept if kept and are_free(tuple(kept.values())) else _keep(folder, chosen())


def _kept(folder: Path) -> Mapping[str, int] | None:
    try:
        kept = json.loads((folder / FILE).read_text(encoding="ascii"))
        return {part: int(kept[part]) for part in PARTS}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(folder: Path, ports: Mapping[str, int]) -> Mapping[str, int]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / FILE).write_text(json.dumps(dict(ports)), encoding="ascii")
    return ports


def chosen() -> Mapping[str, int]:
    """Choose ports that are free, with their twins.

    :raises CannotStartError: if there are none
    """
    for first in range(FIRST, LAST, len(PARTS)):
        several = range(first, first + len(PARTS))
        if are_free(several):
            return dict(zip(PARTS, several, strict=True))
    raise CannotStartError(f"No ports are free from {FIRST} to {LAST} for the file storage.")


def are_free(ports: Sequence[int]) -> bool:
    """Tell whether nobody listens on these ports or their twins; all are held while looking."""
    with ExitStack() as held:
        for port in (*ports, *(port + TWIN for port in ports)):
            probe = held.enter_context(socket.socket())
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ADDRESS, port))
            except OSError:
                return False
    return True
