"""Rows that become records."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from stuga.models.definition.refusals import Errors, Refused
from stuga.platform.db import savepoint
from stuga.platform.errors import InvalidError
from stuga.runtime.exchange.commands import Plan
from stuga.runtime.exchange.masking import unmasked
from stuga.runtime.exchange.matching import Claim, matched, operation_of
from stuga.runtime.exchange.outcomes import Outcome
from stuga.runtime.exchange.rowing import Wanted
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.bulk import bulk
from stuga.runtime.records.commands import Bulk
from stuga.runtime.records.results import Result


@dataclass(frozen=True, slots=True)
class Importing:
    """Makes and changes records as rows ask for."""

    acting: Acting
    plan: Plan
    claim: Claim
    outcome: Outcome = field(default_factory=Outcome)

    def elsewhere(self, _by: str, _texts: Collection[str]) -> Mapping[str, Sequence[UUID]]:
        """Find nothing more: what rows before have made is there."""
        return {}

    def matched(self, several: Sequence[Wanted]) -> list[Wanted]:
        """Return rows with the records that they are about."""
        return unmasked(self.acting, matched(self.acting, self.plan.key, several, self.claim))

    def make(self, several: Sequence[Wanted]) -> None:
        """Make and change records; note how each row went."""
        found = self.matched(several)
        self.outcome.refused += [one for one in found if one.errors]
        # Changes first: a value that one gives up is free for those that are new.
        sound = sorted((one for one in found if not one.errors), key=lambda one: one.id is None)
        results = bulk(self.acting.actor, self._command(sound)).results
        for one, result in zip(sound, results, strict=True):
            if result.status == "refused":
                self.outcome.refused.append(replace(one, errors=result.errors or {}))
            else:
                self._note(one, result)

    def make_together(self, several: Sequence[Wanted]) -> Mapping[int, Errors]:
        """Make and change records, all or none; return the numbers of the rows refused."""
        # New ones first: those that change may name them.
        sound = sorted(several, key=lambda one: one.id is not None)
        try:
            with savepoint():
                results = bulk(self.acting.actor, self._command(sound, atomic=True)).results
        except InvalidError as error:
            return _by_row(sound, error.errors)
        for one, result in zip(sound, results, strict=True):
            self._note(one, result)
        return {}

    def _command(self, several: Sequence[Wanted], *, atomic: bool = False) -> Bulk:
        return Bulk(
            app=self.acting.app.key,
            model=self.acting.model.key,
            now=self.acting.now,
            operations=tuple(operation_of(one) for one in several),
            atomic=atomic,
            is_import=True,
        )

    def _note(self, one: Wanted, result: Result) -> None:
        self.outcome.note(one.row.number, result.status, is_changed=result.is_changed)


def _by_row(several: Sequence[Wanted], errors: Errors) -> Mapping[int, Errors]:
    """Return what is wrong with rows, by number; what is told is told at `/operations/3/name`."""
    found: dict[int, dict[str, Refused]] = {}
    for at, refused in errors.items():
        _, _, position, *below = at.split("/", 3)
        row = found.setdefault(several[int(position)].row.number, {})
        row.update({f"/{below[0]}": refused} if below else {})
    return found
