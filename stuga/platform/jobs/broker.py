"""The Celery app's settings, as measured and killed in trials (`docs/operating.md`)."""

from typing import Final
from urllib.parse import urlsplit

from celery import Celery
from kombu import Queue as KombuQueue

from stuga.models.json import JsonObject
from stuga.platform.jobs.queues import QUEUES, Queue

RELAY: Final = "jobs.relay"
RELAY_ALL: Final = "jobs.relay-all"
RELAY_EVERY_SECONDS: Final = 10.0
NIGHT: Final = "retention.night"
NIGHT_EVERY_SECONDS: Final = 600.0
FILES: Final = "files.night"
FILES_EVERY_SECONDS: Final = 86_400.0
TIDY: Final = "identity.tidy"
TIDY_EVERY_SECONDS: Final = 86_400.0
DAILY_MAIL: Final = "notices.leave-daily"
DAILY_MAIL_EVERY_SECONDS: Final = 600.0
TRAIL: Final = "audit.night"
TRAIL_EVERY_SECONDS: Final = 86_400.0


def client_url(broker_url: str) -> str:
    """Return the broker's URL as redis-py spells it; Celery has its own word for sockets."""
    if not broker_url.startswith("redis+socket://"):
        return broker_url
    path = urlsplit(broker_url).path
    return f"unix://{path}?db=0"


def new_celery(broker_url: str) -> Celery:
    """Make the Celery app: late acknowledgement, JSON only, nothing hoarded."""
    app = Celery("stuga", set_as_current=True)
    app.conf.update(
        broker_url=broker_url,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "global_keyprefix": "stuga:",
            "visibility_timeout": 300,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "socket_keepalive": True,
            "health_check_interval": 10,
        },
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_soft_time_limit=120,
        task_time_limit=150,
        task_queues=[KombuQueue(name) for name in QUEUES],
        task_default_queue=Queue.INTERACTIVE.value,
        task_create_missing_queues=False,
        worker_prefetch_multiplier=1,
        worker_max_tasks_per_child=500,
        worker_max_memory_per_child=250_000,
        worker_soft_shutdown_timeout=20,
        worker_hijack_root_logger=False,
        beat_schedule=_schedule(),
    )
    return app


def _schedule() -> dict[str, JsonObject]:
    """Return what beat asks for, and how often; what has not begun by its next time is dropped."""
    found = {
        "relay": (RELAY_ALL, RELAY_EVERY_SECONDS, Queue.INTERACTIVE),
        "tidy": (TIDY, TIDY_EVERY_SECONDS, Queue.MAINTENANCE),
        "daily-mail": (DAILY_MAIL, DAILY_MAIL_EVERY_SECONDS, Queue.EMAIL),
        "trail": (TRAIL, TRAIL_EVERY_SECONDS, Queue.MAINTENANCE),
        "files": (FILES, FILES_EVERY_SECONDS, Queue.MAINTENANCE),
        "retention-night": (NIGHT, NIGHT_EVERY_SECONDS, Queue.MAINTENANCE),
    }
    return {
        name: {
            "task": task,
            "schedule": seconds,
            "options": {"queue": queue.value, "expires": seconds},
        }
        for name, (task, seconds, queue) in found.items()
    }
