"""A line to Valkey for what a request asks at once: each thread has a connection of its own."""

import threading
from typing import Any, Final

from redis import ConnectionPool
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

PATIENCE: Final = 0.25
"""Seconds that a request waits for Valkey at most."""
REST: Final = 5.0
"""Seconds for which Valkey is not asked again after it did not answer."""


class Line(threading.local):
    """A connection of each thread's own: a pool and its locks cost more than Valkey's answer."""

    def __init__(self, url: str) -> None:
        pool = ConnectionPool.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=None
        )
        self._connection = pool.make_connection()

    def told(self, *words: str | int | bytes) -> Any:  # noqa: ANN401  # what the command answers
        """Send a command and return its answer.

        :raises RedisError: if Valkey does not answer
        """
        try:
            self._connection.send_command(*words, check_health=False)  # type: ignore[no-untyped-call]  # as redis has it
            return self._connection.read_response()
        except (RedisConnectionError, RedisTimeoutError):
            self._connection.disconnect()  # type: ignore[no-untyped-call]  # as above
            raise
