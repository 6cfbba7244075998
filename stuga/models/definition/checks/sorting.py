"""Problems of the order of lists: what they are sorted by must have an order, and an index."""

from typing import Final

from stuga.models.definition.checks.naming import knows, unknown_field
from stuga.models.definition.checks.nouns import member_said
from stuga.models.definition.checks.problem import Fix, Problems, error, removing, warning
from stuga.models.definition.document import Field, Model, Screen
from stuga.models.definition.saying import Phrase, Said, msgid, said

_SORTED_ALWAYS: Final = frozenset({"created_at", "updated_at"})
_UNINDEXED: Final = msgid("{where} is sorted by “{field}”, which is not indexed. Index it.")
_UNSORTED: Final = msgid(
    "{where} is sorted by “{field}”, which has no order. Choose another field."
)


def sort_problems(model: Model, sort: tuple[str, ...], pointer: str, where: Phrase) -> Problems:
    """Check that a list is sorted by what has an order: indexed fields and record times."""
    for at, signed in enumerate(sort):
        key, here = signed.removeprefix("-"), f"{pointer}/{at}"
        field = model.field(key)
        if not knows(model, key):
            yield unknown_field(model, key, here, where, used="sorted")
        elif field and key not in _SORTED_ALWAYS and key not in model.index:
            can = field.kind.slot is not None and not field.privacy.encrypt and not field.system
            yield error(
                here,
                "sort-unindexed" if can else "sort-kind",
                Said(_UNINDEXED if can else _UNSORTED, {"where": where, "field": field.title}),
                index_it(model, key) if can else removing(said("Do not sort by it"), here),
            )


def unindexed(model: Model, field: Field, pointer: str, screen: Screen, member: str) -> Problems:
    """Warn of a board or a calendar that is slow over many records: its field has no index."""
    is_indexed = field.key in model.index or field.key in _SORTED_ALWAYS
    if not is_indexed and field.kind.slot is not None and not field.privacy.encrypt:
        yield warning(
            pointer,
            "layout-unindexed",
            said(
                "{where} goes by “{field}”, which is not indexed: with many records it is slow.",
                where=member_said(screen, member),
                field=field.title,
            ),
            index_it(model, field.key),
        )


def index_it(model: Model, key: str) -> Fix:
    """Return the change that indexes a field."""
    settings = f"/models/{model.key}/x-model"
    if "x-model" not in model.schema:
        return Fix(said("Index it"), ({"op": "add", "path": settings, "value": {"index": [key]}},))
    whole = [*model.index, key]
    return Fix(
        said("Index it"), ({"op": "add", "path": f"{settings}/index", "value": list(whole)},)
    )
