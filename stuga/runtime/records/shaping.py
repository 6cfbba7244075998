"""What conditions and figures are compiled for: a model's fields, and where their values lie."""

from collections.abc import Mapping
from dataclasses import dataclass

from stuga.models.definition.conditions import SYSTEM_FIELDS, World
from stuga.models.definition.document import Field
from stuga.models.definition.kinds import KINDS, Compared
from stuga.runtime.records.definitions import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The model a condition is over: kinds of its fields, and which of them lie in slots."""

    kinds: Mapping[str, str]
    fields: Mapping[str, Field]
    slots: Mapping[str, Place]
    language: str
    world: World

    def family(self, key: str) -> Compared | None:
        """Return what a field's values are compared as."""
        kind = KINDS.get(self.kinds.get(key) or SYSTEM_FIELDS.get(key, ""))
        return kind.compared_as if kind else None

    @property
    def zone(self) -> str:
        """The name of the tenant's time zone."""
        return str(self.world.zone)
