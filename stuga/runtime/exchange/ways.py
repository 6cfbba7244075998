"""What becomes of rows: an import makes records of them, a trial only says what would be."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from stuga.models.definition.refusals import Errors
from stuga.runtime.exchange.commands import Plan
from stuga.runtime.exchange.outcomes import Outcome
from stuga.runtime.exchange.rowing import Wanted
from stuga.runtime.records.acting import Acting


class Way(Protocol):
    """One of the two ways that rows go; `outcome` says how they went."""

    @property
    def acting(self) -> Acting: ...

    @property
    def plan(self) -> Plan: ...

    @property
    def outcome(self) -> Outcome: ...

    def elsewhere(self, by: str, texts: Collection[str]) -> Mapping[str, Sequence[UUID]]:
        """Return records that rows before would have made, by what they are called."""

    def matched(self, several: Sequence[Wanted]) -> list[Wanted]:
        """Return rows with the records that they are about."""

    def make(self, several: Sequence[Wanted]) -> None:
        """Let rows become records, each by itself."""

    def make_together(self, several: Sequence[Wanted]) -> Mapping[int, Errors]:
        """Let matched rows become records, all or none; return the numbers of those refused."""
