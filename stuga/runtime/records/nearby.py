"""A search that first looks among the newest: a frequent word is soon come upon there.

To find out that a word is in very many records takes the index of words longer than this does. If
the newest lack it, a sample of all tells whether it is frequent.
"""

from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Float,
    Interval,
    Select,
    Text,
    all_,
    bindparam,
    func,
    literal_column,
    select,
    true,
)

from stuga.models import Record
from stuga.runtime.records.ordering import Orders
from stuga.runtime.records.stored import COLUMNS

NEWEST: Final = 2_000
FURTHER: Final = 50_000
"""Among so many of the newest a frequent word is looked for; it ends with the first page's rows."""
FREQUENT: Final = 4
"""So many of a sample make a word frequent: about one record in two hundred."""
_PLACES: Final = 4
_EACH: Final = 200
_BY_TIME: Final = frozenset({"created_at", "updated_at"})
PATTERNS: Final = bindparam("patterns", type_=ARRAY(Text), required=False)


def is_by_time(orders: Orders) -> bool:
    """Tell whether an index leads to the newest of a list, which alone decides its order."""
    return len(orders) == 1 and orders[0].key in _BY_TIME and orders[0].descending


def near(which: ColumnElement[bool], orders: Orders, limit: int, among: int) -> Select[Any]:
    """Return the query of the first rows that hold all `PATTERNS`, of the newest for which `which`.

    Its rows are those of `part_of`.

    :param among: how many of the newest are looked at
    """
    column = orders[0].column
    some = (
        select(*COLUMNS, Record.search)
        .where(which)
        .order_by(column.desc(), Record.id.desc())
        .limit(_number(among))
        .subquery()
    )
    time = some.c[orders[0].key]
    return (
        select(*(some.c[one.key] for one in COLUMNS), time.label("at"))
        .where(some.c.search.like(all_(PATTERNS)))
        .order_by(time.desc(), some.c.id.desc())
        .limit(_number(limit))
    )


def sampled(which: ColumnElement[bool], orders: Orders) -> Select[Any]:
    """Return the query that counts the rows that hold all `PATTERNS` in a sample of its rows.

    The sample is some rows at each of a few places, evenly far apart in time.

    :param which: what an index leads to without looking at other rows
    """
    column = orders[0].column
    first, last = (
        select(column).where(which).order_by(turn).limit(_number(1)).scalar_subquery()
        for turn in (column.asc(), column.desc())
    )
    span = select(first.label("first"), last.label("last")).cte("span").prefix_with("MATERIALIZED")
    counted = func.generate_series(_number(1), _number(_PLACES))
    places = counted.table_valued("place").render_derived(name="at")
    share = places.c.place / literal_column(f"{_PLACES + 1}.0", Float())
    times = (span.c.last - span.c.first).op("*", precedence=8, return_type=Interval())
    moment = span.c.first + times(share)
    some = (
        select(Record.search)
        .where(which, column <= moment)
        .order_by(column.desc())
        .limit(_number(_EACH))
        .correlate(span, places)
        .lateral()
    )
    return (
        select(func.count())
        .select_from(span.join(places, true()).join(some, true()))
        .where(some.c.search.like(all_(PATTERNS)))
    )


def _number(value: int) -> ColumnElement[int]:
    return literal_column(str(value))
