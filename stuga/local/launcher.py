"""Runs between fork and exec of a service: drops rights, ties its life to the parent's.

A script of its own, not `preexec_fn`: that is unsafe beside threads. It reads what to do as JSON
from standard input, so that no secret shows on a command line.
"""

import ctypes
import json
import os
import sys

FOLDER_FD = 9
PR_SET_PDEATHSIG = 1


def main() -> None:
    order = json.load(sys.stdin)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if order["folder"] is not None:
        hold_open(order["folder"])
    if order["uid"] != os.geteuid():
        become(order["uid"], order["gid"])
    # After the change of user, which clears it.
    die_with(order["parent"], order["death_signal"])
    for name, value in order["environ"].items():
        os.putenv(name, value)
    os.execv(order["command"][0], order["command"])  # noqa: S606 -- no shell is the point


def hold_open(folder: str) -> None:
    """Keep the folder open as a number, through which it is reached past closed parents."""
    os.dup2(os.open(folder, os.O_RDONLY | os.O_DIRECTORY), FOLDER_FD, inheritable=True)


def become(uid: int, gid: int) -> None:
    os.chdir("/")
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def die_with(parent: int, death_signal: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(1)


if __name__ == "__main__":
    main()
