"""Lays a record out as its detail screen says: sections of fields in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from markupsafe import Markup

from stuga.models.definition.document import ALL_FIELDS, Element, Field, Fields, Model, Screen
from stuga.models.definition.masks import Masked
from stuga.models.json import JsonObject
from stuga.platform.ui.screens.detail_view import Change, Section, Shown
from stuga.platform.ui.screens.values import Values
from stuga.platform.ui.screens.visibility import Judge, hidden_in
from stuga.platform.ui.widgets import widget_for

FIRST: Final = "first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a record's fields beside their values, by field.

    `removed_by` says which rule removed a value and when; `masked` holds what is shown of values
    that may not be read.
    """

    history: Mapping[str, Sequence[Change]] = field(default_factory=dict)
    removed_by: Mapping[str, str] = field(default_factory=dict)
    masked: Mapping[str, Masked] = field(default_factory=dict)


NOTHING_MORE: Final = Known()


def sections_of(
    screen: Screen,
    model: Model,
    data: JsonObject,
    values: Values,
    *,
    judge: Judge,
    readable: Fields = ALL_FIELDS,
    known: Known = NOTHING_MORE,
) -> tuple[Section, ...]:
    """Arrange what the person may read of the record; sections without a field are left out.

    A screen without elements shows every field of the model.
    """
    layout = _Layout(model, data, values, readable, known)
    if not screen.elements:
        shown = tuple(layout.shown(one) for one in model.fields.values() if layout.may(one))
        return (Section(key=FIRST, title="", fields=shown),) if shown else ()
    hidden = hidden_in(screen, data, judge).places
    found = layout.sections(screen.elements, hidden)
    return tuple(section for section in found if section.fields)


@dataclass(frozen=True, slots=True)
class _Layout:
    model: Model
    data: JsonObject
    values: Values
    readable: Fields
    known: Known

    def may(self, field: Field) -> bool:
        return self.readable.allow(field.key) or field.key in self.known.masked

    def sections(self, elements: Sequence[Element], hidden: frozenset[str]) -> Iterator[Section]:
        """Yield a section for each section or heading, and for what stands between them."""
        current = Section(key=FIRST, title="", fields=())
        for element in elements:
            if element.pointer in hidden:
                continue
            if element.type in {"section", "heading"}:
                yield current
                fields = tuple(self._fields(element, hidden))
                current = Section(
                    key=element.key, title=element.title, fields=fields, pointer=element.pointer
                )
                if element.type == "section":
                    yield current
                    current = Section(key=f"{element.key}-rest", title="", fields=())
            else:
                more = tuple(self._fields(element, hidden))
                current = replace(current, fields=(*current.fields, *more))
        yield current

    def shown(self, field: Field) -> Shown:
        key = field.key
        is_masked = key in self.known.masked
        value = self.known.masked[key] if is_masked else self.data.get(key)
        widget = widget_for(field)
        link = "" if is_masked else self.values.link(field, value)
        return Shown(
            key=key,
            title=field.title,
            text=str(value) if is_masked else self.values.words(field, value),
            form=widget.shown_as,
            html=Markup() if is_masked else widget.html(value),
            table=self.values.table(field, value) if field.inner and not is_masked else None,
            settings={} if is_masked else widget.settings(value, field, self.values.locale),
            files=() if is_masked else self.values.files_of(value),
            link=link,
            masked=is_masked,
            removed_by=self.known.removed_by.get(key, ""),
            history=tuple(self.known.history.get(key, ())),
        )

    def _fields(self, element: Element, hidden: frozenset[str]) -> Iterator[Shown]:
        if element.pointer in hidden:
            return
        field = self.model.field(element.field) if element.type == "field" else None
        if field is not None and self.may(field):
            shown = self.shown(field)
            yield replace(shown, title=element.title) if element.title else shown
        for inner in element.elements:
            yield from self._fields(inner, hidden)
