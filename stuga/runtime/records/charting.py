"""Figures for drawings: by one field, and a second where colours split; the rest as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Numeric,
    Select,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
)

from stuga.models import Record
from stuga.models.json import JsonValue
from stuga.platform.db import db
from stuga.platform.db.prepared import at_length
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.aggregates import (
    MOST_GROUPS,
    Aggregate,
    figure_sql,
    group_sql,
    is_mixed,
)
from stuga.runtime.records.reading import asked, asked_by, seen, shape_of
from stuga.runtime.records.shaping import Shape
from stuga.runtime.records.slot_sql import value_sql, whole_slot

MOST_COLORS: Final = 6
ADDED: Final = frozenset({"count", "sum"})
"""Figures whose parts add up to a whole."""
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_DAYS: Final = {"day": 1, "week": 7}
_JOINED: Final[Mapping[str, Any]] = {
    "count": func.sum,
    "sum": func.sum,
    "avg": func.sum,
    "min": func.min,
    "max": func.max,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Charting(Aggregate):
    """Figures by group, split by a second field where `color` names one.

    :ivar most: how many groups there are beside the rest
    """

    color: str = ""
    most: int = MOST_GROUPS

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(key for key in (self.by, self.color, self.of) if key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charted:
    """Figures as a table: a row for each group, in it one for each colour.

    :ivar groups: values of the groups, None where the field is empty; dates without gaps
    :ivar rest: how many more groups there are; they make one last row, of dates the first
    :ivar has_rest_color: whether the last colour is all the others together
    """

    groups: Sequence[JsonValue]
    colors: Sequence[JsonValue]
    figures: Sequence[Sequence[Decimal | None]]
    rest: int = 0
    has_rest_color: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of a cell; means are kept as sum and number until all is put together."""

    amount: Decimal | None
    number: Decimal | None

    def joined(self, other: "_Part", figure: str) -> "_Part":
        if self.amount is None or other.amount is None:
            return other if self.amount is None else self
        if figure in {"min", "max"}:
            best = min if figure == "min" else max
            return _Part(best(self.amount, other.amount), None)
        return _Part(self.amount + other.amount, (self.number or 0) + (other.number or Decimal(0)))

    def told(self, figure: str) -> Decimal | None:
        if figure != "avg" or self.amount is None:
            return self.amount
        return self.amount / self.number if self.number else None


_Cells = dict[tuple[JsonValue, JsonValue], _Part]
_NOTHING: Final = _Part(None, None)
_REST: Final = 0
"""Stands for the value of everything that is put together; values are texts or None."""


def charted(acting: Acting, command: Charting) -> Charted:
    """Return figures that are part of another act, as a dashboard's; rights apply first.

    :raises BadRequestError: naming the field that cannot be used so
    """
    acting.rights.require_some("read")
    at_length()
    rows = _rows(acting, command, apart=False)
    if any(row.mixed for row in rows):
        rows = _rows(acting, command, apart=True)
    return _table(rows, command)


def _rows(acting: Acting, command: Charting, *, apart: bool) -> Sequence[Any]:
    shape = shape_of(acting.rights)
    found = _grouped(command, shape, apart=apart).where(
        Record.model_id == acting.model.id,
        Record.deleted_at.is_(None),
        seen(acting.rights, shape),
        asked(acting.rights, shape, command.fields, where="aggregate"),
        asked_by(acting.rights, shape, command.where),
    )
    return db.session.execute(_ranked(found, command)).all()


def _grouped(command: Charting, shape: Shape, *, apart: bool) -> Select[Any]:
    by = group_sql(command.by, command.bin, shape, apart=apart)
    color = group_sql(command.color, "", shape, apart=apart)
    is_mean = command.figure == "avg"
    amount = figure_sql("sum" if is_mean else command.figure, command.of, shape)
    number = func.count(_value(command.of, shape)) if is_mean else null()
    x, split = by.by if by.by is not None else null(), color.by
    wanted = select(
        x.label("x"),
        by.text.label("x_text"),
        (null() if split is None else split).label("c"),
        color.text.label("c_text"),
        cast(amount, Numeric).label("amount"),
        cast(number, Numeric).label("number"),
        is_mixed([by, color]).label("mixed"),
    )
    return wanted.group_by(*(one for one in (by.by, split) if one is not None))


def _value(key: str, shape: Shape) -> ColumnElement[Any]:
    slot = whole_slot(key, shape)
    if slot is not None:
        return slot.expression
    family = shape.family(key)
    assert family is not None  # noqa: S101  # figure_sql has refused it
    return value_sql(key, family, shape)


