"""What can be asked of retention."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from stuga.models.json import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class PutRule:
    """Put a rule in force for a model; one of the same key is replaced.

    :ivar rule: `start, when, align, keep_min, keep_max, action, fields, law`
    """

    app: str
    model: str
    key: str
    title: str
    rule: JsonObject
    source: str = "admin"
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRule:
    """End a rule: from now on it erases nothing."""

    app: str
    model: str
    key: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptProposal:
    """Put in force what the live definition proposes, as it stands there."""

    app: str
    model: str
    key: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRule:
    """Look at what a rule would do, without putting it in force."""

    app: str
    model: str
    rule: JsonObject
    now: datetime
    key: str = ""
    """The rule in force that this one would replace, if any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRun:
    """Do what is due by a moment. `dry` only counts."""

    now: datetime
    dry: bool = False


class Reason(StrEnum):
    """Why nothing could be done to a record."""

    UNREADABLE = "unreadable"
    MODEL_GONE = "model-gone"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A record that a run had to leave as it is, and why: nothing of what it holds."""

    record_id: UUID
    model_id: UUID
    reason: Reason


@dataclass(slots=True)
class Counted:
    """What one slice did, by rule id; added up into the run's report."""

    anonymised: dict[str, int] = field(default_factory=dict)
    deleted: dict[str, int] = field(default_factory=dict)
    stale: int = 0
    waiting: int = 0
    passed_over: list[PassedOver] = field(default_factory=list)

    @property
    def records(self) -> int:
        """How many records something was done to."""
        return sum(self.anonymised.values()) + sum(self.deleted.values())

    def take(self, other: "Counted") -> None:
        """Add up with what another has counted."""
        for sums, more in (
            (self.anonymised, other.anonymised),
            (self.deleted, other.deleted),
        ):
            for key, number in more.items():
                sums[key] = sums.get(key, 0) + number
        self.stale += other.stale
        self.waiting += other.waiting
        self.passed_over += other.passed_over
