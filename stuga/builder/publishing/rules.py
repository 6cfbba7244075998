"""When a draft may be published, and what it is refused for."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final
from uuid import UUID

from stuga.builder.apps.rules import MOST_PROBLEMS, problems_described, written
from stuga.builder.publishing.commands import Effect
from stuga.builder.publishing.told import effect_described
from stuga.models.definition.check import Problem
from stuga.models.definition.differences import Difference
from stuga.models.definition.refusals import Refused
from stuga.models.definition.saying import Tree, said, said_of
from stuga.models.json import JsonObject
from stuga.platform.errors import ConflictError, InvalidError

LONGEST_NOTE: Final = 500


class DraftHasErrorsError(InvalidError):
    """The checker found errors; a definition with errors is not published."""

    code: ClassVar[str] = "draft-has-errors"
    title: ClassVar[str] = "The draft has errors"

    def __init__(self, problems: Sequence[Problem]) -> None:
        errors = [one for one in problems if one.severity == "error"]
        refused: dict[str, Refused] = {}
        for one in errors[:MOST_PROBLEMS]:
            refused.setdefault(one.pointer, Refused(one.code))
        detail = said_of(
            "{n} error to put right first", "{n} errors to put right first", len(errors)
        )
        super().__init__(refused, detail)
        self.problems = tuple(problems)

    def members(self) -> Mapping[str, Tree]:
        """Return every problem, the warnings too."""
        return {"problems": problems_described(self.problems)}


class PublishNeedsDecisionError(ConflictError):
    """Stored records would no longer fit, and nobody has said that this is well."""

    code: ClassVar[str] = "publish-needs-decision"
    title: ClassVar[str] = "Stored records are affected"

    def __init__(self, effects: Sequence[Effect]) -> None:
        super().__init__(
            said(
                "Publish again, and say for each code in “choices” what to do; in “confirm” stand"
                " the codes of which the first answer is done."
            )
        )
        self.effects = tuple(effects)

    def members(self) -> Mapping[str, Tree]:
        """Return what must be decided."""
        return {"decisions": [effect_described(one) for one in self.effects]}


class NothingToPublishError(ConflictError):
    """What was to be published serves already."""

    code: ClassVar[str] = "nothing-to-publish"
    title: ClassVar[str] = "This is live already"


class PublishingError(ConflictError):
    """Another version is on its way; one is published at a time."""

    code: ClassVar[str] = "publishing-now"
    title: ClassVar[str] = "A version is being published"

    def __init__(self, migration_id: UUID) -> None:
        super().__init__(said("Wait until stored records are ready for it, or cancel it."))
        self.migration_id = migration_id

    def members(self) -> Mapping[str, Tree]:
        """Return what to look at."""
        return {"migration": str(self.migration_id)}


class PublishStoppedError(ConflictError):
    """A stored value does not convert, and it was asked to cancel in that case."""

    code: ClassVar[str] = "publish-stopped"
    title: ClassVar[str] = "A value does not convert, so nothing is published"

    def __init__(self, model: str, field: str) -> None:
        super().__init__(
            said("“{field}” has values that do not convert.", field=f"{model}.{field}")
        )
        self.model, self.field = model, field

    def members(self) -> Mapping[str, Tree]:
        """Return whose values they are."""
        return {"model": self.model, "field": self.field}


class MigrationOverError(ConflictError):
    """What is to be cancelled or confirmed has ended already."""

    code: ClassVar[str] = "migration-over"
    title: ClassVar[str] = "This has ended already"


def check_publishable(problems: Sequence[Problem]) -> None:
    """Go on only if the checker found no error.

    :raises DraftHasErrorsError: with every problem there is
    """
    if any(one.severity == "error" for one in problems):
        raise DraftHasErrorsError(problems)


def same(live: JsonObject | None, document: JsonObject) -> bool:
    """Tell whether a document is what serves, to the order of its members."""
    return live is not None and written(live) == written(document)


def code_of(difference: Difference) -> str:
    """Name a change: `new-required:case.phone`, `removal:case`, `new-unique:case.year+number`."""
    place = "+".join(difference.fields) or difference.field
    return f"{difference.change.value}:{difference.model}" + (f".{place}" if place else "")
