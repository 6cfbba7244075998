"""Processes we start: told apart by pid and start time, and stopped without leftovers."""

import json
import os
import platform
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from stuga.local.account import Account, current_account
from stuga.local.errors import CannotStartError

LAUNCHER = Path(__file__).with_name("launcher.py")
STARTING_STOPS_SECONDS = 2
LARGEST_LOG = 1_000_000
MARK = "STUGA_MARK"
POLL_SECONDS = 0.02
TROUBLE = re.compile(r"FATAL|PANIC|[Ee]rror:|could not")
LINUX = platform.system() == "Linux"


def always() -> bool:
    return True


def never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A part to run: how to start it, how to see that it is ready, how to stop it."""

    name: str
    command: Sequence[str]  # begins with an absolute path
    log: Path
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    ready: Callable[[], bool] = always
    ready_seconds: float = 30
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10
    account: Account = field(default_factory=current_account)
    folder: Path | None = None  # held open as descriptor FOLDER_FD
    scratch: Path | None = None  # a folder that is removed when it has stopped
    serves_others: bool = False  # stopped after those that lean on it


class Process:
    """A started child, leader of a session of its own so that Ctrl-C reaches only us."""

    def __init__(self, child: Child) -> None:
        """Start it. Only from a thread that lives as long: the death signal is tied to it."""
        self.child = child
        child.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with child.log.open("ab") as log:
            self._log_start = log.tell()
            # The command is ours, never a user's.
            self._popen = subprocess.Popen(  # noqa: S603
                [sys.executable, "-I", "-S", str(LAUNCHER)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.pid = self._popen.pid
        self.started = start_time(self.pid)
        self.mark = secrets.token_hex(8)
        self._asked = False
        self._patience_seconds = child.stop_seconds
        self._tell()

    def _tell(self) -> None:
        child = self.child
        order = {
            "parent": os.getpid(),
            "uid": child.account.uid,
            "gid": child.account.gid,
            "folder": str(child.folder) if child.folder else None,
            "death_signal": int(child.stop_signal),
            "environ": {**child.environ, MARK: self.mark},
            "command": list(child.command),
        }
        if self._popen.stdin is not None:
            with self._popen.stdin as stdin:
                stdin.write(json.dumps(order).encode())

    @property
    def running(self) -> bool:
        return self._popen.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self._popen.poll()

    def wait_until_ready(self) -> None:
        """Wait.

        :raises CannotStartError: if it ends or its time is over before it is ready
        """
        if not self.child.serves_others:
            self._patience_seconds = STARTING_STOPS_SECONDS  # nothing to finish yet
        if not within(self.child.ready_seconds, lambda: not self.running or self.child.ready()):
            self.stop()
            raise CannotStartError(self._failed("did not get ready in time"))
        if not self.running:
            raise CannotStartError(self._failed("ended while starting"))
        self._patience_seconds = self.child.stop_seconds

    def wait_for_success(self) -> None:
        """Wait for its end.

        :raises CannotStartError: if it fails or its time is over
        """
        within(self.child.ready_seconds, lambda: not self.running)
        self.stop()
        if self.exit_code != 0:
            raise CannotStartError(self._failed("failed"))

    def _failed(self, how: str) -> str:
        with self.child.log.open("rb") as log:
            log.seek(self._log_start)
            said = complaint_in(log.read(LARGEST_LOG).decode(errors="replace"))
        return f"{self.child.name} {how}: {said} (its log: {self.child.log})."

    def ask_to_stop(self) -> None:
        if self.running and not self._asked:
            self._asked = True
            self._popen.send_signal(self.child.stop_signal)

    def stop(self, *, hurried: Callable[[], bool] = never) -> None:
        """Ask it to stop, then insist; whatever it left in its process group goes too."""
        self.ask_to_stop()
        within(self._patience_seconds, lambda: not self.running or hurried())
        end_group(self.pid)
        self._popen.wait()
        if self.child.scratch is not None:
            shutil.rmtree(self.child.scratch, ignore_errors=True)


def end_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Look until it holds; False when the time is over."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def start_time(pid: int) -> str | None:
    """Tell what with the pid names one process for ever; None when there is no such process."""
    if LINUX:
        return _start_time_linux(pid)
    command = ["/bin/ps", "-o", "lstart=", "-p", str(pid)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return shown.stdout.strip() or None


def _start_time_linux(pid: int) -> str | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name in parentheses may hold blanks; the start is the 20th word after it.
    words = stat.rpartition(")")[2].split()
    if words[0] in "ZX":
        return None
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return f"{boot}/{words[19]}"


def complaint_in(said: str) -> str:
    """Find the first line that tells of trouble, or else the last line, without its time stamp."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    loud = [line for line in lines if TROUBLE.search(line)]
    chosen = next(iter(loud or lines[-1:]), "it said nothing")
    return re.sub(r"^.*\b(FATAL|PANIC): +", "", chosen).rstrip(".")
