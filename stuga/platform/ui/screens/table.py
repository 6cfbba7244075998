"""The table of a list, made ready once per column, so that a page of cells is quick to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup

from stuga.platform.ui.ids import ids
from stuga.platform.ui.screens.cell import Cell
from stuga.platform.ui.screens.list_view import Column, ListView, Row

FEW: Final = 4  # fit beside each other on a tablet
SOME: Final = 8  # on a desk; more than these scroll sideways


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its naming cell, and the others each with its column's attributes."""

    row: Row
    first: Cell
    others: Sequence[tuple[Markup, Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: Sequence[Column]
    first: Markup
    lines: Sequence[Line]
    many: Literal["few", "some", "many"]
    tick: Markup = Markup()  # noqa: RUF009  # it never changes


def table_of(view: ListView) -> Table:
    about = [_about(column) for column in view.columns]
    lines = [
        Line(row, row.cells[0], tuple(zip(about[1:], row.cells[1:], strict=True)))
        for row in view.rows
        if row.cells
    ]
    return Table(
        title=view.title,
        columns=view.columns,
        first=about[0] if about else Markup(),
        lines=lines,
        many=_many(len(view.columns)),
        tick=_tick() if view.many else Markup(),
    )


def _many(columns: int) -> Literal["few", "some", "many"]:
    if columns <= FEW:
        return "few"
    return "some" if columns <= SOME else "many"


def _tick() -> Markup:
    """Return the attributes of a box that chooses a row for the form below the table."""
    return Markup(' form="{}"').format(ids("list", "many"))


def _about(column: Column) -> Markup:
    kind = "number" if column.numeric else column.kind
    return Markup(' data-label="{}" data-kind="{}"').format(column.title, kind)
