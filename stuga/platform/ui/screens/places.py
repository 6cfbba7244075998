"""Which control an error belongs to, and what that is called: also inside a list."""

from stuga.models.definition.document import Field
from stuga.models.definition.reading import pointer
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.form_view import FormView
from stuga.platform.ui.widgets import Posted, widget_for
from stuga.platform.ui.widgets.posted import BETWEEN, below, row_keys


def place_of(view: FormView, at: str, locale: Locale) -> tuple[str, str]:
    """Return the name of the control that a pointer leads to, and its title for people."""
    key = at.split("/")[1] if at.startswith("/") else ""
    field = view.model.fields.get(key)
    if field is None:
        return key, key or view.screen.title
    widget = widget_for(field)
    posted = below(view.typed, key) or widget.spread(view.data.get(key), field, locale)
    return _Finder(locale).place(field, key, posted, at.removeprefix(pointer(key)))


class _Finder:
    """Follows a pointer through the rows as they stand on the page."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale

    def place(self, field: Field, name: str, posted: Posted, rest: str) -> tuple[str, str]:
        step, _, inside = rest.removeprefix("/").partition("/")
        part = next(
            (one for one in widget_for(field).parts(field, self.locale) if one.key == step), None
        )
        if part is not None:
            return f"{name}{BETWEEN}{part.key}", part.label
        key, _, below_it = inside.partition("/")
        inner = field.inner.get(key)
        rows = list(widget_for(field).filled_rows(posted, field))
        if inner is None or not step.isdigit() or int(step) >= len(rows):
            return name, field.title
        row = rows[int(step)]
        here = f"{row}{BETWEEN}{key}"
        found, title = self.place(inner, f"{name}{BETWEEN}{here}", below(posted, here), below_it)
        number = row_keys(posted).index(row) + 1
        return found, self.locale.text("{field}, row {number}", field=title, number=number)
