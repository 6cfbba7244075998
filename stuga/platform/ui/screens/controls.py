"""Makes the control of a field: its value, words, options and attributes, all decided."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from stuga.models.definition.conditions import fields_in
from stuga.models.definition.document import Element, Field
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui.ids import ids
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.refusal_words import refusal_text
from stuga.platform.ui.screens.form_view import FormView
from stuga.platform.ui.screens.visibility import Hidden, Judge
from stuga.platform.ui.widgets import Control, Mode, Option, Widget
from stuga.platform.ui.widgets.attributes import attributes_html
from stuga.platform.ui.widgets.widget import Frame

# What browsers may fill in, where people write about themselves (WCAG 1.3.5).
AUTOCOMPLETE: Final[Mapping[str, str]] = {
    "name": "name",
    "given-name": "given-name",
    "family-name": "family-name",
    "e-mail": "email",
    "phone": "tel",
    "address": "street-address",
}
RELATIONS: Final = frozenset({"reference", "person"})


@dataclass(frozen=True, slots=True)
class Controls:
    """Makes the controls of one form; `hidden` is what its answers hide."""

    view: FormView
    locale: Locale
    judge: Judge
    hidden: Hidden

    def control(self, element: Element, field: Field, widget: Widget) -> Control:
        value = self.view.data.get(field.key)
        name, at = field.key, ids("field", field.key)
        hint, settings = self._hint(element, field), self._settings(value, field, widget)
        is_required = self.is_required(element, field)
        described_by = _described_by(at, has_hint=bool(hint), has_affix="affix" in settings)
        attributes = self._attributes(element, field, widget, is_required=is_required)
        own = {"id": at, "name": name, "aria-describedby": described_by}
        return Control(
            name=name,
            id=at,
            described_by=described_by,
            label=element.title or field.title,
            kind=field.kind.name,
            hint=hint,
            typed=self.typed(field, widget),
            text=self.text(field, widget),
            error=self.error(field),
            required=is_required,
            options=self._options(field, widget),
            attributes=attributes_html(attributes),
            input=attributes_html({**own, **attributes}),
            wrapper=self.wrapper(element, self._about(element, field, widget)),
            settings=settings,
        )

    def typed(self, field: Field, widget: Widget) -> tuple[str, ...]:
        """Take what the person typed, else the stored value as one would type it."""
        posted = self.view.typed.get(field.key)
        if posted is not None:
            if widget.frame != Frame.GROUP:
                return tuple(posted)[-1:]
            return tuple(one for one in posted if one)  # the blank one says that none is ticked
        value = self.view.data.get(field.key)
        return () if value is None else widget.typed(value, field, self.locale)

    def text(self, field: Field, widget: Widget) -> str:
        """Write the value for reading; a reference by its label."""
        value = self.view.data.get(field.key)
        if field.kind.name in RELATIONS:
            return self._label(value)
        return widget.words(value, field, self.locale)

    def error(self, field: Field) -> str:
        """Say what is wrong with the field or anything in it; '' if nothing is."""
        refused = refusal_of(self.view, field.key)
        return refusal_text(refused, field.title, self.locale) if refused else ""

    def is_required(self, element: Element, field: Field) -> bool:
        if field.required or element.required is True:
            return True
        return any(self._holds(one) for one in self._required_when(element, field))

    def wrapper(self, element: Element, more: Mapping[str, str]) -> Markup:
        """Give the attributes around an element: where it stands and when it shows."""
        found = dict(more)
        if self.view.mode == Mode.SAMPLE:
            found["data-pointer"] = element.pointer
        if element.show is not None and self.view.mode in {Mode.EDIT, Mode.SAMPLE}:
            if self.may_send(element.show):
                found["data-show"] = json.dumps(element.show, ensure_ascii=False)
            if element.pointer in self.hidden.places:
                found["hidden"] = ""
        return attributes_html(found)

    def may_send(self, condition: JsonObject) -> bool:
        """Whether the page may hold the condition: only if the person may read its fields."""
        return all(self.view.may_see(key) for key in fields_in(condition))

    def _about(self, element: Element, field: Field, widget: Widget) -> dict[str, str]:
        found = {"data-field": field.key}
        if isinstance(width := element.raw.get("width"), str):
            found["data-width"] = width
        if self.view.mode == Mode.EDIT:
            asked = [one for one in self._required_when(element, field) if self.may_send(one)]
            if asked and not field.required:
                found["data-required"] = json.dumps({"any": asked}, ensure_ascii=False)
            found |= {
                f"data-error-{check}": refusal_text(refused, field.title, self.locale)
                for check, refused in widget.refusals(field).items()
            }
        if refusal_of(self.view, field.key):
            found["data-invalid"] = ""
        if field.key in self.view.appeared:
            found["data-new"] = ""
        return found

    def _attributes(
        self, element: Element, field: Field, widget: Widget, *, is_required: bool
    ) -> dict[str, str]:
        found = {**widget.attributes(field, element), "data-kind": field.kind.name}
        if widget.frame != Frame.GROUP and field.kind.name not in RELATIONS:
            found |= self._autocomplete(field)
        if is_required and widget.name not in {"checkboxes", "checkbox"}:
            found["required"] = ""
        if refusal_of(self.view, field.key):
            found["aria-invalid"] = "true"
        return found

    def _autocomplete(self, field: Field) -> dict[str, str]:
        if not self.view.screen.public:
            return {"autocomplete": "off"}
        meaning = AUTOCOMPLETE.get(field.privacy.identity)
        return {"autocomplete": meaning} if meaning else {}

    def _hint(self, element: Element, field: Field) -> str:
        described = element.raw.get("description")
        return described if isinstance(described, str) else field.description

    def _options(self, field: Field, widget: Widget) -> tuple[Option, ...]:
        given = self.view.options.get(field.key)
        if given is None:
            return widget.options(field, self.locale)
        return tuple(given)

    def _settings(self, value: JsonValue, field: Field, widget: Widget) -> Mapping[str, str]:
        found = dict(widget.settings(value, field, self.locale))
        if field.kind.name in RELATIONS:
            found["search"] = self.view.searches.get(field.key, "")
            found["label"] = self._label(value)
        return found

    def _label(self, value: JsonValue) -> str:
        if not isinstance(value, str) or not value:
            return ""
        return self.view.labels.get(value) or self.locale.text("Unknown")

    def _required_when(self, element: Element, field: Field) -> list[JsonObject]:
        own = [element.required] if isinstance(element.required, dict) else []
        everywhere = [one.when for one in self.view.model.required_when if one.field == field.key]
        return own + everywhere

    def _holds(self, condition: JsonObject) -> bool:
        return self.judge.holds(condition, self.view.data)


def _described_by(at: str, *, has_hint: bool, has_affix: bool) -> str:
    """Name what describes a control; the error's place is always on the page."""
    places = [f"{at}-hint"] if has_hint else []
    places.append(f"{at}-error")
    if has_affix:
        places.append(f"{at}-affix")
    return " ".join(places)


def refusal_of(view: FormView, key: str) -> Refused | None:
    """Find what is wrong with a field or with anything in it."""
    at = f"/{key}"
    whole = view.errors.get(at)
    if whole is not None:
        return whole
    inside = at + "/"
    return next((one for place, one in view.errors.items() if place.startswith(inside)), None)
