"""Starts the parts in order, keeps them running, and stops them in reverse, to the last."""

import signal
import socket
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from stuga.local.console import Console
from stuga.local.errors import CannotStartError
from stuga.local.home import held
from stuga.local.leftovers import forget, note, stop_leftovers
from stuga.local.logs import rotate
from stuga.local.parts import ADDRESS, Service, Step
from stuga.local.processes import Process, complaint_in
from stuga.local.restarts import Restarts

REFUSED = 2
FAILED = 1
WATCH_SECONDS = 0.2


def serve(
    home: Path,
    port: int,
    parts: Sequence[Service | Step],
    *,
    console: Console,
    announce: Callable[[], Iterable[str]],
) -> int:
    """Run until SIGINT or SIGTERM; returns the exit code. `announce` gives the last lines."""
    signals = Signals()
    try:
        with signals.caught(), held(home, address=f"http://localhost:{port}"):
            if stop_leftovers(home):
                console.say("  An earlier Stuga was cut off; its processes are stopped now.")
            check_port(port)
            return Supervisor(home, console, signals).run(parts, announce)
    except CannotStartError as error:
        console.complain(f"Stuga cannot start. {error}")
        return REFUSED
    except KeyboardInterrupt:
        console.say("Stopped.")
        return 0


def check_port(port: int) -> None:
    """Refuse a taken port before anything starts.

    :raises CannotStartError: if someone listens there, or may not
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise CannotStartError(
                f"Port {port} cannot be used ({error.strerror}); set STUGA_PORT to a free one.",
            ) from None


class Signals:
    """The first signal that asks us to end interrupts; a later one cuts waiting short."""

    def __init__(self) -> None:
        self.received = 0

    def hurried(self) -> bool:
        return self.received > 1

    @contextmanager
    def caught(self) -> Iterator[None]:
        signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = [signal.signal(number, self._receive) for number in signals]
        try:
            yield
        finally:
            for number, handler in zip(signals, before, strict=True):
                signal.signal(number, handler)

    def _receive(self, _number: int, _frame: FrameType | None) -> None:
        self.received += 1
        if self.received == 1:
            raise KeyboardInterrupt


@dataclass(slots=True)
class Kept:
    """A running part, and when it is started again should it end."""

    service: Service
    process: Process
    restarts: Restarts = field(default_factory=Restarts)
    start_at: float | None = None


class Supervisor:
    def __init__(self, home: Path, console: Console, signals: Signals) -> None:
        self._home = home
        self._signals = signals
        self._console = console
        self._kept: list[Kept] = []

    def run(self, parts: Sequence[Service | Step], announce: Callable[[], Iterable[str]]) -> int:
        try:
            for part in parts:
                with self._console.step(part.title):
                    self._begin(part)
            for line in announce():
                self._console.say(line)
            return self._watch()
        finally:
            self._stop()

    def _begin(self, part: Service | Step) -> None:
        if isinstance(part, Step):
            self._act(part)
            return
        process = self._started(part)
        self._kept.append(Kept(part, process))
        if part.awaited:
            process.wait_until_ready()

    def _act(self, step: Step) -> None:
        try:
            step.act()
        except CannotStartError:
            raise
        except Exception as error:
            log = self._home / "log" / "start.log"
            log.parent.mkdir(mode=0o700, exist_ok=True)
            log.write_text(traceback.format_exc(), encoding="utf-8")
            said = complaint_in(f"{type(error).__name__}: {error}")
            raise CannotStartError(f"{step.title} failed: {said} (its log: {log}).") from error

    def _started(self, service: Service) -> Process:
        child = service.child()
        rotate(child.log)
        process = Process(child)
        note(self._home, process)
        return process

    def _watch(self) -> int:
        while True:
            time.sleep(WATCH_SECONDS)
            for kept in self._kept:
                if not self._look_after(kept, time.monotonic()):
                    return FAILED

    def _look_after(self, kept: Kept, now: float) -> bool:
        """Start it again when it has ended; False when that has not helped."""
        if kept.process.running:
            return True
        child = kept.process.child
        if kept.start_at is None:
            code = kept.process.exit_code
            kept.process.stop()  # its own children too
            delay = kept.restarts.next_delay(now)
            if delay is None:
                self._console.complain(f"{child.name} ends again and again; see {child.log}.")
                return False
            self._console.complain(
                f"{child.name} ended (exit code {code}); starting it again in {delay:g} s."
            )
            kept.start_at = now + delay
        if now >= kept.start_at:
            kept.process, kept.start_at = self._started(kept.service), None
        return True

    def _stop(self) -> None:
        """Last started, first stopped: the web drains while the database is still there."""
        self._signals.received = max(self._signals.received, 1)
        last_first = [kept.process for kept in reversed(self._kept)]
        for process in last_first:
            if not process.child.serves_others:
                process.ask_to_stop()  # these wait for nobody: they may stop together
        for process in last_first:
            with self._console.step(f"Stopping {process.child.name}"):
                process.stop(hurried=self._signals.hurried)
            forget(self._home, process)
