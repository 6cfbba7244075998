"""What a person may change about themselves."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPassword:
    """Choose a password; the current one is needed where there is one."""

    current: str = field(repr=False)
    new: str = field(repr=False)
    now: datetime
    rounds: int
    tenant_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLanguage:
    """Read Stuga in another language."""

    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetKeys:
    """Let letters pressed alone do something on pages, or not."""

    single: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSession:
    """Sign one browser out, or with no id every one but this."""

    session_id: UUID | None
    now: datetime
