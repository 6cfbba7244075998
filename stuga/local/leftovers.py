"""What a killed supervisor left running: found by what it wrote down, and ended."""

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stuga.local.processes import LINUX, MARK, Process, end_group, start_time, within

PATIENCE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Note:
    """A process that was started; its mark is in the environment of all its descendants."""

    pid: int
    started: str | None
    stop_signal: signal.Signals
    mark: str

    @property
    def running(self) -> bool:
        return self.started is not None and start_time(self.pid) == self.started


def note(home: Path, process: Process) -> None:
    """Write down which process we started, for a start after we were killed."""
    written = {
        "pid": process.pid,
        "started": process.started,
        "stop_signal": int(process.child.stop_signal),
        "mark": process.mark,
    }
    _path(home, process).write_text(json.dumps(written), encoding="utf-8")


def forget(home: Path, process: Process) -> None:
    _path(home, process).unlink(missing_ok=True)


def stop_leftovers(home: Path) -> int:
    """End what is left, and only that: pid and start time, or pid and mark, must match."""
    found = 0
    for path in sorted((home / "run").glob("*.json")):
        left = _read(path)
        found += left is not None and _stop(left)
        path.unlink(missing_ok=True)
    return found


def _path(home: Path, process: Process) -> Path:
    return home / "run" / f"{process.child.name}.json"


def _read(path: Path) -> Note | None:
    """Read a note; None when it was cut short, whose process never got to work."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        stop_signal = signal.Signals(kept["stop_signal"])
        return Note(int(kept["pid"]), kept["started"], stop_signal, str(kept["mark"]))
    except (ValueError, KeyError, TypeError):
        return None


def _stop(left: Note) -> bool:
    if left.running:
        os.kill(left.pid, left.stop_signal)
        within(PATIENCE_SECONDS, lambda: not left.running)
        if left.running:
            end_group(left.pid)
        return True
    orphans = list(_orphans(left)) if LINUX else []
    for pid in orphans:
        os.kill(pid, signal.SIGKILL)
    return bool(orphans)


def _orphans(left: Note) -> Iterator[int]:
    """Find children that outlived a process which was killed itself, such as web workers."""
    mark = f"{MARK}={left.mark}".encode()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            environment = (folder / "environ").read_bytes()
        except OSError:
            continue  # it has ended, or is not ours to look at
        if mark in environment.split(b"\0"):
            yield int(folder.name)
