"""How acts on records are refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.definition.saying import Tree
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import ConflictError, PreconditionFailedError


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose value the caller wanted and whose stored value are not the same."""

    field: str
    mine: JsonValue
    theirs: JsonValue


class RecordChangedError(PreconditionFailedError):
    """Someone saved the record after the caller had read it.

    It tells the present revision, who saved it and when, and the fields that differ, as far as
    the caller may read them.
    """

    code = "record-changed"

    def __init__(
        self,
        *,
        revision: int,
        changed_at: datetime,
        changed_by: UUID | None,
        name: str,
        differences: Sequence[Difference],
    ) -> None:
        super().__init__()
        self.revision = revision
        self.changed_at = changed_at
        self.changed_by = changed_by
        self.name = name
        self.differences = tuple(differences)

    def members(self) -> Mapping[str, Tree]:
        differing: list[JsonObject] = [
            {"field": one.field, "yours": one.mine, "stored": one.theirs}
            for one in self.differences
        ]
        return {
            "revision": self.revision,
            "changed_at": moment_text(self.changed_at),
            "changed_by": {
                "id": str(self.changed_by) if self.changed_by else None,
                "name": self.name,
            },
            "differences": differing,
        }


class RecordInUseError(ConflictError):
    """Other records refer to this one, and their field says that it must stay."""

    code = "record-in-use"
    title = "Other records refer to this one"

    def __init__(self, *, count: int) -> None:
        super().__init__(f"{count} refer to it.")
        self.count = count

    def members(self) -> Mapping[str, Tree]:
        return {"count": self.count}


class TooManyRecordsError(ConflictError):
    """One act would reach more records than can be done at once."""

    code = "too-many-records"
    title = "Too many records at once"


class AppChangedError(ConflictError):
    """A new version has carried the record along since the request began."""

    code = "app-changed"
    title = "The app has been published anew"
