"""Why personal data is asked for and how long it is kept, in the definition's own words."""

from collections.abc import Iterator

from stuga.models.definition.document import App, Element, Field, Model
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.form_view import FormView
from stuga.platform.ui.widgets import Privacy


def privacy_note(view: FormView, element: Element, locale: Locale) -> str:
    """Say it for the personal fields of a section; '' if there are none or nothing is known."""
    notes = [note for field in _personal(view, element) if (note := _note(view, field))]
    why = list(dict.fromkeys(note.why for note in notes if note.why))
    kept = list(dict.fromkeys(note.kept for note in notes if note.kept))
    parts = []
    if why:
        parts.append(locale.text("Asked for: {purposes}.", purposes=locale.listed(why)))
    if kept:
        parts.append(locale.text("Kept: {rules}.", rules=locale.listed(kept)))
    return " ".join(parts)


def privacy_of(app: App, model: Model, field: Field) -> Privacy:
    """Read a field's purpose and rules by their titles; the model's rules hold for all fields."""
    purpose = app.purposes.get(field.privacy.purpose)
    rules = [field.privacy.retention] if field.privacy.retention else list(model.retention)
    titles = [app.retention[key].title for key in rules if key in app.retention]
    return Privacy(why=purpose.title if purpose else "", kept=", ".join(titles))


def _note(view: FormView, field: Field) -> Privacy | None:
    if view.privacy is not None:
        return view.privacy.get(field.key)
    return privacy_of(view.app, view.model, field)


def _personal(view: FormView, element: Element) -> Iterator[Field]:
    for one in element.walk():
        field = view.model.fields.get(one.field) if one.type == "field" else None
        if field and field.privacy.decided and field.privacy.is_personal:
            yield field
