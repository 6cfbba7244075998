"""What use cases of records answer, beside records."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from stuga.models.definition.refusals import Errors
from stuga.models.json import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One revision of a record: who changed what, when, through which channel.

    :ivar diff: field -> [old, new], only of fields the reader may see
    :ivar what: `create`, `update`, `delete`, `restore` or `anonymise`
    """

    revision: int
    at: datetime
    by: UUID | None
    name: str
    via: str
    what: str
    diff: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one operation of many went; `errors` says why it was refused.

    :ivar is_changed: whether it made any difference; an update may ask for what is there already
    """

    status: Literal["created", "updated", "deleted", "restored", "refused"]
    id: UUID | None = None
    revision: int | None = None
    code: str = ""
    errors: Errors | None = None
    is_changed: bool = True


@dataclass(frozen=True, slots=True)
class BulkDone:
    """How each operation went, in their order."""

    results: tuple[Result, ...]

    @property
    def count(self) -> int:
        """How many were carried out."""
        return sum(one.status != "refused" for one in self.results)
