"""Puts a rendered screen into the frame around it, with the styles and modules it needs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from stuga.models.definition.kinds.attached import FILE_KINDS
from stuga.platform.ui.environment import page
from stuga.platform.ui.screens.dashboard_view import DashboardView
from stuga.platform.ui.screens.detail_view import DetailView
from stuga.platform.ui.screens.form_view import ConflictView, FormView
from stuga.platform.ui.screens.list_view import ListView
from stuga.platform.ui.screens.page_view import PageView
from stuga.platform.ui.screens.rendering import View, render
from stuga.platform.ui.shell import Shell
from stuga.platform.ui.widgets.widget import ShownAs

STYLESHEETS: Final[Mapping[type, tuple[str, ...]]] = {
    FormView: ("form", "rows"),
    ConflictView: ("form",),
    ListView: ("list",),
    DetailView: ("list", "screens", "rows"),
    DashboardView: ("charts",),
    PageView: ("screens", "charts"),
}
MODULES: Final[Mapping[type, tuple[str, ...]]] = {FormView: ("form",), ListView: ("list",)}


DRAWN: Final = {"attach": FILE_KINDS, "signature": frozenset({"signature"})}
"""Modules that only forms with such fields need."""
_ON_DETAILS: Final = frozenset({ShownAs.FILES, ShownAs.SIGNATURE})


def screen_page(view: View, shell: Shell) -> str:
    """Render a whole page of an app; the title begins with "Error:" if the form has errors."""
    modules = MODULES.get(type(view), ())
    if isinstance(view, FormView) and view.has_ways:
        modules = (*modules, "steps")
    if isinstance(view, FormView) and view.computes:
        modules = (*modules, "formulas")
    if isinstance(view, FormView) and view.has_rows:
        modules = (*modules, "repeater")
    if isinstance(view, FormView):
        modules = (*modules, *(name for name, kinds in DRAWN.items() if view.asks_for(kinds)))
    sheets = STYLESHEETS[type(view)]
    framed = replace(
        shell,
        stylesheets=(*shell.stylesheets, *sheets, *(("files",) if _shows_files(view) else ())),
        modules=(*shell.modules, *modules),
    )
    has_errors = isinstance(view, FormView) and bool(view.errors)
    screen = render(view, shell.locale)
    return page("screens/screen.html", framed, screen=screen, has_errors=has_errors)


def _shows_files(view: View) -> bool:
    """Tell whether files or signatures stand on the page, which have a stylesheet of their own."""
    if isinstance(view, FormView):
        return any(view.asks_for(kinds) for kinds in DRAWN.values())
    sections = view.sections if isinstance(view, DetailView) else ()
    return any(one.form in _ON_DETAILS for section in sections for one in section.fields)
