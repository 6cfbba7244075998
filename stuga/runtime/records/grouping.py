"""Figures of a list by up to two fields, rights applied first."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, literal_column, select

from stuga.models.definition.conditions import fields_in
from stuga.models.definition.document import Field
from stuga.models.definition.kinds import Compared
from stuga.models.definition.kinds.money import currency_of
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor
from stuga.platform.db.prepared import Prepared, at_length
from stuga.platform.errors import BadRequestError
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.aggregates import GroupSql, figure_sql, group_sql, having, is_mixed
from stuga.runtime.records.asking import Asking
from stuga.runtime.records.commands import InModel, ListRecords
from stuga.runtime.records.filters import condition_of
from stuga.runtime.records.gravity import is_grave
from stuga.runtime.records.listing import usual_order
from stuga.runtime.records.reading import UnknownFieldError, asked, shape_of
from stuga.runtime.records.shaping import Shape

MOST_AXES: Final = 2
MOST_MEASURES: Final = 8
MOST_GROUPS: Final = 1_000
_APART: Final = frozenset({Compared.LIST, Compared.DATA})


@dataclass(frozen=True, slots=True)
class Axis:
    """A field to group by; `bin` makes of dates days, weeks, months, quarters or years."""

    field: str
    bin: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """`count`, or `sum`, `avg`, `min` or `max` of a field."""

    figure: str
    of: str = ""

    @property
    def name(self) -> str:
        return f"{self.figure}:{self.of}" if self.of else self.figure


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRecords(InModel):
    """Figures of the records that a list would show.

    :ivar filters: `filter…` parameters with their texts
    """

    axes: tuple[Axis, ...] = ()
    measures: tuple[Measure, ...] = (Measure("count"),)
    filters: tuple[tuple[str, str], ...] = ()
    search: str = ""

    @property
    def fields(self) -> frozenset[str]:
        """The fields that are grouped by and reckoned with."""
        return frozenset(
            key
            for key in (*(one.field for one in self.axes), *(one.of for one in self.measures))
            if key
        )


@dataclass(frozen=True, slots=True)
class Grouped:
    """A value for each axis, None where the field is empty, and a figure for each measure."""

    group: tuple[JsonValue, ...]
    figures: tuple[JsonValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """At most 1,000 groups in their order; `cut` if there are more.

    :ivar currencies: of each measure: the currency of its money, '' if it is none
    """

    groups: Sequence[Grouped]
    currencies: Sequence[str]
    cut: bool


def group(actor: Actor, command: GroupRecords) -> Figures:
    """Return figures over the records that the actor may read. Leaves a list entry.

    Only records count in which every field that is asked about is open to the actor.

    :raises NotFoundError: if the model is not there for the actor
    :raises BadRequestError: naming the field, the figure or the filter that cannot be used
    """
    acting = acting_in(actor, command)
    acting.rights.require_some("read")
    _check_shape(command)
    for key in sorted(command.fields):
        _check_field(acting, key)
    where = condition_of(command.filters, acting.rights)
    found = _figures(acting, command, where)
    _note(acting, command, where, len(found.groups))
    return found


def _check_shape(command: GroupRecords) -> None:
    if len(command.axes) > MOST_AXES or len(set(command.axes)) < len(command.axes):
        raise BadRequestError(f"group: at most {MOST_AXES}, each once.")
    if not 0 < len(command.measures) <= MOST_MEASURES:
        raise BadRequestError(f"measure: one to {MOST_MEASURES}.")
    if any((one.figure == "count") is bool(one.of) for one in command.measures):
        raise BadRequestError("measure: write count, or sum:field, avg, min, max.")


def _check_field(acting: Acting, key: str) -> None:
    field = acting.model.view.field(key)
    if field is None or not acting.rights.whole_fields("read").allow(key):
        raise UnknownFieldError(key, "aggregate")
    if field.kind.compared_as in _APART or field.privacy.encrypt:
        raise BadRequestError(f"aggregate: one cannot group by {key!r}, or reckon with it.")


def _figures(acting: Acting, command: GroupRecords, where: JsonObject | None) -> Figures:
    shape = shape_of(acting.rights)
    listed = ListRecords(
        app=command.app,
        model=command.model,
        now=command.now,
        where=where,
        search=command.search if acting.model.view.search else "",
        sort=usual_order(acting.rights),
    )
    is_open = asked(acting.rights, shape, command.fields, where="aggregate")
    which = and_(Asking(acting, listed).which(), is_open)
    at_length()
    rows = _rows(command, shape, which, apart=False)
    if any(row[-1] for row in rows):
        rows = _rows(command, shape, which, apart=True)
    families = [None if one.bin else shape.family(one.field) for one in command.axes]
    return Figures(
        groups=[_grouped(row, families) for row in rows[:MOST_GROUPS]],
        currencies=[_currency(acting.model.view.field(one.of)) for one in command.measures],
        cut=len(rows) > MOST_GROUPS,
    )


def _rows(
    command: GroupRecords, shape: Shape, which: ColumnElement[bool], *, apart: bool
) -> list[tuple[Any, ...]]:
    axes = [_axis(one, shape, apart=apart) for one in command.axes]
    measures = [figure_sql(one.figure, one.of, shape) for one in command.measures]
    wanted = select(*(one.text for one in axes), *measures, is_mixed(axes)).where(which)
    by = [one.by for one in axes if one.by is not None]
    if not by:
        wanted = wanted.where(*having([(one.figure, one.of) for one in command.measures], shape))
    if by:
        wanted = wanted.group_by(*by).order_by(*(one.asc().nulls_last() for one in by))
        wanted = wanted.limit(literal_column(str(MOST_GROUPS + 1)))
    return Prepared(lambda: wanted).rows()


def _axis(axis: Axis, shape: Shape, *, apart: bool) -> GroupSql:
    if shape.family(axis.field) is Compared.MOMENT and not axis.bin:
        raise BadRequestError(f"group: {axis.field!r} is a moment; add a bin, as :day.")
    return group_sql(axis.field, axis.bin, shape, apart=apart)


def _grouped(row: Sequence[Any], families: Sequence[Compared | None]) -> Grouped:
    values = [_typed(one, family) for one, family in zip(row, families, strict=False)]
    return Grouped(tuple(values), tuple(_number(one) for one in row[len(families) : -1]))


def _typed(text: str | None, family: Compared | None) -> JsonValue:
    """Give a group's value its own type again."""
    if text is None:
        return None
    if family in {Compared.NUMBER, Compared.TIME, Compared.DURATION}:
        return _number(Decimal(text))
    return text == "true" if family is Compared.TRUTH else text


def _number(value: Decimal | int | None) -> JsonValue:
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _currency(field: Field | None) -> str:
    return currency_of(field.schema) if field and field.kind.name == "money" else ""


def _note(acting: Acting, command: GroupRecords, where: JsonObject | None, count: int) -> None:
    query: JsonObject = {
        "group": [f"{one.field}:{one.bin}" if one.bin else one.field for one in command.axes],
        "measure": [one.name for one in command.measures],
    }
    if where is not None:
        query["filter"] = where
    if command.search:
        query["search"] = command.search
    target = Target(
        kind="record",
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        count=count,
        fields=sorted({*command.fields, *(fields_in(where) if where else ())}),
    )
    detail, grave = Detail(query=query), is_grave(acting)
    audit.record_read(acting.actor, Act.RECORD_LIST, target=target, detail=detail, grave=grave)
