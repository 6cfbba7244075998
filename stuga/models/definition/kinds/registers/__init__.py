"""Numbers that registers give out: to people, organisations and accounts."""

from stuga.models.definition.kinds.registers.register import Register, bare

__all__ = ["Register", "bare"]
