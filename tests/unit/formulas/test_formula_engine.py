"""The process in which formulas run: bounded, without secrets, replaced, never shared."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from stuga.runtime.formulas import engine
from stuga.runtime.formulas.engine import ENGINE, Engine, EngineDiedError
from tests.factories.formulas import result_of

LONG_SOURCES: Final = """
import sys
from stuga.runtime.formulas import child, compiling
compiling.MOST_CHARACTERS = 10**9
child.limit_all()
child.serve(sys.stdin.buffer, sys.stdout.buffer)
"""
"""A child that takes formulas of any length: what the engine itself bears, behind our limit."""


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(engine, "_COMMAND", (sys.executable, "-P", "-c", LONG_SOURCES))
    made = Engine()
    yield made
    made.end()


@pytest.mark.parametrize(
    "source",
    [
        "(" * 10**3 + "1" + ")" * 10**3,
        "(" * 10**5 + "1" + ")" * 10**5,
        "1" + "+1" * 10**5,
        "true" + "&&true" * 10**5,
        "!" * 10**5 + "true",
        "-" * 10**5 + "1",
        "[" * 10**4 + "]" * 10**4,
        "record" + ".a" * 10**4,
        "size(" * 10**4 + "'a'" + ")" * 10**4,
        "true ? " * 10**4 + "1" + " : 1" * 10**4,
        "'" + "x" * 10**6 + "'",
    ],
)
def test_the_engine_bears_sources_of_any_length(unlimited: Engine, source: str) -> None:
    request = {"do": "check", "types": {}, "source": source, "result": "number"}
    try:
        code = str(unlimited.ask(request).get("flaw"))
    except EngineDiedError as error:
        code = error.code

    assert code.startswith("formula-")
    again = unlimited.ask({"do": "check", "types": {}, "source": "1", "result": "number"})
    assert "flaw" not in again


def test_a_child_that_is_killed_is_replaced() -> None:
    assert result_of("1 + 1") == 2
    first = ENGINE.child_pid
    assert first is not None
    os.kill(first, signal.SIGKILL)

    found = [result_of("1 + 1"), result_of("1 + 1")]

    assert found[1] == 2  # the first may have found it dead, and says so
    assert ENGINE.child_pid != first


def test_a_child_killed_in_mid_call_ends_the_call_with_an_error() -> None:
    made = Engine()
    made.ask({"do": "check", "types": {}, "source": "1", "result": "number"})
    pid = made.child_pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)  # it has the request, and is at work on it
    ender = threading.Timer(0.1, os.kill, (pid, signal.SIGKILL))
    ender.start()

    with pytest.raises(EngineDiedError):
        made.ask({"do": "check", "types": {}, "source": "2", "result": "number"})

    ender.join()
    assert made.child_pid is None


def test_a_child_that_does_not_answer_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "SECONDS_WAITED", 0.2)
    made = Engine()
    made.ask({"do": "check", "types": {}, "source": "1", "result": "number"})
    pid = made.child_pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)

    with pytest.raises(EngineDiedError) as caught:
        made.ask({"do": "check", "types": {}, "source": "2", "result": "number"})

    assert caught.value.code == "formula-slow"
    assert not _is_running(pid)


def test_whatever_interrupts_a_call_leaves_no_answer_for_the_next() -> None:
    made = Engine()
    made.ask({"do": "check", "types": {}, "source": "1", "result": "number"})

    class Interrupted(BaseException):
        pass

    def interrupt(*_: object) -> None:
        raise Interrupted

    former = signal.signal(signal.SIGALRM, interrupt)
    pid = made.child_pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        with pytest.raises(Interrupted):
            made.ask({"do": "check", "types": {}, "source": "2 +", "result": "number"})
    finally:
        signal.signal(signal.SIGALRM, former)

    assert not _is_running(pid)
    found = made.ask({"do": "check", "types": {}, "source": "3", "result": "number"})
    assert "flaw" not in found
    made.end()


def test_threads_take_turns() -> None:
    found: list[object] = []

    def reckon(number: int) -> None:
        found.append(result_of(f"{number} + 0"))

    threads = [threading.Thread(target=reckon, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, found)) == sorted(map(str, range(12)))


FORKED: Final = """
import os
from stuga.runtime.formulas.engine import ENGINE
ask = lambda: ENGINE.ask({"do": "check", "types": {}, "source": "1", "result": "number"})
ask()
mine = ENGINE.child_pid
read, write = os.pipe()
if os.fork() == 0:
    ask()
    os.write(write, str(ENGINE.child_pid).encode())
    os._exit(0)
os.wait()
theirs = int(os.read(read, 100))
ask()
print(mine != theirs, ENGINE.child_pid == mine)
"""


def test_a_fork_gets_a_child_of_its_own_and_leaves_its_parents_alone() -> None:
    done = _run(FORKED)

    assert done.stdout.split() == ["True", "True"]


def test_the_child_ends_with_its_parent_however_that_ends() -> None:
    done = _run(
        "import os, signal\n"
        "from stuga.runtime.formulas.engine import ENGINE\n"
        'ENGINE.ask({"do": "check", "types": {}, "source": "1", "result": "number"})\n'
        "print(ENGINE.child_pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )

    pid, until = int(done.stdout), time.monotonic() + 10
    while _is_running(pid) and time.monotonic() < until:
        os.sched_yield()
    assert not _is_running(pid)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_the_child_has_no_secret_and_nothing_open_but_its_pipes() -> None:
    assert result_of("1 + 1") == 2
    place = Path(f"/proc/{ENGINE.child_pid}")

    environment = place.joinpath("environ").read_bytes().split(b"\x00")
    names = {one.split(b"=")[0] for one in environment if one}
    assert names <= {b"PYTHONPATH", b"LC_CTYPE"}
    assert len(list(place.joinpath("fd").iterdir())) == 3
    limits = place.joinpath("limits").read_text()
    assert f"{768 * 1024 * 1024}" in limits


def test_the_engine_is_never_loaded_into_our_own_process() -> None:
    done = _run(
        "import sys\n"
        "from stuga.runtime.formulas import checking, evaluating\n"
        'print(any("cel" in name.split("_")[0] and "celery" not in name for name in sys.modules))\n'
    )

    assert done.stdout.strip() == "False"


def _run(source: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", source]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state not in {"Z", "X"}
