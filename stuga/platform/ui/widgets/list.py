"""A list: a group of fields that is repeated, each row under a heading of its own."""

from collections.abc import Callable, Iterator

from stuga.models.definition.document import Field
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.posted import below, row_keys
from stuga.platform.ui.widgets.widget import Frame, Group, Posted, Read, ShownAs, Widget


class ListWidget(Widget):
    """Its own control tells which rows there are, in their order: a hidden input for each."""

    name = "list"
    title = msgid("List")
    icon = "layers"
    group = Group.RELATION
    kinds = frozenset({"list"})
    template = "list"
    frame = Frame.GROUP
    shown_as = ShownAs.ROWS

    def __init__(self, widget_of: Callable[[Field], Widget]) -> None:
        self._widget_of = widget_of

    def spread(self, value: JsonValue, field: Field, locale: Locale) -> Posted:
        rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        found: dict[str, tuple[str, ...]] = {"": ("", *(str(n) for n in range(len(rows))))}
        for n, row in enumerate(rows):
            for key, inner in field.inner.items():
                spread = self._widget_of(inner).spread(row.get(key), inner, locale)
                for name, texts in spread.items():
                    found[f"{n}.{key}" + (f".{name}" if name else "")] = tuple(texts)
        return found

    def gathered(self, posted: Posted, field: Field, locale: Locale) -> Read:
        rows: list[JsonValue] = []
        errors: dict[str, Refused] = {}
        for row_key in row_keys(posted):
            typed = below(posted, row_key)
            if self._is_blank_row(typed, field):
                continue
            row, refused = self._row(typed, field, locale)
            errors.update({pointer(len(rows)) + at: one for at, one in refused.items()})
            rows.append(row)
        return Read(rows or None, errors)

    def _row(self, typed: Posted, field: Field, locale: Locale) -> tuple[JsonObject, Errors]:
        row: JsonObject = {}
        errors: dict[str, Refused] = {}
        for key, inner in field.inner.items():
            read = self._widget_of(inner).gathered(below(typed, key), inner, locale)
            if read.value is not None:
                row[key] = read.value
            errors.update({pointer(key) + at: one for at, one in read.errors.items()})
        return row, errors

    def owns(self, name: str, field: Field) -> bool:
        if not name:
            return True
        _, _, rest = name.partition(".")
        key, _, inside = rest.partition(".")
        inner = field.inner.get(key)
        return inner is not None and self._widget_of(inner).owns(inside, inner)

    def is_blank(self, posted: Posted, field: Field) -> bool:
        return all(self._is_blank_row(below(posted, key), field) for key in row_keys(posted))

    def filled_rows(self, posted: Posted, field: Field) -> Iterator[str]:
        """Yield those that become rows of the value; a row that nobody has filled in does not."""
        for key in row_keys(posted):
            if not self._is_blank_row(below(posted, key), field):
                yield key

    def _is_blank_row(self, typed: Posted, field: Field) -> bool:
        return all(
            self._widget_of(inner).is_blank(below(typed, key), inner)
            for key, inner in field.inner.items()
        )
