"""Puts a rendered screen into the frame around it, with the styles and modules it needs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from stuga.platform.ui.environment import page
from stuga.platform.ui.screens.dashboard_view import DashboardView
from stuga.platform.ui.screens.detail_view import DetailView
from stuga.platform.ui.screens.form_view import ConflictView, FormView
from stuga.platform.ui.screens.list_view import ListView
from stuga.platform.ui.screens.page_view import PageView
from stuga.platform.ui.screens.rendering import View, render
from stuga.platform.ui.shell import Shell

STYLESHEETS: Final[Mapping[type, tuple[str, ...]]] = {
    FormView: ("form",),
    ConflictView: ("form",),
    ListView: ("list",),
    DetailView: ("list", "screens"),
    DashboardView: ("charts",),
    PageView: ("screens", "charts"),
}
MODULES: Final[Mapping[type, tuple[str, ...]]] = {FormView: ("form",), ListView: ("list",)}


def screen_page(view: View, shell: Shell) -> str:
    """Render a whole page of an app; the title begins with "Error:" if the form has errors."""
    modules = MODULES.get(type(view), ())
    if isinstance(view, FormView) and view.has_ways:
        modules = (*modules, "steps")
    framed = replace(
        shell,
        stylesheets=(*shell.stylesheets, *STYLESHEETS[type(view)]),
        modules=(*shell.modules, *modules),
    )
    has_errors = isinstance(view, FormView) and bool(view.errors)
    screen = render(view, shell.locale)
    return page("screens/screen.html", framed, screen=screen, has_errors=has_errors)
