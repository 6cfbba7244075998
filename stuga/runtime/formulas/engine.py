"""The child process in which formulas run, one for each of ours: asked, waited for, replaced.

It is started when first asked, so after any fork; a fork leaves its parent's child alone. Its
memory and computing time are bounded by the system (`child`); here it gets its orders, and an end
if it does not answer.
"""

import atexit
import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from signal import SIGPROF
from typing import IO, Final

import stuga
from stuga.models.json import JsonObject
from stuga.runtime.formulas import flaws
from stuga.runtime.formulas.limits import SECONDS_TO_START, SECONDS_WAITED

_COMMAND: Final = (sys.executable, "-P", "-m", "stuga.runtime.formulas.child")
# Nothing of our environment: there are secrets in it.
_ENVIRONMENT: Final[Mapping[str, str]] = {"PYTHONPATH": str(Path(stuga.__file__).parent.parent)}
_CHUNK: Final = 64 * 1024
UNKNOWN: Final[JsonObject] = {"unknown": True}
"""The child has not loaded, or no longer keeps, what it is to run."""


class EngineDiedError(Exception):
    """The child ended before its answer.

    :ivar code: the flaw of what it was at
    :ivar answered: what it answered before
    """

    def __init__(self, code: str, answered: Sequence[JsonObject] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.answered = answered


class _Child:
    """One running child."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own module, no shell
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd="/",
            start_new_session=True,
            bufsize=0,
        )
        self._requests = _pipe(self._process.stdin)
        self._answers = _pipe(self._process.stdout)
        self._rest = b""
        self._line(SECONDS_TO_START)

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, request: bytes) -> None:
        """Send one line.

        :raises EngineDiedError: if nobody takes it
        """
        left, until = memoryview(request), time.monotonic() + SECONDS_WAITED
        while left:
            if not _is_ready(self._requests, select.POLLOUT, until):
                raise self._ended()
            try:
                left = left[os.write(self._requests, left) :]
            except BrokenPipeError:
                raise self._ended() from None

    def answer(self) -> JsonObject:
        """Read one line.

        :raises EngineDiedError: if none comes in time
        """
        found: JsonObject = json.loads(self._line(SECONDS_WAITED))
        return found

    def _line(self, seconds: float) -> bytes:
        until = time.monotonic() + seconds
        while b"\n" not in self._rest:
            is_there = _is_ready(self._answers, select.POLLIN, until)
            more = os.read(self._answers, _CHUNK) if is_there else b""
            if not more:
                raise self._ended()
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _ended(self) -> EngineDiedError:
        """End it if it has not ended itself, and tell why it did."""
        is_late = not self._is_gone()
        self.end()
        if is_late or self._process.returncode == -SIGPROF:
            return EngineDiedError(flaws.TOO_SLOW)
        # An engine without memory is ended by a signal; one that fails otherwise ends itself.
        return EngineDiedError(flaws.TOO_LARGE if self._process.returncode < 0 else flaws.FAILED)

    def _is_gone(self) -> bool:
        """Wait a moment for one that has closed its pipe: then it is on its way."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(0.05)
            return True
        return False

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._close()

    def leave(self) -> None:
        """Forget the child of a process that this one was forked from."""
        self._process.returncode = 0  # not ours to wait for
        self._close()

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


def _is_ready(pipe: int, event: int, until: float) -> bool:
    """Wait for a pipe; where both ends are gone that shows as ready, too."""
    poll = select.poll()
    poll.register(pipe, event)
    return bool(poll.poll(max(0.0, until - time.monotonic()) * 1000))


def _pipe(pipe: IO[bytes] | None) -> int:
    if pipe is None:
        raise TypeError("both ends are pipes")
    os.set_blocking(pipe.fileno(), False)
    return pipe.fileno()


class Engine:
    """Who asks the child; several threads may."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: _Child | None = None

    @property
    def child_pid(self) -> int | None:
        return self._child.pid if self._child else None

    def ask(self, request: JsonObject) -> JsonObject:
        """Return the answer to a request that has one.

        :raises EngineDiedError: if the child ended over it
        """
        with self._lock:
            return self._asked(_line(request), 1)[0]

    def ask_for_rows(
        self, request: JsonObject, rows: Sequence[bytes], load: JsonObject
    ) -> list[JsonObject]:
        """Return an answer for each row, loading first what the child does not know.

        :raises EngineDiedError: if the child ended over a row; those before it are answered
        """
        line = b'%s, "rows": [%s]}\n' % (_line(request)[:-2], b", ".join(rows))
        with self._lock:
            found = self._asked(line, len(rows))
            if UNKNOWN not in found:
                return found
            self._asked(_line(load), 1)
            return self._asked(line, len(rows))

    def _asked(self, line: bytes, count: int) -> list[JsonObject]:
        found: list[JsonObject] = []
        try:
            if self._child is None:
                self._child = _Child()
            self._child.ask(line)
            while len(found) < count and UNKNOWN not in found:
                found.append(self._child.answer())
        except EngineDiedError as error:
            self._child = None
            raise EngineDiedError(error.code, found) from None
        except BaseException:
            # Something else stopped us (a task's time limit): what is still answered is for no one.
            self.end()
            raise
        return found

    def end(self) -> None:
        """End the child; the next who asks gets another."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def leave(self) -> None:
        """Begin anew in a forked process; the thread that held the lock is not there."""
        self._lock = threading.Lock()
        if self._child is not None:
            self._child.leave()
            self._child = None


def _line(request: JsonObject) -> bytes:
    return json.dumps(request).encode() + b"\n"


ENGINE: Final = Engine()
atexit.register(ENGINE.end)
os.register_at_fork(after_in_child=ENGINE.leave)
