"""Which looks at records are in the trail before the answer leaves."""

from collections.abc import Iterable
from typing import TypeAlias

from stuga.runtime.records.acting import Acting
from stuga.runtime.records.stored import Shown, Stored

Read: TypeAlias = Shown | Stored


def is_grave(acting: Acting, records: Iterable[Read] = ()) -> bool:
    """Tell whether a look at records of a model says much of a person.

    It does if the reader is told of such a field, or if one of the records is held or restricted.
    """
    grave = acting.model.grave
    if grave:
        told = acting.rights.told_fields()
        if any(told.allow(key) for key in grave):
            return True
    return any(one.held or one.restricted for one in records)
