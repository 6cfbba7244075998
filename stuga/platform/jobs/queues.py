"""The queues there are; a worker consumes all of them."""

from enum import StrEnum
from typing import Final


class Queue(StrEnum):
    """Where a task waits: what someone looks at first, what can wait last."""

    INTERACTIVE = "interactive"
    EMAIL = "email"
    MAINTENANCE = "maintenance"


QUEUES: Final = tuple(queue.value for queue in Queue)
