"""What a stranger may ask."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Sign in with an e-mail address and a password."""

    email: str
    password: str = field(repr=False)
    now: datetime
    device: str = ""
    present_token: str = field(default="", repr=False)
    """The session this browser still carries; it ends when the new one begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendLink:
    """Sign in with a one-time link."""

    token: str = field(repr=False)
    now: datetime
    device: str = ""
    present_token: str = field(default="", repr=False)
