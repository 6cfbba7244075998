"""Prints elements of a screen: each by the template of its widget."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from stuga.models.definition.document import Element, Field
from stuga.platform.ui.ids import ids
from stuga.platform.ui.screens.controls import Controls
from stuga.platform.ui.screens.macros import printed
from stuga.platform.ui.screens.markdown import markdown_html
from stuga.platform.ui.screens.privacy_notes import privacy_note
from stuga.platform.ui.screens.spots import RowSpot, Spot, rows_of
from stuga.platform.ui.screens.still import printed_once
from stuga.platform.ui.widgets import LAYOUTS, Mode, Row, Widget, widget_for

TYPED: Final = frozenset({Mode.EDIT, Mode.SAMPLE})
DEEPEST_HEADING: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """A layout element, ready to print."""

    id: str
    title: str
    description: str
    level: int
    wrapper: Markup
    note: str = ""
    columns: int = 2
    link: str = ""
    tone: str = ""
    collapsed: bool = False


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints the elements of one form."""

    controls: Controls

    def elements(self, elements: Sequence[Element], level: int) -> Markup:
        return Markup("\n").join(self.element(one, level) for one in elements)

    def element(self, element: Element, level: int) -> Markup:
        if not self._is_printed(element):
            return Markup()
        if element.type == "field":
            return self._field(element)
        return self._layout(element, level)

    def _is_printed(self, element: Element) -> bool:
        """Leave a hidden element on the page only if the browser may bring it back."""
        if element.pointer not in self.controls.hidden.places:
            return True
        show = element.show
        is_typed = self.controls.view.mode in TYPED
        return is_typed and show is not None and self.controls.may_send(show)

    def _field(self, element: Element) -> Markup:
        view = self.controls.view
        field = view.model.fields.get(element.field)
        if field is None:
            return self._unknown(element) if view.mode == Mode.SAMPLE else Markup()
        is_asked = element.raw.get("read_only") is not True and not field.kind.given
        may_write = view.may_type(field.key) and is_asked
        if view.mode in TYPED and (may_write or self._is_kept_up(field)):
            return self._typed(element, field)
        if view.may_see(field.key):
            return self._read(element, field)
        return Markup()

    def _is_kept_up(self, field: Field) -> bool:
        """Tell whether the field changes on the page, though nobody types it."""
        return field.formula is not None and self.controls.view.may_see(field.key)

    def _typed(self, element: Element, field: Field) -> Markup:
        return self._edited(self.controls.spot(element, field))

    def _edited(self, spot: Spot) -> Markup:
        widget = widget_for(spot.field, _wanted(spot.element))
        return printed_once(self.controls, spot, widget, self._made)

    def _made(self, spot: Spot, widget: Widget) -> Markup:
        control = self.controls.control(spot, widget)
        if spot.field.inner:
            control = replace(control, rows=[self._row(row) for row in rows_of(spot)])
        inner = printed(widget.template, "edit", control)
        return printed("frame", "around", control, inner, widget.frame)

    def _row(self, row: RowSpot) -> Row:
        cells = Markup("\n").join(self._edited(spot) for spot in row.spots)
        return Row(name=row.name, number=row.number, cells=cells)

    def _read(self, element: Element, field: Field) -> Markup:
        widget = widget_for(field, _wanted(element))
        spot = self.controls.spot(element, field)
        control = self.controls.control(spot, widget)
        if field.inner:
            control = replace(control, table=self.controls.values.table(field, spot.value))
        return printed("frame", "read", control, printed(widget.template, "read", control))

    def _layout(self, element: Element, level: int) -> Markup:
        if element.type not in LAYOUTS:
            return self._unknown(element)
        inner = self._inner(element, level)
        if LAYOUTS[element.type].holds and not inner and self.controls.view.mode != Mode.SAMPLE:
            return Markup()
        return printed("layout", element.type, self._arranged(element, level), inner)

    def _inner(self, element: Element, level: int) -> Markup:
        if element.type == "text":
            text = element.raw.get("text")
            return markdown_html(text if isinstance(text, str) else "")
        deeper = min(level + 1, DEEPEST_HEADING) if element.type == "section" else level
        return self.elements(element.elements, deeper)

    def _unknown(self, element: Element) -> Markup:
        return printed("layout", "unknown", self._arranged(element, 2), Markup())

    def _arranged(self, element: Element, level: int) -> Arranged:
        raw, view = element.raw, self.controls.view
        own_level = raw.get("level")
        described, count, tone = raw.get("description"), raw.get("count"), raw.get("tone")
        is_section = element.type == "section" and view.mode in TYPED
        return Arranged(
            id=ids("element", element.pointer),
            title=element.title,
            description=described if isinstance(described, str) else "",
            level=own_level if isinstance(own_level, int) else level,
            wrapper=self.controls.wrapper(element, {}),
            note=privacy_note(view, element, self.controls.locale) if is_section else "",
            columns=count if isinstance(count, int) else 2,
            link=self._link(element),
            tone=tone if isinstance(tone, str) else "",
            collapsed=raw.get("collapsed") is True,
        )

    def _link(self, element: Element) -> str:
        link, screen = element.raw.get("link"), element.raw.get("screen")
        if isinstance(screen, str):
            return self.controls.view.screens.get(screen, "")
        return link if isinstance(link, str) else ""


def _wanted(element: Element) -> str:
    widget = element.raw.get("widget")
    return widget if isinstance(widget, str) else ""