def _ranked(grouped: Select[Any], command: Charting) -> Select[Any]:
    """Rank the groups by their figures, dates by their order, and put together what comes last."""
    join = _JOINED[command.figure]
    cell = grouped.subquery("cell")
    whole = select(
        cell,
        _worth(command, cell.c, cell.c.x, join).label("x_worth"),
        _worth(command, cell.c, cell.c.c, join).label("c_worth"),
    ).subquery("whole")
    at, split = whole.c.x, whole.c.c
    order = (
        [at.is_(None).desc(), at.desc()]
        if command.bin
        else [whole.c.x_worth.desc().nulls_last(), at]
    )
    rank = select(
        whole,
        func.dense_rank().over(order_by=order).label("x_rank"),
        func.dense_rank()
        .over(order_by=[whole.c.c_worth.desc().nulls_last(), split])
        .label("c_rank"),
    ).subquery("rank")
    x_place = func.least(rank.c.x_rank, bindparam("groups", command.most + 1, literal_execute=True))
    c_place = func.least(rank.c.c_rank, bindparam("colors", MOST_COLORS + 1, literal_execute=True))
    return select(
        x_place.label("x_place"),
        c_place.label("c_place"),
        func.min(rank.c.x_text).label("x"),
        func.min(rank.c.c_text).label("c"),
        join(rank.c.amount).label("amount"),
        func.sum(rank.c.number).label("number"),
        func.max(rank.c.x_rank).label("last"),
        func.bool_or(rank.c.mixed).label("mixed"),
    ).group_by(literal_column("1"), literal_column("2"))


def _worth(command: Charting, cell: Any, by: Any, join: Any) -> Any:  # noqa: ANN401  # SQL
    amount = join(cell.amount).over(partition_by=by)
    if command.figure != "avg":
        return amount
    return amount / func.nullif(func.sum(cell.number).over(partition_by=by), 0)


def _table(rows: Sequence[Any], command: Charting) -> Charted:
    cells: _Cells = {}
    groups: dict[int, JsonValue] = {}
    colors: dict[int, JsonValue] = {}
    for row in rows:
        x = groups.setdefault(row.x_place, _REST if row.x_place > command.most else row.x)
        c = colors.setdefault(row.c_place, _REST if row.c_place > MOST_COLORS else row.c)
        cells[x, c] = _Part(row.amount, row.number)
    rest = max([0, *(row.last - command.most for row in rows)])
    order = [groups[place] for place in sorted(groups)]
    split = [colors[place] for place in sorted(colors)]
    if command.bin:
        order, rest = _in_time(order, cells, command, rest)
    empty = Decimal(0) if command.figure in ADDED else None
    told = [
        [_or(cells.get((x, c), _NOTHING).told(command.figure), empty) for c in split] for x in order
    ]
    return Charted(
        groups=[None if one == _REST else one for one in order],
        colors=[None if one == _REST else one for one in split],
        figures=told,
        rest=rest,
        has_rest_color=_REST in split,
    )


def _or(found: Decimal | None, empty: Decimal | None) -> Decimal | None:
    return empty if found is None else found


def _in_time(
    order: Sequence[JsonValue], cells: _Cells, command: Charting, rest: int
) -> tuple[list[JsonValue], int]:
    """Put dates in order without gaps: the last ones, and before them all that was earlier."""
    days = sorted(one for one in order if isinstance(one, str))
    if not days:
        return [*order], rest
    shown = _without_gaps(days[0], days[-1], command.bin)[-command.most :]
    kept = frozenset(shown)
    for day in days:
        if day not in kept:
            rest += 1
            _put_together(day, cells, command.figure)
    first: list[JsonValue] = [_REST] if rest else []
    return [*first, *shown, *([None] if None in order else [])], rest


def _put_together(day: str, cells: _Cells, figure: str) -> None:
    for (x, color), part in [*cells.items()]:
        if x == day:
            cells[_REST, color] = cells.get((_REST, color), _NOTHING).joined(part, figure)


def _without_gaps(first: str, last: str, bin_: str) -> list[str]:
    found: list[str] = []
    day, end = date.fromisoformat(last), date.fromisoformat(first)
    while day >= end and len(found) <= MOST_GROUPS:
        found.append(day.isoformat())
        day = _before(day, bin_)
    return found[::-1]


def _before(day: date, bin_: str) -> date:
    if bin_ in _DAYS:
        return day - timedelta(days=_DAYS[bin_])
    month = day.year * 12 + day.month - 1 - _MONTHS[bin_]
    return date(month // 12, month % 12 + 1, 1)


def as_json(found: Charted) -> JsonValue:
    """Write figures so that they can be kept for a while."""
    return {
        "groups": [*found.groups],
        "colors": [*found.colors],
        "figures": [[None if one is None else str(one) for one in row] for row in found.figures],
        "rest": found.rest,
        "has_rest_color": found.has_rest_color,
    }


def of_json(raw: dict[str, Any]) -> Charted:
    """Read figures that `as_json` has written."""
    figures = [[None if one is None else Decimal(one) for one in row] for row in raw["figures"]]
    return Charted(**{**raw, "figures": figures})
