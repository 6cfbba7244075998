"""Puts a rendered screen into the frame around it, with the styles and modules it needs."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from stuga.models.definition.kinds.attached import FILE_KINDS
from stuga.platform.ui.environment import page
from stuga.platform.ui.screens.dashboard_view import DashboardView
from stuga.platform.ui.screens.detail_view import DetailView
from stuga.platform.ui.screens.form_view import ConflictView, FormView
from stuga.platform.ui.screens.list_view import ListView
from stuga.platform.ui.screens.page_view import Image, PageView
from stuga.platform.ui.screens.rendering import View, render
from stuga.platform.ui.screens.short_list import ShortList
from stuga.platform.ui.shell import Shell
from stuga.platform.ui.widgets.widget import ShownAs

STYLESHEETS: Final[Mapping[type, tuple[str, ...]]] = {
    FormView: ("form",),
    ConflictView: ("form", "conflict"),
    ListView: ("table", "list"),
    DetailView: ("table", "screens"),
    DashboardView: ("charts",),
    PageView: ("screens", "charts"),
}
MODULES: Final[Mapping[type, tuple[str, ...]]] = {FormView: ("form",), ListView: ("list",)}


DRAWN: Final = {"attach": FILE_KINDS, "signature": frozenset({"signature"})}
"""Modules that only forms with such fields need."""
_OF_KINDS: Final = {
    "rows": frozenset({"list", "address", "place", "references"}),
    "files": FILE_KINDS | {"signature"},
}
"""Styles that only forms with such fields need."""
_OF_VALUES: Final = {
    "rows": frozenset({ShownAs.ROWS, ShownAs.PLACE}),
    "files": frozenset({ShownAs.FILES, ShownAs.SIGNATURE}),
}
"""Styles that only pages of records with such values need."""


def screen_page(view: View, shell: Shell) -> str:
    """Render a whole page of an app; the title begins with "Error:" if the form has errors."""
    modules = MODULES.get(type(view), ())
    if isinstance(view, FormView) and view.has_ways:
        modules = (*modules, "steps")
    if isinstance(view, FormView) and view.computes:
        modules = (*modules, "formulas")
    if isinstance(view, FormView) and (view.saves or view.trap):
        modules = (*modules, "kept" if view.saves else "unsaved")
    if isinstance(view, FormView) and view.has_rows:
        modules = (*modules, "repeater")
    if isinstance(view, DetailView) and view.talk and view.talk.people:
        modules = (*modules, "mention")
    if isinstance(view, FormView):
        modules = (*modules, *(name for name, kinds in DRAWN.items() if view.asks_for(kinds)))
    if isinstance(view, ListView):
        modules = (*modules, *_of_lists(view))
    framed = replace(
        shell,
        stylesheets=(*shell.stylesheets, *sheets_of(view)),
        modules=(*shell.modules, *modules),
    )
    has_errors = isinstance(view, FormView) and bool(view.errors)
    screen = render(view, shell.locale)
    return page("screens/screen.html", framed, screen=screen, has_errors=has_errors)


def _of_lists(view: ListView) -> Iterator[str]:
    yield from ("board",) if view.board else ()
    yield from ("more",) if view.rows and view.next else ()


def sheets_of(view: View) -> tuple[str, ...]:
    """Name the styles of a screen, those of what it shows among them."""
    return (*STYLESHEETS[type(view)], *_sheets_of_content(view))


def _sheets_of_content(view: View) -> Iterator[str]:
    if isinstance(view, FormView):
        yield from ("steps",) if view.has_ways else ()
        yield from (sheet for sheet, kinds in _OF_KINDS.items() if view.asks_for(kinds))
    elif isinstance(view, ListView):
        yield from ("many",) if view.many else ()
        yield from ("views",) if view.views or view.choice else ()
        yield from ("layouts",) if view.layouts or view.calendar else ()
        yield from ("board",) if view.board else ()
        yield from ("calendar",) if view.calendar else ()
    elif isinstance(view, PageView):
        yield from ("table",) if view.has(ShortList) else ()
        yield from ("page-parts",) if view.has(ShortList, Image) else ()
    elif isinstance(view, DashboardView):
        yield from ("table", "page-parts") if view.lists else ()
    elif isinstance(view, DetailView):
        shown = {one.form for section in view.sections for one in section.fields}
        yield from ("talk",) if view.talk else ()
        yield from (sheet for sheet, forms in _OF_VALUES.items() if shown & forms)
