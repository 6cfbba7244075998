"""What the person at the terminal sees: a line per step, in colour only on a terminal."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TextIO

GREEN, RED, DIM, PLAIN = "\x1b[32m", "\x1b[31m", "\x1b[2m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Console:
    stream: TextIO
    coloured: bool

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Show that something begins, and at its end how it went and how long it took."""
        began = time.monotonic()
        self._write(f"  {title} … ")
        try:
            yield
        except BaseException:
            self._write(self._in(RED, "stopped") + "\n")
            raise
        took = self._in(DIM, f"{time.monotonic() - began:.1f} s")
        self._write(f"{self._in(GREEN, 'done')} {took}\n")

    def say(self, line: str) -> None:
        self._write(f"{line}\n")

    def complain(self, line: str) -> None:
        self._write(f"{self._in(RED, line)}\n")

    def _in(self, colour: str, text: str) -> str:
        return f"{colour}{text}{PLAIN}" if self.coloured else text

    def _write(self, text: str) -> None:
        with suppress(OSError):  # a closed terminal must not keep us from stopping the parts
            self.stream.write(text)
            self.stream.flush()


def console(stream: TextIO = sys.stdout) -> Console:
    return Console(stream, coloured=stream.isatty())
