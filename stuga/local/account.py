"""The account a service runs as when root starts it, and what that account can reach."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from stat import S_IXOTH

NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Account:
    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Whether every folder down to this one lets the account through, by its mode bits."""
        return all(self.may_pass(part) for part in (folder, *folder.parents))

    def may_pass(self, folder: Path) -> bool:
        found = folder.stat()
        shift = 6 if found.st_uid == self.uid else 3 if found.st_gid == self.gid else 0
        return bool(found.st_mode >> shift & S_IXOTH)


def current_account() -> Account:
    return Account(os.geteuid(), os.getegid())


def service_account() -> Account:
    """Ourselves, or the first that exists of `stuga`, `postgres`, nobody when we are root."""
    if os.geteuid() != 0:
        return current_account()
    for name in ("stuga", "postgres"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid)
    return Account(NOBODY, NOBODY)
