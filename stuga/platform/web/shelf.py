"""What is reckoned once and shown for a while: kept in Valkey under a name that tells all of it.

Whoever keeps something says in the name for whom it is: the tenant is put into it here, rights and
persons by the caller. Without Valkey everything is reckoned anew.
"""

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from typing import Final

from flask import current_app
from redis.exceptions import RedisError

from stuga.models.json import JsonObject
from stuga.platform.config import Settings
from stuga.platform.jobs.broker import client_url
from stuga.platform.telemetry import log
from stuga.platform.tenancy import current_tenant_id
from stuga.platform.web.line import REST, Line

SHELF: Final = "stuga.shelf"


class Shelf:
    """Answers by name, each for some seconds."""

    def __init__(self, settings: Settings, *, tick: Callable[[], float] = time.monotonic) -> None:
        self._line = Line(client_url(settings.broker_url))
        self._tick = tick
        self._silent_until = 0.0

    def find(self, names: Sequence[str]) -> Sequence[JsonObject | None]:
        """Return what is kept under each name; None if nothing is, or Valkey does not answer."""
        found = self._asked("MGET", *names) if names else []
        if not isinstance(found, list):
            return [None] * len(names)
        return [None if one is None else json.loads(one) for one in found]

    def keep(self, name: str, value: JsonObject, seconds: int) -> None:
        self._asked("SET", name, json.dumps(value), "EX", seconds)

    def _asked(self, *words: str | int) -> object:
        if self._tick() < self._silent_until:
            return None
        try:
            return self._line.told(*words)
        except RedisError as error:
            self._silent_until = self._tick() + REST
            log.warning("shelf.silent", error=type(error).__name__)
            return None


def shelf() -> Shelf:
    """Return the shelf of this process."""
    found: Shelf = current_app.extensions[SHELF]
    return found


def name_of(what: str, told: JsonObject) -> str:
    """Name what is kept: two names are the same only if all that is told of them is."""
    whole = json.dumps([str(current_tenant_id()), told], sort_keys=True, default=str)
    return f"stuga:{what}:{hashlib.sha256(whole.encode()).hexdigest()}"
