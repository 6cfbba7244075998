"""What is known of the request or job that is being served."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Where an act came from. The address is a keyed hash already; the raw one is never kept."""

    id: str = ""
    via: str = "job"
    """`page`, `api`, `job`, `import` or `cli`."""
    address: str = ""
    network: str = ""
    """What throttles count by: the address, of IPv6 its /64; keyed too."""
    agent: str = ""
    host: str = ""
    session: str = ""
    reads_at_once: bool = False
    """Whether the tenant wants every read in the trail before its answer leaves."""


NOTHING: Final = Request()
_present: Final[ContextVar[Request | None]] = ContextVar("request", default=None)


def current_request() -> Request:
    """Return what is known; outside a request, an empty one of a job."""
    return _present.get() or NOTHING


@contextmanager
def bind_request(request: Request) -> Iterator[None]:
    """Make a request known until the block ends."""
    token = _present.set(request)
    try:
        yield
    finally:
        _present.reset(token)
