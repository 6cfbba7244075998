"""Whether the process answers, and whether what it needs does too."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, current_app
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from stuga.models.json import JsonObject
from stuga.platform.db import own_transaction, schema_head
from stuga.platform.jobs.broker import client_url
from stuga.platform.storage import storage
from stuga.platform.web.access import outside
from stuga.platform.web.answers import answer

health: Final = Blueprint("health", __name__)
PROBE_MS: Final = 500


@health.get("/healthz")
@outside("a supervisor asks whether the process answers")
def healthz() -> Response:
    """Say that the process answers."""
    return answer({"status": "ok"})


@health.get("/readyz")
@outside("a load balancer asks whether to send requests here")
def readyz() -> Response:
    """Name each part: ok, degraded or down. Only database and migrations make it 503."""
    parts: JsonObject = {
        "database": _state(_database),
        "migrations": _state(_migrations),
        "broker": _state(_broker, otherwise="degraded"),
        "storage": _state(_storage, otherwise="degraded"),
    }
    ready = parts["database"] == "ok" and parts["migrations"] == "ok"
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return answer({"status": "ok" if ready else "down", "parts": parts}, status=status)


def _state(probe: Callable[[], bool], *, otherwise: str = "down") -> str:
    try:
        return "ok" if probe() else otherwise
    except (SQLAlchemyError, RedisError):
        return otherwise


def _database() -> bool:
    with own_transaction() as session:
        session.execute(text(f"SET LOCAL statement_timeout = {PROBE_MS}"))
        return bool(session.scalar(text("SELECT 1")))


def _migrations() -> bool:
    with own_transaction() as session:
        applied = session.scalar(text("SELECT version_num FROM alembic_version"))
        return str(applied) == schema_head.head()


def _storage() -> bool:
    return storage().answers()


def _broker() -> bool:
    url = client_url(str(current_app.extensions["celery"].conf.broker_url))
    seconds = PROBE_MS / 1000
    with Redis.from_url(url, socket_timeout=seconds, retry=None) as client:
        return bool(client.ping())
