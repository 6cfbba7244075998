"""The table of a list, made ready once per column, so that a page of cells is quick to print."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup, escape

from stuga.platform.ui.ids import ids
from stuga.platform.ui.screens.cell import Cell
from stuga.platform.ui.screens.list_view import Column, ListView, Row

FEW: Final = 4  # fit beside each other on a tablet
SOME: Final = 8  # on a desk; more than these scroll sideways


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its naming cell, and the others as they are printed."""

    row: Row
    first: Cell
    others: Markup


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
    write = [_written(one) for one in about[1:]]
    lines = [
        Line(
            row,
            row.cells[0],
            Markup("".join([to(cell) for to, cell in zip(write, row.cells[1:], strict=True)])),  # noqa: S704  # each is safe
        )
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


def _written(about: Markup) -> Callable[[Cell], Markup]:
    """Return what prints the cells of one column; a value that comes again is printed once.

    In Python, since a template takes several times as long for each of hundreds of cells.
    """
    printed: dict[int, Markup] = {}

    def write(cell: Cell) -> Markup:
        found = printed.get(id(cell))  # the row holds the cell, so that its id stays its own
        if found is None:
            found = printed[id(cell)] = _cell(about, cell)
        return found

    return write


def _cell(about: Markup, cell: Cell) -> Markup:
    text = escape(cell.text)
    if cell.tone:
        inner = f'<span class="badge" data-tone="{escape(cell.tone)}">{text}</span>'
    elif cell.link:
        inner = f'<a href="{escape(cell.link)}">{_thumb(cell)}{text}</a>'
    else:
        inner = text
    blank = "" if inner else " data-blank"
    return Markup(f"<td{about}{blank}>{inner}</td>")  # noqa: S704  # every part is escaped


def _thumb(cell: Cell) -> str:
    if not cell.thumb:
        return ""
    return f'<img class="cell-thumb" src="{escape(cell.thumb)}" alt="" loading="lazy">'


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
