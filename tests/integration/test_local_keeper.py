"""The services of a test run are shared by its processes and end with the last of them."""

import signal
import subprocess
import sys
from pathlib import Path

import psycopg

from stuga.local import valkey
from stuga.local.processes import within
from stuga.local.testing import postgres_for_tests, valkey_for_tests

PATIENCE_SECONDS = 30
USER = """
import pathlib, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # who started us may have ignored it
from stuga.local.testing import valkey_for_tests
with valkey_for_tests(pathlib.Path(sys.argv[1])) as url:
    print(url, flush=True)
    signal.pause()
"""


def answers(broker_url: str) -> bool:
    return valkey.answers(Path(broker_url.removeprefix("redis+socket://").partition("?")[0]))


def using(folder: Path) -> subprocess.Popen[str]:
    """Start another process that uses the service; it says the URL."""
    command = [sys.executable, "-c", USER, str(folder)]
    quiet = subprocess.DEVNULL
    # Our own program.
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, text=True)  # noqa: S603


def test_all_who_name_the_same_folder_share_one_service(tmp_path: Path) -> None:
    with valkey_for_tests(tmp_path) as first, valkey_for_tests(tmp_path) as second:
        assert first == second
        assert answers(first)


def test_a_service_outlives_whoever_started_it_until_the_last_is_gone(tmp_path: Path) -> None:
    with using(tmp_path) as starter:
        assert starter.stdout is not None
        started = starter.stdout.readline().strip()
        with valkey_for_tests(tmp_path) as url:
            starter.kill()
            starter.wait()

            assert url == started
            assert answers(url)

    assert within(PATIENCE_SECONDS, lambda: not answers(url))


def test_ctrl_c_ends_the_service_too(tmp_path: Path) -> None:
    with using(tmp_path) as user:
        assert user.stdout is not None
        url = user.stdout.readline().strip()
        assert answers(url)

        user.send_signal(signal.SIGINT)

    assert within(PATIENCE_SECONDS, lambda: not answers(url))


def test_a_folder_can_be_used_again_when_its_service_has_ended(tmp_path: Path) -> None:
    for _ in range(2):
        with valkey_for_tests(tmp_path) as url:
            assert answers(url)


def test_a_database_in_use_is_not_kept_waiting_on_disks(tmp_path: Path) -> None:
    with postgres_for_tests(tmp_path) as url, psycopg.connect(url) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("off",)
