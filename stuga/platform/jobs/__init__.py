"""Jobs: tasks that run once for every outbox row, and the relay that sends them."""

from stuga.platform.jobs.queues import QUEUES, Queue
from stuga.platform.jobs.work import Job, task

__all__ = ["QUEUES", "Job", "Queue", "task"]
