"""Log lines: an event name and fields, as JSON on standard output."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

from stuga.platform.telemetry.context import current_request
from stuga.platform.tenancy import find_tenant_id

_SECRET: Final = re.compile(r"password|secret|token|cookie|authorization", re.IGNORECASE)

log: Final[structlog.stdlib.BoundLogger] = structlog.get_logger("stuga")
"""Use as `log.info("noun.past", field=value)`: a constant event, ids and counts as fields."""


def _with_context(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    request = current_request()
    if request.id:
        event["request"] = request.id
    tenant = find_tenant_id()
    if tenant is not None:
        event["tenant"] = str(tenant)
    return event


def _redacted(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for name in event:
        if _SECRET.search(name):
            event[name] = "[redacted]"
    return event


def configure_logs(*, level: int = logging.INFO) -> None:
    """Send our events to standard output as JSON, one line each."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_context,
            structlog.processors.format_exc_info,
            _redacted,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stdout),
        cache_logger_on_first_use=False,
    )
