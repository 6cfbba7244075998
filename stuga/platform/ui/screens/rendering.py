"""Turns a view into HTML. Pure: same view, same locale, same bytes."""

from functools import singledispatch
from typing import TypeAlias

from markupsafe import Markup

from stuga.platform.ui.environment import fragment, speaking
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.conflict import conflict_html
from stuga.platform.ui.screens.dashboard import dashboard_html
from stuga.platform.ui.screens.dashboard_view import DashboardView
from stuga.platform.ui.screens.detail_view import DetailView
from stuga.platform.ui.screens.form import form_html
from stuga.platform.ui.screens.form_view import ConflictView, FormView
from stuga.platform.ui.screens.list_view import ListView
from stuga.platform.ui.screens.page import page_html
from stuga.platform.ui.screens.page_view import PageView
from stuga.platform.ui.screens.table import table_of

View: TypeAlias = FormView | ConflictView | ListView | DetailView | DashboardView | PageView


def render(view: View, locale: Locale) -> Markup:
    """Render a form, list, detail, dashboard, page or conflict, without the frame around it."""
    with speaking(locale):
        return _render(view, locale)


@singledispatch
def _render(view: object, locale: Locale) -> Markup:
    _ = locale
    raise TypeError(f"Nothing renders {type(view).__name__}")


@_render.register
def _(view: FormView, locale: Locale) -> Markup:
    return form_html(view, locale)


@_render.register
def _(view: ConflictView, locale: Locale) -> Markup:
    return conflict_html(view, locale)


@_render.register
def _(view: ListView, locale: Locale) -> Markup:
    return fragment("screens/list.html", locale, view=view, table=table_of(view, locale))


@_render.register
def _(view: DetailView, locale: Locale) -> Markup:
    tables = [table_of(related.list, locale) for related in view.related]
    return fragment("screens/detail.html", locale, view=view, tables=tables)


@_render.register
def _(view: DashboardView, locale: Locale) -> Markup:
    return dashboard_html(view, locale)


@_render.register
def _(view: PageView, locale: Locale) -> Markup:
    return page_html(view, locale)
