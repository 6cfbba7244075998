"""What can be asked of notices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stuga.platform.identity.notices.kinds import Kind, Mail, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Tell a person of something.

    :ivar path: where it leads, from the tenant's root
    :ivar who: who did it, if someone else
    :ivar comment: with which comment it goes
    """

    kind: Kind
    person: UUID
    app: str
    path: str
    now: datetime
    who: UUID | None = None
    comment: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How one wants to be told of a topic."""

    shown: bool
    mail: Mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """Choose for every topic."""

    wanted: Mapping[Topic, Wanted]
