"""Which control an error belongs to, and what that is called: also inside a list."""

from dataclasses import dataclass

from stuga.models.definition.document import Field
from stuga.models.definition.reading import pointer
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.form_view import FormView
from stuga.platform.ui.widgets import Posted, widget_for
from stuga.platform.ui.widgets.posted import BETWEEN, below, row_keys


@dataclass(frozen=True, slots=True)
class PlaceOnForm:
    """The control that a pointer leads to, its title for people, and its position in its field."""

    name: str
    title: str
    position: tuple[int, ...] = ()
    kind: str = ""


def place_of(view: FormView, at: str, locale: Locale) -> PlaceOnForm:
    """Find the control that a pointer leads to, also in a row of a list."""
    key = at.split("/")[1] if at.startswith("/") else ""
    field = view.model.fields.get(key)
    if field is None:
        return PlaceOnForm(key, key or view.screen.title)
    widget = widget_for(field)
    posted = below(view.typed, key) or widget.spread(view.data.get(key), field, locale)
    return _Finder(locale).place(field, key, posted, at.removeprefix(pointer(key)))


class _Finder:
    """Follows a pointer through the rows as they stand on the page."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale

    def place(self, field: Field, name: str, posted: Posted, rest: str) -> PlaceOnForm:
        step, _, inside = rest.removeprefix("/").partition("/")
        for at, part in enumerate(widget_for(field).parts(field, self.locale)):
            if part.key == step:
                return PlaceOnForm(f"{name}{BETWEEN}{part.key}", part.label, (at,))
        key, _, below_it = inside.partition("/")
        inner = field.inner.get(key)
        rows = list(widget_for(field).filled_rows(posted, field))
        if inner is None or not step.isdigit() or int(step) >= len(rows):
            return PlaceOnForm(name, field.title, kind=field.kind.name)
        row = rows[int(step)]
        here = f"{row}{BETWEEN}{key}"
        found = self.place(inner, f"{name}{BETWEEN}{here}", below(posted, here), below_it)
        number = row_keys(posted).index(row) + 1
        title = self.locale.text("{field}, row {number}", field=found.title, number=number)
        column = list(field.inner).index(key)
        return PlaceOnForm(found.name, title, (number, column, *found.position), found.kind)
