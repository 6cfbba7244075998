"""Makes the control of a field: its value, words, options and attributes, all decided."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from stuga.models.definition.conditions import fields_in
from stuga.models.definition.document import Element, Field
from stuga.models.definition.kinds.attached import FILE_KINDS, most_bytes
from stuga.models.definition.kinds.base import whole
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.definition.reading import texts_at
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject
from stuga.platform.ui.ids import ids
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.refusal_words import refusal_text
from stuga.platform.ui.screens.form_view import FormView
from stuga.platform.ui.screens.spots import Spot, spot_of
from stuga.platform.ui.screens.values import RELATIONS, Values
from stuga.platform.ui.screens.visibility import Hidden, Judge
from stuga.platform.ui.widgets import Control, FileShown, Mode, Option, Widget, widget_for
from stuga.platform.ui.widgets.attributes import attributes_html
from stuga.platform.ui.widgets.posted import BETWEEN, below, row_keys
from stuga.platform.ui.widgets.widget import Frame, Part, Posted

# What browsers may fill in, where people write about themselves (WCAG 1.3.5).
AUTOCOMPLETE: Final[Mapping[str, str]] = {
    "name": "name",
    "given-name": "given-name",
    "family-name": "family-name",
    "e-mail": "email",
    "phone": "tel",
    "address": "street-address",
}


@dataclass(frozen=True, slots=True)
class Controls:
    """Makes the controls of one form; `hidden` is what its answers hide."""

    view: FormView
    locale: Locale
    judge: Judge
    hidden: Hidden

    def spot(self, element: Element, field: Field) -> Spot:
        """Return where a field stands by itself; a list that must have rows begins with one."""
        widget = widget_for(field)
        posted = self.held(field, widget)
        if field.inner and not row_keys(posted) and self._begins_with_a_row(field):
            posted = {"": ("", "0")}
        return spot_of(self.view, element, field, posted)

    def _begins_with_a_row(self, field: Field) -> bool:
        is_new = not below(self.view.typed, field.key)
        is_asked = field.required or whole(field.schema, "minItems", 0) > 0
        return is_new and is_asked and self.view.mode in {Mode.EDIT, Mode.SAMPLE}

    def held(self, field: Field, widget: Widget) -> Posted:
        """Return what the controls of a field hold: as it was typed, else the stored value."""
        typed = below(self.view.typed, field.key)
        return typed or widget.spread(self.view.data.get(field.key), field, self.locale)

    def control(self, spot: Spot, widget: Widget) -> Control:
        field, at = spot.field, ids("field", spot.name)
        hint, settings = self._hint(spot), self._settings(spot, widget)
        is_required = self.is_required(spot)
        described_by = _described_by(at, has_hint=bool(hint), has_affix="affix" in settings)
        attributes = self._attributes(spot, widget, is_required=is_required)
        own = {"id": at, "name": spot.name, "aria-describedby": described_by}
        return Control(
            name=spot.name,
            id=at,
            described_by=described_by,
            label=spot.element.title or field.title,
            kind=field.kind.name,
            hint=hint,
            typed=typed_in(spot, widget),
            text=self.values.words(field, spot.value) or self._to_come(field),
            error=self.error(spot),
            required=is_required,
            options=self._options(spot, widget),
            attributes=attributes_html(attributes),
            input=attributes_html({**own, **attributes}),
            wrapper=self.wrapper(spot.element, self._about(spot, widget)),
            settings=settings,
            parts=tuple(self._part(spot, part) for part in widget.parts(field, self.locale)),
            files=self._files(spot),
        )

    def _to_come(self, field: Field) -> str:
        """Say of a number that the record does not have yet when it will."""
        is_new = self.view.mode == Mode.EDIT and self.view.revision is None
        is_numbered = is_new and field.kind.name == "sequence"
        return self.locale.text("Given when it is saved") if is_numbered else ""

    def _files(self, spot: Spot) -> Sequence[FileShown]:
        """Return the files that a control holds, those too that no record has taken yet."""
        if spot.field.kind.name not in FILE_KINDS:
            return ()
        return self.values.files_of([*spot.posted.get("", ())])

    def _part(self, spot: Spot, part: Part) -> Control:
        """Make one of several inputs that make one value."""
        name = f"{spot.name}{BETWEEN}{part.key}"
        at = ids("field", name)
        refused = self.view.errors.get(f"{spot.pointer}/{part.key}") if spot.pointer else None
        own = {"id": at, "name": name, "aria-describedby": f"{at}-error"}
        found = {**own, "data-kind": "text", **part.attributes}
        meaning = found.pop("data-autocomplete", "")
        if not spot.path.count(BETWEEN):
            found["autocomplete"] = meaning if self.view.screen.public and meaning else "off"
        if refused:
            found["aria-invalid"] = "true"
        if self.view.focus == name:
            found["autofocus"] = ""
        return Control(
            name=name,
            id=at,
            described_by=f"{at}-error",
            label=part.label,
            kind=spot.field.kind.name,
            typed=tuple(spot.posted.get(part.key, ())),
            error=refusal_text(refused, part.label, self.locale) if refused else "",
            options=part.options,
            input=attributes_html(found),
            required=part.key in texts_at(spot.field.schema, "required"),
        )

    @property
    def values(self) -> Values:
        """What writes values for reading, records and people by name."""
        return Values(self.locale, self.view.labels, files=self.view.files)

    def error(self, spot: Spot) -> str:
        """Say what is wrong with the field; '' if nothing is, or its own controls say it."""
        refused = self.refusal(spot)
        field = spot.field
        return refusal_text(refused, field.title, self.locale, field.kind.name) if refused else ""

    def refusal(self, spot: Spot) -> Refused | None:
        """Find what is wrong with a field or with what in it has no control of its own."""
        if not spot.pointer:
            return None
        has_controls = spot.field.inner or spot.field.kind.name == "address"
        if has_controls:
            return self.view.errors.get(spot.pointer)
        return refusal_of(self.view, spot.pointer)

    def is_required(self, spot: Spot) -> bool:
        if spot.field.required or spot.element.required is True or spot.field.kind.given:
            return True  # what the server gives is never left out
        return any(self._holds(one) for one in self.required_when(spot))

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

    def _about(self, spot: Spot, widget: Widget) -> dict[str, str]:
        field = spot.field
        found = {"data-field": spot.name}
        if isinstance(width := spot.element.raw.get("width"), str):
            found["data-width"] = width
        if self.view.mode == Mode.EDIT:
            asked = [one for one in self.required_when(spot) if self.may_send(one)]
            if asked and not field.required:
                found["data-required"] = json.dumps({"any": asked}, ensure_ascii=False)
            found |= {
                f"data-error-{check}": refusal_text(
                    refused, field.title, self.locale, field.kind.name
                )
                for check, refused in widget.refusals(field).items()
            }
        if self.refusal(spot):
            found["data-invalid"] = ""
        is_edited = self.view.mode in {Mode.EDIT, Mode.SAMPLE}
        if field.inner and is_edited and spot.name == spot.path:
            found["data-repeater"] = ""
        if spot.name in self.view.appeared:
            found["data-new"] = ""
        return found

    def _attributes(self, spot: Spot, widget: Widget, *, is_required: bool) -> dict[str, str]:
        field = spot.field
        found = {**widget.attributes(field, spot.element), "data-kind": field.kind.name}
        if widget.frame != Frame.GROUP and field.kind.name not in RELATIONS:
            found |= self._autocomplete(field)
        if is_required and widget.name not in {"checkboxes", "checkbox", "references"}:
            found["required"] = ""
        if self.refusal(spot):
            found["aria-invalid"] = "true"
        if self.view.focus == spot.name and not spot.field.inner:
            found["autofocus"] = ""
        return found

    def _autocomplete(self, field: Field) -> dict[str, str]:
        if not self.view.screen.public:
            return {"autocomplete": "off"}
        meaning = AUTOCOMPLETE.get(field.privacy.identity)
        return {"autocomplete": meaning} if meaning else {}

    def _hint(self, spot: Spot) -> str:
        described = spot.element.raw.get("description")
        return described if isinstance(described, str) else spot.field.description

    def _options(self, spot: Spot, widget: Widget) -> tuple[Option, ...]:
        """Take what was found for this very control, else for its field, else its own choices."""
        given = self.view.options.get(spot.name, self.view.options.get(spot.path))
        if given is None:
            return widget.options(spot.field, self.locale)
        value = spot.value if isinstance(spot.value, str) else ""
        # What was pasted and names no record is kept in sight, and refused when it is saved.
        is_stray = bool(value) and id_of(value) is None and spot.field.kind.name in RELATIONS
        return (*given, Option(value, value)) if is_stray else tuple(given)

    def _settings(self, spot: Spot, widget: Widget) -> Mapping[str, str]:
        found = dict(widget.settings(spot.value, spot.field, self.locale))
        if spot.field.inner:
            found["focus"] = self.view.focus
        if spot.field.kind.name in FILE_KINDS:
            found["address"] = f"{self.view.uploads}{spot.path}" if self.view.uploads else ""
            found["bytes"] = str(most_bytes(spot.field.schema))
        if spot.field.kind.name in RELATIONS:
            found["search"] = self.view.searches.get(spot.path, "")
            found["create"] = "yes" if spot.path in self.view.creates else ""
            found["label"] = self.values.words(spot.field, spot.value)
            found["sought"] = self.view.sought.get(spot.name, "")
        return found

    def required_when(self, spot: Spot) -> list[JsonObject]:
        """List the conditions of which each makes the field required."""
        element = spot.element
        own = [element.required] if isinstance(element.required, dict) else []
        rules = self.view.model.required_when
        return own + [one.when for one in rules if one.field == spot.path]

    def _holds(self, condition: JsonObject) -> bool:
        return self.judge.holds(condition, self.view.data)


def _described_by(at: str, *, has_hint: bool, has_affix: bool) -> str:
    """Name what describes a control; the error's place is always on the page."""
    places = [f"{at}-hint"] if has_hint else []
    places.append(f"{at}-error")
    if has_affix:
        places.append(f"{at}-affix")
    return " ".join(places)


def typed_in(spot: Spot, widget: Widget) -> tuple[str, ...]:
    """Return what a control shows; where it holds several, the blank one says it was there."""
    posted = tuple(spot.posted.get("", ()))
    if not spot.is_typed:
        return posted
    return tuple(one for one in posted if one) if widget.frame == Frame.GROUP else posted[-1:]


def refusal_of(view: FormView, at: str) -> Refused | None:
    """Find what is wrong at a pointer or with anything in it."""
    whole_one = view.errors.get(at)
    if whole_one is not None:
        return whole_one
    inside = at + "/"
    return next((one for place, one in view.errors.items() if place.startswith(inside)), None)
