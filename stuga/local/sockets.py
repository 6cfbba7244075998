"""Where a service's socket lies: a folder that only its account can enter, in a short path."""

import hashlib
import os
import stat
from pathlib import Path

from stuga.local.account import Account
from stuga.local.errors import CannotStartError

# sun_path holds 108 bytes on Linux and 104 on macOS, each with the closing NUL.
LONGEST_SOCKET_PATH = 103


def socket_folder(home: Path, *, socket_name: str, account: Account) -> Path:
    """`home/run`, or a folder under /tmp when that path is too long or closed to the account."""
    folder = home / "run"
    folder.mkdir(parents=True, exist_ok=True)
    folder /= socket_name.strip(".").split(".")[0].lower()
    too_long = len(os.fsencode(folder / socket_name)) > LONGEST_SOCKET_PATH
    if too_long or not account.can_enter(folder.parent):
        folder = Path("/tmp") / f"stuga-{_digest(folder)}"  # noqa: S108 -- owner and mode are checked
    return _made(folder, account)


def _digest(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]


def _made(folder: Path, account: Account) -> Path:
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), account.uid}:
            raise CannotStartError(f"{folder} belongs to someone else; remove it.") from None
    os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)
    return folder
