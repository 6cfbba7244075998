"""The table of a list, made ready once per column, so that a page of cells is quick to print."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup, escape

from stuga.platform.ui.ids import ids
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.cell import Cell
from stuga.platform.ui.screens.list_view import Column, ListView, Row

FEW: Final = 4  # fit beside each other on a tablet
SOME: Final = 8  # on a desk; more than these scroll sideways


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its rows are printed already."""

    title: str
    columns: Sequence[Column]
    rows: Markup
    many: Literal["few", "some", "many"]


def table_of(view: ListView, locale: Locale) -> Table:
    """Print the rows of a list; in Python, since a template takes several times as long."""
    about = [_about(column) for column in view.columns]
    first = _first(about[0], _tick() if view.many else Markup(), locale) if about else str
    others = [_written(one) for one in about[1:]]
    rows = [
        f"<tr data-row>{first(row)}"
        f"{''.join([to(cell) for to, cell in zip(others, row.cells[1:], strict=True)])}</tr>"
        for row in view.rows
        if row.cells
    ]
    return Table(
        title=view.title,
        columns=view.columns,
        rows=Markup("\n".join(rows)),  # noqa: S704  # every part is escaped
        many=_many(len(view.columns)),
    )


def _first(about: Markup, tick: Markup, locale: Locale) -> Callable[[Row], str]:
    """Return what prints the cell that names a row, opens it, and chooses it where one may."""
    before, _, after = escape(locale.text("Choose {thing}", thing="\0")).partition("\0")
    untitled = escape(locale.text("Untitled"))

    def write(row: Row) -> str:
        label = escape(row.label)
        text: str = escape(row.cells[0].text) or label
        box = (
            f'<input class="check" type="checkbox" name="id" value="{escape(row.id)}"{tick}'
            f' data-tick aria-label="{before}{label}{after}"> '
            if tick
            else ""
        )
        if row.link:
            text = f'<a href="{escape(row.link)}" data-open>{text or untitled}</a>'
        return f'<th scope="row"{about}>{box}{text}</th>'

    return write


def _written(about: Markup) -> Callable[[Cell], Markup]:
    """Return what prints the cells of one column; a value that comes again is printed once."""
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
