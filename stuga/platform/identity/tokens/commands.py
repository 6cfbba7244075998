"""What can be asked about service tokens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateToken:
    """Make a token for another system.

    :ivar scopes: `records:read:<app>`, `records:write:<app>`, a permission such as `app.write`, or
        `*` for all that the roles give
    :ivar ends_at: None if no day could be read
    """

    title: str
    scopes: frozenset[str]
    app_roles: Mapping[str, frozenset[str]]
    ends_at: datetime | None
    now: datetime
