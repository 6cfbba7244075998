"""The supervisor stops what it started, to the last process, however it is ended itself."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stuga.local.parts import answers
from stuga.local.processes import start_time, within

PROGRAM = Path(__file__).with_name("local_program.py")
PATIENCE_SECONDS = 30


class Run:
    """A supervisor in a process of its own; its mark is in the environment of all it starts."""

    def __init__(self, home: Path, port: int, *parts: str) -> None:
        self.mark = secrets.token_hex(8)
        self.output = home.with_name(f"output-{self.mark}")
        command = [sys.executable, "-P", str(PROGRAM), str(home), str(port), *parts]
        environment = {**os.environ, "TEST_MARK": self.mark}  # noqa: TID251  # to be inherited
        with self.output.open("wb") as output:
            # Our own program.
            self.process = subprocess.Popen(  # noqa: S603
                command, stdout=output, stderr=output, env=environment
            )

    @property
    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def says(self, words: str) -> bool:
        return within(PATIENCE_SECONDS, lambda: words in self.said)

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def ends(self) -> int:
        return self.process.wait(PATIENCE_SECONDS)

    def alive(self) -> list[int]:
        mark = f"TEST_MARK={self.mark}".encode()
        return [pid for pid in everybody() if mark in environment_of(pid)]

    def clear_away(self) -> None:
        self.send(signal.SIGTERM)
        within(PATIENCE_SECONDS, lambda: self.process.poll() is not None)
        self.process.kill()
        self.process.wait()
        for pid in self.alive():
            os.kill(pid, signal.SIGKILL)

    def leaves_nobody(self) -> bool:
        return within(PATIENCE_SECONDS, lambda: not self.alive())


def everybody() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]


def environment_of(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


def pid_of(home: Path, name: str) -> int:
    return int(json.loads((home / "run" / f"{name}.json").read_text(encoding="utf-8"))["pid"])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def runs() -> Iterator[list[Run]]:
    begun: list[Run] = []
    yield begun
    for run in begun:
        run.clear_away()


def test_ctrl_c_stops_every_part_in_reverse_and_leaves_nothing(
    home: Path, port: int, runs: list[Run]
) -> None:
    runs.append(run := Run(home, port, "postgres", "valkey", "web"))
    assert run.says("Ready.")

    run.send(signal.SIGINT)

    assert run.ends() == 0
    assert run.alive() == []
    assert not (home / "lock").exists()
    assert list((home / "run").iterdir()) == []
    order = [run.said.index(f"Stopping {name}") for name in ("web", "Valkey", "PostgreSQL")]
    assert order == sorted(order)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_other_requests_to_end_do_the_same(
    home: Path, port: int, runs: list[Run], number: signal.Signals
) -> None:
    runs.append(run := Run(home, port, "web"))
    assert run.says("Ready.")

    run.send(number)

    assert run.ends() == 0
    assert run.alive() == []


def test_a_killed_supervisor_leaves_nobody_and_a_next_start_works(
    home: Path, port: int, runs: list[Run]
) -> None:
    runs.append(first := Run(home, port, "postgres", "valkey"))
    assert first.says("Ready.")

    first.send(signal.SIGKILL)

    assert first.leaves_nobody()
    runs.append(second := Run(home, port, "postgres", "valkey"))
    assert second.says("Ready.")


def test_children_that_outlive_a_killed_part_are_ended_by_the_next_start(
    home: Path, port: int, runs: list[Run]
) -> None:
    runs.append(first := Run(home, port, "web"))
    assert first.says("Ready.")
    first.send(signal.SIGSTOP)
    os.kill(pid_of(home, "web"), signal.SIGKILL)
    first.send(signal.SIGKILL)
    first.ends()
    assert first.alive() != []

    runs.append(second := Run(home, port, "web"))

    assert second.says("Ready.")
    assert "An earlier Stuga was cut off" in second.said
    assert first.alive() == []


def test_a_note_about_a_pid_that_is_another_process_by_now_harms_nobody(
    home: Path, port: int, runs: list[Run]
) -> None:
    (home / "run").mkdir(parents=True)
    bystander = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    written = {"pid": bystander.pid, "started": "earlier", "stop_signal": 15, "mark": "none"}
    (home / "run" / "web.json").write_text(json.dumps(written), encoding="utf-8")

    runs.append(run := Run(home, port, "web"))

    assert run.says("Ready.")
    assert start_time(bystander.pid) is not None
    bystander.kill()
    bystander.wait()


def test_a_part_that_ends_is_started_again_and_its_children_are_not_left(
    home: Path, port: int, runs: list[Run]
) -> None:
    runs.append(run := Run(home, port, "web"))
    assert run.says("Ready.")
    before = run.alive()
    old = pid_of(home, "web")

    os.kill(old, signal.SIGKILL)

    assert run.says("web ended (exit code -9); starting it again in 0.5 s.")
    assert within(PATIENCE_SECONDS, lambda: pid_of(home, "web") != old and answers(port))
    assert set(before) & set(run.alive()) == {run.process.pid}


def test_a_second_signal_cuts_the_waiting_short(home: Path, port: int, runs: list[Run]) -> None:
    runs.append(run := Run(home, port, "stubborn"))
    assert run.says("Ready.")

    run.send(signal.SIGINT)
    assert run.says("Stopping stubborn")
    run.send(signal.SIGINT)

    assert run.ends() == 0
    assert run.alive() == []


def test_a_start_that_is_broken_off_stops_what_has_begun(
    home: Path, port: int, runs: list[Run]
) -> None:
    runs.append(run := Run(home, port, "valkey", "endless"))
    assert run.says("Beginning what never ends")

    run.send(signal.SIGTERM)

    assert run.ends() == 0
    assert run.alive() == []


def test_a_part_that_is_not_ready_yet_has_nothing_to_finish_and_is_not_waited_for(
    home: Path, port: int, runs: list[Run]
) -> None:
    runs.append(run := Run(home, port, "unready"))
    assert within(PATIENCE_SECONDS, (home / "unready").exists)

    run.send(signal.SIGINT)

    assert run.ends() == 0
    assert run.alive() == []


def test_a_step_that_fails_is_told_in_one_sentence_and_the_rest_in_its_log(
    home: Path, port: int, runs: list[Run]
) -> None:
    runs.append(run := Run(home, port, "valkey", "failing"))

    assert run.ends() == 2
    assert run.said.splitlines()[-1] == (
        "Stuga cannot start. Looking into the cupboard failed: ValueError: the cupboard is bare "
        f"(its log: {home}/log/start.log)."
    )
    assert "Traceback" not in run.said
    assert "since Tuesday" in (home / "log" / "start.log").read_text(encoding="utf-8")
    assert run.alive() == []


def test_a_second_start_on_the_same_folder_is_refused(
    home: Path, port: int, runs: list[Run]
) -> None:
    runs.append(first := Run(home, port, "web"))
    assert first.says("Ready.")

    runs.append(second := Run(home, port + 1, "web"))

    assert second.ends() == 2
    assert second.said == (
        f"Stuga cannot start. Stuga already runs from {home} (process {first.process.pid} "
        f"at http://localhost:{port}); stop it first, or set STUGA_HOME to another folder.\n"
    )
    assert answers(port)


def test_a_taken_port_is_refused_before_anything_starts(
    home: Path, port: int, runs: list[Run]
) -> None:
    with socket.create_server(("127.0.0.1", port)):
        runs.append(run := Run(home, port, "postgres", "web"))

        assert run.ends() == 2

    assert run.said == (
        f"Stuga cannot start. Port {port} cannot be used (Address already in use); "
        "set STUGA_PORT to a free one.\n"
    )
    assert not (home / "postgres").exists()
    assert not (home / "lock").exists()


def test_a_folder_that_cannot_be_used_is_refused(
    tmp_path: Path, port: int, runs: list[Run]
) -> None:
    home = tmp_path / "file"
    home.write_text("not a folder", encoding="utf-8")

    runs.append(run := Run(home, port, "web"))

    assert run.ends() == 2
    assert run.said.startswith(f"Stuga cannot start. The data folder {home} cannot be used: ")


def test_the_output_of_a_run_without_a_terminal_has_no_colours(
    home: Path, port: int, runs: list[Run]
) -> None:
    runs.append(run := Run(home, port, "web"))
    assert run.says("Ready.")

    assert "\x1b" not in run.said
    assert "  Starting the web … done " in run.said


def test_secrets_are_on_no_command_line(home: Path, port: int, runs: list[Run]) -> None:
    runs.append(run := Run(home, port, "web"))
    assert run.says("Ready.")
    mark = json.loads((home / "run" / "web.json").read_text(encoding="utf-8"))["mark"]

    lines = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in run.alive()]

    assert lines
    assert not any(mark.encode() in line for line in lines)
    assert any(mark.encode() in b"\0".join(environment_of(pid)) for pid in run.alive())
