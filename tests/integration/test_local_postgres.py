"""PostgreSQL out of its wheel: on a socket only, and whatever state its data is in."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from stuga.local.account import service_account
from stuga.local.errors import CannotStartError
from stuga.local.postgres import Postgres, postgres_at
from stuga.local.processes import Process, start_time


@contextmanager
def running(cluster: Postgres) -> Iterator[Process]:
    process = Process(cluster.child())
    try:
        process.wait_until_ready()
        yield process
    finally:
        process.stop()


def answer(cluster: Postgres, query: str) -> object:
    with psycopg.connect(cluster.url()) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    cluster = postgres_at(tmp_path_factory.mktemp("cluster"), fsync=False)
    with running(cluster):
        yield cluster


@pytest.fixture
def stopped(tmp_path: Path) -> Postgres:
    """Return a cluster of its own that is made and stopped."""
    own = postgres_at(tmp_path, fsync=False)
    with running(own), psycopg.connect(own.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    return own


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SHOW server_version_num", "18"),
        ("SHOW listen_addresses", ""),
        ("SHOW data_checksums", "on"),
        ("SHOW log_min_error_statement", "panic"),
        ("SHOW log_error_verbosity", "terse"),
        ("SELECT upper('åäöæø')", "ÅÄÖÆØ"),
        (
            "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'template1'",
            "bC.UTF-8",
        ),
    ],
)
def test_a_cluster_is_made_as_the_design_says(cluster: Postgres, query: str, expected: str) -> None:
    assert str(answer(cluster, query)).startswith(expected)


def test_the_server_never_runs_as_root(cluster: Postgres) -> None:
    pid_file = cluster.data / "postmaster.pid"

    assert pid_file.stat().st_uid == service_account().uid != 0


def test_what_was_stored_is_there_after_a_stop_and_a_start(stopped: Postgres) -> None:
    with running(stopped):
        assert answer(stopped, "SELECT number FROM kept") == 7


def test_what_was_stored_is_there_after_the_server_was_killed(stopped: Postgres) -> None:
    with running(stopped) as process:
        os.kill(process.pid, signal.SIGKILL)

    with running(stopped):
        assert answer(stopped, "SELECT number FROM kept") == 7


def test_a_pid_file_whose_number_is_another_program_by_now_is_no_obstacle(
    stopped: Postgres,
) -> None:
    (stopped.data / "postmaster.pid").write_text(
        f"{os.getpid()}\n{stopped.data}\n1700000000\n5432\n\n\n0 0\nready\n", encoding="utf-8"
    )

    with running(stopped):
        assert answer(stopped, "SELECT number FROM kept") == 7


def test_data_that_another_server_works_on_is_refused(cluster: Postgres) -> None:
    with pytest.raises(CannotStartError, match=r"Another PostgreSQL \(process \d+\) works on"):
        cluster.child()


def test_a_first_start_that_was_cut_off_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "postgres.new" / "base").mkdir(parents=True)
    cluster = postgres_at(tmp_path, fsync=False)

    with running(cluster):
        assert answer(cluster, "SELECT 1") == 1


def other_version(data: Path) -> None:
    (data / "PG_VERSION").write_text("17\n", encoding="utf-8")


def no_cluster(data: Path) -> None:
    (data / "PG_VERSION").unlink()


def lost_files(data: Path) -> None:
    (data / "global" / "pg_control").unlink()


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (other_version, r"was made by PostgreSQL 17, and this Stuga brings PostgreSQL 18"),
        (no_cluster, r"does not hold a PostgreSQL database; move it away or restore it\.$"),
        (lost_files, r"PostgreSQL ended while starting: .* \(its log: .*/postgres\.log\)\.$"),
    ],
)
def test_data_that_cannot_be_used_is_refused_in_one_sentence(
    stopped: Postgres, damage: Callable[[Path], None], sentence: str
) -> None:
    damage(stopped.data)

    with pytest.raises(CannotStartError, match=sentence) as refused, running(stopped):
        pass

    assert "\n" not in str(refused.value)


def test_a_stopped_server_leaves_no_process_and_no_socket(stopped: Postgres) -> None:
    with running(stopped) as process:
        sockets = process.child.scratch

    assert start_time(process.pid) is None
    assert sockets is not None
    assert not sockets.exists()
