"""Where a service's socket lies: a folder that only its account can enter, in a short path."""

import hashlib
import os
import re
import stat
from pathlib import Path

from stuga.local.account import Account
from stuga.local.errors import CannotStartError

# sun_path holds 108 bytes on Linux and 104 on macOS, each with the closing NUL.
LONGEST_SOCKET_PATH = 103
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


def socket_folder(home: Path, service: str, *, socket: str, account: Account) -> Path:
    """Make `home/run/service`, or a folder under /tmp when that will not do.

    It will not when the path is too long, when the account cannot enter it, or when it holds
    characters that the readers of URLs disagree about.
    """
    run = home / "run"
    run.mkdir(parents=True, exist_ok=True)
    folder = run / service
    short = len(os.fsencode(folder / socket)) <= LONGEST_SOCKET_PATH
    if not short or not PLAIN.fullmatch(str(folder)) or not account.can_enter(run):
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
