"""Logs: one JSON line an event, with the request's ids, without personal data."""

from stuga.platform.telemetry.context import Request, bind_request, current_request
from stuga.platform.telemetry.logs import configure_logs, log

__all__ = ["Request", "bind_request", "configure_logs", "current_request", "log"]
