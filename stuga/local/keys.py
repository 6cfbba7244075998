"""The keys of a local installation: made once, kept for its owner's eyes only."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from stuga.local.errors import CannotStartError

SECRET_BYTES = 32
FILE = "secrets.json"


def keys_of(home: Path) -> Mapping[str, str]:
    """Read the keys by their environment variable, or make them on a first start.

    :raises CannotStartError: if they are damaged, or gone while the data they open is there
    """
    path = home / FILE
    try:
        return _read(path)
    except FileNotFoundError:
        return _make(path)


def _read(path: Path) -> Mapping[str, str]:
    text = path.read_text(encoding="utf-8")
    try:
        kept = json.loads(text)
        return {"STUGA_SECRET": bytes.fromhex(kept["STUGA_SECRET"]).hex()}
    except (ValueError, KeyError, TypeError):
        raise CannotStartError(f"{path} is damaged; restore it from a backup.") from None


def _make(path: Path) -> Mapping[str, str]:
    if (path.parent / "postgres").exists():
        raise CannotStartError(
            f"{path} is gone, and without it the data beside it cannot be opened; "
            f"restore it, or move {path.parent} away to begin anew.",
        )
    keys = {"STUGA_SECRET": secrets.token_hex(SECRET_BYTES)}
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(keys, file)
        file.flush()
        os.fsync(file.fileno())
    new.rename(path)
    return keys
