"""What one register's numbers look like, and how they are checked."""

import re
from abc import ABC, abstractmethod
from typing import Final

from stuga.models.definition.refusals import Refused

_BETWEEN: Final = re.compile(r"[\s.\-\u2010-\u2015\u2212]")


class Register(ABC):
    """The numbers of one register, in the one form in which they are stored."""

    @abstractmethod
    def read(self, typed: str) -> str:
        """Give the stored form of what was typed, without checking it; '' if it has none."""

    @abstractmethod
    def flaw(self, stored: str) -> Refused | None:
        """Say what is wrong with a number."""

    @abstractmethod
    def shown(self, stored: str) -> str:
        """Write a number as people do."""

    @abstractmethod
    def sample(self, seed: int) -> str:
        """Make a number that passes the check and that nobody has."""


def bare(typed: str) -> str:
    """Take away what people write between digits, and capitalise letters."""
    return _BETWEEN.sub("", typed).upper()
