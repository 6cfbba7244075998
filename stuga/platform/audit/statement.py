"""The one statement that writes an entry with its detail; made once for each number of parts."""

from functools import cache
from typing import Final

_ENTRY: Final = (
    "tenant_id, id, purge_month, stream, body, at, action, op, outcome, via, app, model, target_id"
)
_DETAIL: Final = "tenant_id, entry_id, part, gone_day, salt, val"


def _placeholders(names: str) -> str:
    return ", ".join(f"%({name})s" for name in names.split(", "))


@cache
def entry_with(parts: int) -> str:
    """Return the statement for an entry with this many parts.

    One statement, so one way to the database and back: an entry is a good part of every act.
    """
    rows = ", ".join(
        f"(%(tenant_id)s, %(id)s, %(part_{n})s, %(gone_day)s, %(salt_{n})s, %(val_{n})s::jsonb)"
        for n in range(parts)
    )
    entry = f"INSERT INTO audit_entry ({_ENTRY}) VALUES ({_placeholders(_ENTRY)})"  # noqa: S608
    return f"WITH entry AS ({entry}) INSERT INTO audit_detail ({_DETAIL}) VALUES {rows}"  # noqa: S608
