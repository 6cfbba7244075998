"""What rows are called by other rows of their file, and which fields call them so."""

from stuga.models.definition.document import Field
from stuga.models.definition.reading import pointer
from stuga.runtime.exchange.linking import NONE, key_of
from stuga.runtime.exchange.mapping import LABEL
from stuga.runtime.exchange.rowing import Wanted
from stuga.runtime.exchange.ways import Way
from stuga.runtime.records.trail import label_of

Name = tuple[str, str]
"""A field, or `$label`, and what a record has for it."""


def own_fields(way: Way) -> tuple[Field, ...]:
    """Return the fields with columns that refer to the model itself."""
    known, key = way.acting.model.view.fields, way.acting.model.key
    fields = (known[one.field] for one in way.plan.mapped if one.field in known)
    return tuple(one for one in fields if one.references == key)


def own_places(way: Way) -> frozenset[str]:
    """Return where the errors of references to the model itself stand."""
    return frozenset(pointer(one.key) for one in own_fields(way))


def only_missing(wanted: Wanted, own: frozenset[str]) -> bool:
    """Tell whether a row lacks nothing but records of its own kind."""
    errors = wanted.errors
    return errors.keys() <= own and all(one.code == NONE for one in errors.values())


def names_of(way: Way, wanted: Wanted) -> list[Name]:
    """Return what other rows may call the record that a row asks for."""
    own = {one.key for one in own_fields(way)}
    ways = dict.fromkeys(one.by for one in way.plan.mapped if one.field in own)
    found: list[Name] = []
    for by in ways:
        if by == LABEL:
            found.append((by, " ".join(label_of(way.acting.model, wanted.data).split())))
        elif wanted.data.get(by) is not None:
            found.append((by, key_of(wanted.data[by])))
    return found
