"""Groups and figures for dashboards, over the records the actor may read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, cast, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute

from stuga.models import Record
from stuga.models.definition.kinds import MEASURED, Compared
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor
from stuga.platform.db import db
from stuga.platform.errors import BadRequestError
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.commands import InModel
from stuga.runtime.records.conditions_sql import Shape
from stuga.runtime.records.reading import asked, asked_by, seen, shape_of
from stuga.runtime.records.typed_sql import stored, typed_sql

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
    audit.record(actor, Act.RECORD_LIST, target=target, detail=Detail(query=query))
    return found


def figures_in(acting: Acting, command: Aggregate) -> Groups:
    """Return figures that are part of another act, as a dashboard's.

    :raises BadRequestError: as `aggregate`
    """
    acting.rights.require_some("read")
    shape = shape_of(acting.rights)
    group = group_sql(command.by, command.bin, shape)
    figure = figure_sql(command.figure, command.of, shape)
    wanted = select(group, figure).where(
        Record.model_id == acting.model.id,
        Record.deleted_at.is_(None),
        seen(acting.rights, shape),
        asked(acting.rights, shape, command.fields, where="aggregate"),
        asked_by(acting.rights, shape, command.where),
    )
    if command.by:
        order = group.asc() if command.bin else figure.desc()
        wanted = wanted.group_by(group).order_by(order, group).limit(MOST_GROUPS + 1)
    rows = db.session.execute(wanted).all()
    groups = [Group(_plain(row[0]), Decimal(row[1] or 0)) for row in rows[:MOST_GROUPS]]
    return Groups(groups, cut=len(rows) > MOST_GROUPS)


def group_sql(by: str, bin_: str, shape: Shape) -> Sql:
    """Return what records are grouped by, as text; dates by the first day of their bin.

    :raises BadRequestError: if the field is no date and has a bin
    """
    if not by:
        return literal_column("NULL")
    family = shape.family(by) or Compared.TEXT
    if not bin_:
        return cast(typed_sql(family, stored(by), shape.zone), Text)
    if bin_ not in BINS or family not in {Compared.DATE, Compared.MOMENT}:
        raise BadRequestError(f"bin: {bin_!r} is for dates: {', '.join(sorted(BINS))}.")
    day = typed_sql(Compared.DATE, stored(by), shape.zone)
    return func.to_char(func.date_trunc(literal_column(f"'{bin_}'"), day), "YYYY-MM-DD")


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
    return make(typed_sql(family, stored(of), shape.zone))


def _plain(value: object) -> JsonValue:
    return value if isinstance(value, str) else None
