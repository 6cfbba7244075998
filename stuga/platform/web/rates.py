"""How often the API is asked: counted in Valkey by sender and by tenant, told in every answer.

The headers are those of draft-ietf-httpapi-ratelimit-headers-10 (`RateLimit-Policy`, `RateLimit`),
the refusal is 429 with `Retry-After` (RFC 6585). One script counts both windows in one round trip.
Without Valkey requests are let through: a limit protects the service, it is no right.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import limits
from flask import Response, after_this_request, current_app
from redis.exceptions import NoScriptError, RedisError

from stuga.platform.authz import Actor
from stuga.platform.config import OFF, Settings
from stuga.platform.errors import TooManyError
from stuga.platform.jobs.broker import client_url
from stuga.platform.telemetry import log
from stuga.platform.tenancy import current_tenant_id
from stuga.platform.web.line import REST, Line

RATES: Final = "stuga.rates"
_COUNT: Final = """
local found = {}
for place, key in ipairs(KEYS) do
  local count = redis.call('INCR', key)
  local left = redis.call('PTTL', key)
  if left < 0 then
    left = tonumber(ARGV[place]) * 1000
    redis.call('PEXPIRE', key, left)
  end
  found[2 * place - 1] = count
  found[2 * place] = left
end
return found
"""
_DIGEST: Final = hashlib.sha1(_COUNT.encode(), usedforsecurity=False).hexdigest()


class TooOftenError(TooManyError):
    """A sender, or its tenant, asked more often than it may; `seconds` says when to go on."""

    code = "rate-exceeded"
    title = "Too many requests"


@dataclass(frozen=True, slots=True)
class Spent:
    """How much of one limit is spent.

    :ivar reset: seconds until its window ends
    """

    name: str
    limit: limits.RateLimitItem
    count: int
    reset: int

    @property
    def policy(self) -> str:
        return f'"{self.name}";q={self.limit.amount};w={self.limit.get_expiry()}'

    @property
    def state(self) -> str:
        return f'"{self.name}";r={max(0, self.limit.amount - self.count)};t={self.reset}'


class _Line(Line):
    """Counts on a line to Valkey."""

    def count(self, keys: Sequence[str], seconds: Sequence[int]) -> list[int]:
        """Count one more in each window; return for each the number and what is left of it, in ms.

        :raises RedisError: if Valkey does not answer
        """
        try:
            found: list[int] = self.told("EVALSHA", _DIGEST, len(keys), *keys, *seconds)
        except NoScriptError:
            found = self.told("EVAL", _COUNT, len(keys), *keys, *seconds)
        return found


class Rates:
    """The limits of an installation, and the windows in which requests are counted."""

    def __init__(self, settings: Settings, *, tick: Callable[[], float] = time.monotonic) -> None:
        given = (("actor", settings.api_rate), ("tenant", settings.api_rate_tenant))
        self._limits = [(name, limits.parse(text)) for name, text in given if text != OFF]
        self._line = _Line(client_url(settings.broker_url))
        self._tick = tick
        self._silent_until = 0.0
        self._is_away = False

    def take(self, actor: Actor) -> None:
        """Count a request, and tell in its answer what is left.

        :raises TooOftenError: if its sender or the tenant has asked too often
        """
        if not self._limits or self._tick() < self._silent_until:
            return
        spent = self._spent({"actor": str(actor.id), "tenant": str(current_tenant_id())})
        if spent:
            after_this_request(lambda response: _told(response, spent))
            over = [one for one in spent if one.count > one.limit.amount]
            if over:
                raise _refused(over)

    def _spent(self, whose: dict[str, str]) -> Sequence[Spent]:
        """Count in every window; return nothing while Valkey does not answer."""
        keys = [f"stuga:{limit.key_for(name, whose[name])}" for name, limit in self._limits]
        try:
            found = self._line.count(keys, [limit.get_expiry() for _, limit in self._limits])
        except RedisError as error:
            self._rest(error)
            return ()
        if self._is_away:
            self._is_away = False
            log.info("rates.counted-again")
        return [
            Spent(name, limit, found[2 * place], -(-found[2 * place + 1] // 1000))
            for place, (name, limit) in enumerate(self._limits)
        ]

    def _rest(self, error: RedisError) -> None:
        self._silent_until = self._tick() + REST
        if not self._is_away:
            self._is_away = True
            log.warning("rates.not-counted", error=type(error).__name__)


def take(actor: Actor) -> None:
    """Count a request to the API.

    :raises TooOftenError: as `Rates.take`
    """
    rates: Rates = current_app.extensions[RATES]
    rates.take(actor)


def _told(response: Response, spent: Sequence[Spent]) -> Response:
    response.headers["RateLimit-Policy"] = ", ".join(one.policy for one in spent)
    response.headers["RateLimit"] = ", ".join(one.state for one in spent)
    return response


def _refused(over: Sequence[Spent]) -> TooOftenError:
    seconds = max(1, *[one.reset for one in over])
    names = ", ".join(f"{one.name}: {one.limit}" for one in over)
    return TooOftenError(f"Wait {seconds} s ({names}).", seconds=seconds)
