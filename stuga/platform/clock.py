"""The one place that reads the time."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(tz=UTC)  # noqa: TID251  # this is the clock
