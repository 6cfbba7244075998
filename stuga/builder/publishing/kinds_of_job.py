"""Names of the jobs that publishing leaves; they stand in the outbox, so they never change."""

from typing import Final

PREPARE: Final = "versions.prepare"
SETTLE: Final = "versions.settle"
LET_GO: Final = "versions.let-go"
TRY: Final = "versions.try"
