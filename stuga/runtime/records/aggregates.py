"""Groups and figures for dashboards, over the records the actor may read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, cast, func, literal_column, or_, select
from sqlalchemy import false as sql_false
from sqlalchemy.orm import InstrumentedAttribute

from stuga.models import Record
from stuga.models.definition.kinds import MEASURED, Compared
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor
from stuga.platform.db import db
from stuga.platform.db.prepared import at_length
from stuga.platform.errors import BadRequestError
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.commands import InModel
from stuga.runtime.records.gravity import is_grave
from stuga.runtime.records.reading import asked, asked_by, seen, shape_of
from stuga.runtime.records.shaping import Shape
from stuga.runtime.records.slot_sql import (
    figures_of,
    local_day,
    text_in_slot,
    value_sql,
    whole_slot,
)

Sql = ColumnElement[Any] | InstrumentedAttribute[Any]
MOST_GROUPS: Final = 50
BINS: Final = frozenset({"day", "week", "month", "quarter", "year"})
_FIGURES: Final[Mapping[str, Callable[[Any], ColumnElement[Any]]]] = {
    "sum": func.sum,
    "avg": func.avg,
    "min": func.min,
    "max": func.max,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(InModel):
    """Figures by group.

    :ivar by: a field to group by; '' for one figure over all
    :ivar bin: for dates: day, week, month, quarter or year
    :ivar figure: `count`, `sum`, `avg`, `min` or `max`
    :ivar of: the field the figure is of; '' for count
    """

    by: str = ""
    bin: str = ""
    figure: str = "count"
    of: str = ""
    where: JsonObject | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are grouped by and reckoned with."""
        return tuple(key for key in (self.by, self.of) if key)


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its value (None where the field is empty) and its figure."""

    value: JsonValue
    figure: Decimal


@dataclass(frozen=True, slots=True)
class Groups:
    """At most 50 groups, the largest first (dates in their order); `cut` if there are more."""

    groups: Sequence[Group]
    cut: bool


def aggregate(actor: Actor, command: Aggregate) -> Groups:
    """Return figures over the records the actor may read; rights apply before counting.

    :raises BadRequestError: naming the field that cannot be used so
    """
    acting = acting_in(actor, command)
    found = figures_in(acting, command)
    target = Target(
        kind="record",
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        count=len(found.groups),
        fields=command.fields,
    )
    query: JsonObject = {"by": command.by, "figure": command.figure, "of": command.of}
    detail, grave = Detail(query=query), is_grave(acting)
    audit.record_read(actor, Act.RECORD_LIST, target=target, detail=detail, grave=grave)
    return found


def figures_in(acting: Acting, command: Aggregate) -> Groups:
    """Return figures that are part of another act, as a dashboard's.

    :raises BadRequestError: as `aggregate`
    """
    acting.rights.require_some("read")
    at_length()
    rows = _rows(acting, command, apart=False)
    if any(row[2] for row in rows):
        rows = _rows(acting, command, apart=True)
    groups = [Group(_plain(row[0]), Decimal(row[1] or 0)) for row in rows[:MOST_GROUPS]]
    return Groups(groups, cut=len(rows) > MOST_GROUPS)


def _rows(acting: Acting, command: Aggregate, *, apart: bool) -> Sequence[Sequence[Any]]:
    shape = shape_of(acting.rights)
    group = group_sql(command.by, command.bin, shape, apart=apart)
    figure = figure_sql(command.figure, command.of, shape)
    wanted = select(group.text, figure, is_mixed([group])).where(
        Record.model_id == acting.model.id,
        Record.deleted_at.is_(None),
        seen(acting.rights, shape),
        asked(acting.rights, shape, command.fields, where="aggregate"),
        asked_by(acting.rights, shape, command.where),
    )
    if group.by is None:
        wanted = wanted.where(*having([(command.figure, command.of)], shape))
    else:
        order = group.by.asc() if command.bin else figure.desc()
        wanted = wanted.group_by(group.by).order_by(order, group.by).limit(MOST_GROUPS + 1)
    return db.session.execute(wanted).all()


@dataclass(frozen=True, slots=True)
class GroupSql:
    """What records are grouped and ordered by, and the text that tells a group.

    :ivar by: None for no group
    :ivar mixed: whether a group holds several texts, where its slot does not tell them apart
    """

    by: Sql | None
    text: Sql
    mixed: Sql | None = None


def group_sql(by: str, bin_: str, shape: Shape, *, apart: bool = False) -> GroupSql:
    """Return what records are grouped by; dates by the first day of their bin.

    :param apart: whether texts must be told apart that share a slot, which takes its time
    :raises BadRequestError: if the field is no date and has a bin
    """
    if not by:
        return GroupSql(None, literal_column("NULL"))
    family = shape.family(by) or Compared.TEXT
    if not bin_:
        shared = None if apart else text_in_slot(by, family, shape)
        if shared is not None:
            slot, text = shared
            return GroupSql(slot, func.min(text), func.min(text) != func.max(text))
        value = value_sql(by, family, shape)
        return GroupSql(value, cast(value, Text))
    if bin_ not in BINS or family not in {Compared.DATE, Compared.MOMENT}:
        raise BadRequestError(f"bin: {bin_!r} is for dates: {', '.join(sorted(BINS))}.")
    first = func.date_trunc(literal_column(f"'{bin_}'"), local_day(by, shape))
    return GroupSql(first, func.to_char(first, literal_column("'YYYY-MM-DD'")))


def is_mixed(groups: Sequence[GroupSql]) -> ColumnElement[bool]:
    """Tell whether a row of groups holds texts that are to be told apart."""
    return or_(sql_false(), *(one.mixed for one in groups if one.mixed is not None))


def having(figures: Sequence[tuple[str, str]], shape: Shape) -> Sequence[ColumnElement[bool]]:
    """Return what spares rows without a value, where all figures are of one field's slot."""
    fields = {of for _, of in figures}
    slot = whole_slot(fields.pop(), shape) if len(fields) == 1 else None
    return [] if slot is None else [slot.is_not(None)]


def figure_sql(figure: str, of: str, shape: Shape) -> ColumnElement[Any]:
    """Return a figure; NULL where no record has a value.

    :raises BadRequestError: if it cannot be reckoned of the field
    """
    if figure == "count":
        return func.count()
    make = _FIGURES.get(figure)
    family = shape.family(of)
    if make is None or family not in MEASURED:
        raise BadRequestError(f"{figure}: a number field is needed, not {of!r}.")
    slot = whole_slot(of, shape)
    return make(value_sql(of, family, shape)) if slot is None else figures_of(slot)[figure]


def _plain(value: object) -> JsonValue:
    return value if isinstance(value, str) else None
