"""What a list is sorted by: up to three fields, each falling or rising, the id at last."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement

from stuga.models import Record
from stuga.models.definition.kinds import Compared
from stuga.platform.errors import BadRequestError
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.shaping import Shape
from stuga.runtime.records.typed_sql import stored, typed_sql

Sql = ColumnElement[Any]
MOST_KEYS: Final = 3
BY_ID: Final = "id"
"""Records in the order they were made, as ids are; open to everyone who may list at all."""
_COLUMNS: Final[Mapping[str, Any]] = {
    "created_at": Record.created_at,
    "updated_at": Record.updated_at,
    BY_ID: Record.id,
}


@dataclass(frozen=True, slots=True)
class Order:
    """One field a list is sorted by; `always` where every record has a value."""

    key: str
    descending: bool
    column: Sql
    always: bool
    is_moment: bool


Orders = tuple[Order, ...]
"""The first decides; each of the others where those before it are equal."""


def orders_of(sort: str, model: LiveModel, shape: Shape) -> Orders:
    """Return the orders that `kind,-amount` names.

    :raises BadRequestError: if a field cannot be sorted by, or there are too many
    """
    wanted = sort.split(",")
    keys = [one.removeprefix("-") for one in wanted]
    if len(wanted) > MOST_KEYS:
        raise BadRequestError(f"sort: at most {MOST_KEYS} fields.")
    if len(set(keys)) < len(keys):
        raise BadRequestError("sort: a field is named twice.")
    return tuple(_order_of(one, model, shape) for one in wanted)


def _order_of(signed: str, model: LiveModel, shape: Shape) -> Order:
    key = signed.removeprefix("-")
    descending = signed.startswith("-")
    if key in _COLUMNS:
        return Order(key, descending, _COLUMNS[key], always=True, is_moment=key != BY_ID)
    field = model.view.fields.get(key)
    place = model.slots.get(key)
    if field is None or field.kind.slot is None or field.privacy.encrypt:
        raise BadRequestError(f"sort: one cannot sort by {key!r}.")
    if place is not None and place.filled:
        column: Sql = getattr(Record, place.column)
    else:
        column = typed_sql(shape.family(key), stored(key), shape.zone)
    is_moment = field.kind.compared_as in {Compared.DATE, Compared.MOMENT}
    return Order(key, descending, column, always=False, is_moment=is_moment)
