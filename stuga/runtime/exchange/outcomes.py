"""How the rows of a batch went: counted, and in words where they were refused."""

from dataclasses import dataclass, field
from typing import Final

from stuga.models import ImportJob
from stuga.platform.ui import Locale
from stuga.runtime.exchange.commands import Counts, Failure
from stuga.runtime.exchange.rowing import Wanted
from stuga.runtime.exchange.words import ROW, WORDS, told_by_field
from stuga.runtime.records.acting import Acting

CREATED: Final = "created"


@dataclass(slots=True)
class Outcome:
    """How rows went, as far as they have been looked at."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Wanted] = field(default_factory=list)
    made: set[int] = field(default_factory=set)

    def note(self, row: int, status: str, *, is_changed: bool) -> None:
        """Count a row that was not refused."""
        self.made.add(row)
        if status == CREATED:
            self.created += 1
        elif is_changed:
            self.updated += 1
        else:
            self.unchanged += 1

    @property
    def settled(self) -> frozenset[int]:
        """The numbers of the rows that it tells of."""
        return frozenset({*self.made, *(one.row.number for one in self.refused)})

    @property
    def counts(self) -> Counts:
        return Counts(self.created, self.updated, self.unchanged, len(self.refused))


def add(job: ImportJob, counts: Counts) -> None:
    """Add what a batch has come to."""
    job.done += counts.total
    job.created_count += counts.created
    job.updated_count += counts.updated
    job.unchanged_count += counts.unchanged
    job.failed_count += counts.refused


def counts_of(job: ImportJob) -> Counts:
    """Return what an import has come to."""
    return Counts(job.created_count, job.updated_count, job.unchanged_count, job.failed_count)


def failure_of(wanted: Wanted, acting: Acting, locale: Locale) -> Failure:
    """Say why a row was refused."""
    said = told_by_field(wanted.errors, acting.model.view, locale)
    code = "row-not-permitted" if wanted.id is None else "row-not-changeable"
    return Failure(
        row=wanted.row.number,
        cells=[cell.replace("\0", "") for cell in wanted.row.cells],
        errors=said or {ROW: locale.text(WORDS[code])},
    )
