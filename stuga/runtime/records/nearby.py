"""A search that first looks among the newest: a frequent word is soon come upon there.

To find out that a word is in very many records takes the index of words longer than this does.
"""

from typing import Any, Final

from sqlalchemy import ARRAY, ColumnElement, Select, Text, all_, bindparam, literal_column, select

from stuga.models import Record
from stuga.runtime.records.ordering import Orders
from stuga.runtime.records.stored import COLUMNS

NEWEST: Final = 2_000
_BY_TIME: Final = frozenset({"created_at", "updated_at"})
PATTERNS: Final = bindparam("patterns", type_=ARRAY(Text), required=False)


def is_by_time(orders: Orders) -> bool:
    """Tell whether an index leads to the newest of a list, which alone decides its order."""
    return len(orders) == 1 and orders[0].key in _BY_TIME and orders[0].descending


def near(which: ColumnElement[bool], orders: Orders, limit: int) -> Select[Any]:
    """Return the query of the first rows that hold all `PATTERNS`, of the newest for which `which`.

    Its rows are those of `part_of`.
    """
    column = orders[0].column
    newest: ColumnElement[int] = literal_column(str(NEWEST))
    some = (
        select(*COLUMNS, Record.search)
        .where(which)
        .order_by(column.desc(), Record.id.desc())
        .limit(newest)
        .subquery()
    )
    time = some.c[orders[0].key]
    most: ColumnElement[int] = literal_column(str(limit))
    return (
        select(*(some.c[one.key] for one in COLUMNS), time.label("at"))
        .where(some.c.search.like(all_(PATTERNS)))
        .order_by(time.desc(), some.c.id.desc())
        .limit(most)
    )
