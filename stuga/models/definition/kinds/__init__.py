"""The field kinds there are, and which one a schema means."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition.kinds.base import Compared, Kind, Slot, settings
from stuga.models.definition.kinds.long_text import LongText
from stuga.models.definition.kinds.text import Text
from stuga.models.json import JsonObject

__all__ = ["KINDS", "Compared", "Kind", "Slot", "kind_of"]

_ALL: Final[tuple[Kind, ...]] = (Text(), LongText())

KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _ALL}


def kind_of(schema: JsonObject) -> Kind | None:
    """Find the kind that `x-field.kind` names, else the one that type and format tell.

    A named kind is returned even if the schema does not fit it: that is for the checker to say.
    """
    named = settings(schema).get("kind")
    if named is not None:
        return KINDS.get(named) if isinstance(named, str) else None
    return next((kind for kind in _ALL if kind.inferred and kind.fits(schema)), None)
