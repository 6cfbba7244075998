"""What the buttons of a list do to what is typed: rows come, go, move, and are pasted in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from stuga.models.definition.document import Field, Model
from stuga.models.definition.refusals import Refused
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.widgets import widget_for
from stuga.platform.ui.widgets.posted import BETWEEN, is_row, row_keys

Typed: TypeAlias = Mapping[str, tuple[str, ...]]
ACTS: Final = frozenset({"add", "remove", "up", "down", "paste"})
MOST_ROWS: Final = 500
"""In one form; a file of more rows is imported."""


@dataclass(frozen=True, slots=True)
class Reshaped:
    """What is typed now, and the name of the control (or list) where one goes on."""

    typed: Typed
    focus: str


def path_of(name: str) -> str:
    """Return the path of a field, given the name of one of its controls."""
    return BETWEEN.join(part for part in name.split(BETWEEN) if not is_row(part))


def reshaped(act: str, name: str, typed: Typed, model: Model) -> Reshaped:
    """Add a row to the list of this name, or remove or move the row of this name."""
    if act == "add":
        field = model.at(path_of(name))
        return _with_row(typed, name, field) if field and field.inner else Reshaped(typed, "")
    listed, _, key = name.rpartition(BETWEEN)
    rows = row_keys(typed, listed)
    if key not in rows:
        return Reshaped(typed, listed)
    if act == "remove":
        start = name + BETWEEN
        rest = {one: texts for one, texts in typed.items() if not one.startswith(start)}
        return Reshaped({**rest, listed: _marked(one for one in rows if one != key)}, listed)
    at = rows.index(key)
    to = max(0, min(len(rows) - 1, at + (-1 if act == "up" else 1)))
    rows.insert(to, rows.pop(at))
    return Reshaped({**typed, listed: _marked(rows)}, f"{name}{BETWEEN}{act}")


def _marked(rows: Iterable[str]) -> tuple[str, ...]:
    """Write the rows of a list; the blank one says that it was on the page."""
    return ("", *rows)


def _with_row(typed: Typed, name: str, field: Field) -> Reshaped:
    rows = row_keys(typed, name)
    if len(rows) >= MOST_ROWS:
        return Reshaped(typed, name)
    row = f"{name}{BETWEEN}{_fresh(rows)}"
    more = {
        _joined(row, key, below): tuple(texts)
        for key, inner in field.inner.items()
        if "default" in inner.schema
        for below, texts in widget_for(inner).spread(inner.schema["default"], inner, _PLAIN).items()
    }
    whole = {**typed, **more, name: _marked([*rows, _fresh(rows)])}
    return Reshaped(whole, _first_control(row, field))


def _fresh(rows: Sequence[str]) -> str:
    return str(max((int(row) for row in rows), default=-1) + 1)


def _joined(*parts: str) -> str:
    return BETWEEN.join(part for part in parts if part)


def _first_control(row: str, field: Field) -> str:
    """Name the control that a new row begins with."""
    key, inner = next(iter(field.inner.items()))
    parts = widget_for(inner).parts(inner, _PLAIN)
    return _joined(row, key, parts[0].key if parts else "")


_PLAIN: Final = Locale("en")


@dataclass(frozen=True, slots=True)
class Reading:
    """In which language cells are read, and what records and people are called, by path."""

    locale: Locale
    named: Mapping[str, Mapping[str, str]]


def lists_of(name: str, model: Model) -> str:
    """Return the path of the list that a control stands in, or that is named itself."""
    path = path_of(name)
    field = model.at(path)
    return path if field is not None and field.inner else path.rpartition(BETWEEN)[0]


def pasted(name: str, text: str, typed: Typed, model: Model, reading: Reading) -> Reshaped:
    """Put the cells of a spreadsheet into rows: from a control on, or into new rows of a list.

    A cell that its field cannot read is typed as it is, and is refused where it stands.
    """
    path = path_of(name)
    listed, column = name, ""
    if (field := model.at(path)) is not None and not field.inner:
        path, _, column = path.rpartition(BETWEEN)
        listed = name.removesuffix(f"{BETWEEN}{column}").rpartition(BETWEEN)[0]
        field = model.at(path)
    if field is None or not field.inner:
        return Reshaped(typed, name)
    columns = [key for key, inner in field.inner.items() if not inner.inner]
    first = columns.index(column) if column in columns else 0
    lines = [line.split("\t") for line in text.splitlines() if line.strip()]
    rows = row_keys(typed, listed)
    at = _row_of(name, listed, rows) if column else len(rows)
    whole = dict(typed)
    for number, cells in enumerate(lines[: MOST_ROWS - at]):
        if at + number >= len(rows):
            rows.append(_fresh(rows))
        row = f"{listed}{BETWEEN}{rows[at + number]}"
        for key, cell in zip(columns[first:], cells, strict=False):
            place = (row, f"{path}{BETWEEN}{key}")
            whole.update(_typed_in(place, field.inner[key], cell.strip(), reading))
    return Reshaped({**whole, listed: _marked(rows)}, name if column else listed)


def _row_of(name: str, listed: str, rows: Sequence[str]) -> int:
    key = name.removeprefix(listed + BETWEEN).partition(BETWEEN)[0]
    return rows.index(key) if key in rows else len(rows)


def _typed_in(
    place: tuple[str, str], field: Field, cell: str, reading: Reading
) -> dict[str, tuple[str, ...]]:
    """Write a cell as the controls of a field hold it; a record may be named by its label."""
    row, path = place
    locale, widget = reading.locale, widget_for(field)
    cell = reading.named.get(path, {}).get(cell.casefold(), cell)
    value = field.kind.parse(cell, field.schema, locale.babel)
    posted: Mapping[str, Sequence[str]] = {"": (cell,)}
    if value is not None and not isinstance(value, Refused):
        posted = widget.spread(value, field, locale)
    return {_joined(row, field.key, name): tuple(texts) for name, texts in posted.items()}
