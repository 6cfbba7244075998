"""Renders a dashboard: metrics side by side, charts below each other or in two columns."""

from markupsafe import Markup

from stuga.platform.ui.environment import fragment
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.bars import THICKNESS, drawing_of
from stuga.platform.ui.screens.canvas import PATTERNS
from stuga.platform.ui.screens.dashboard_view import BarChart, DashboardView, Metric
from stuga.platform.ui.screens.plots import plotted


def dashboard_html(view: DashboardView, locale: Locale) -> Markup:
    """Draw the elements; metrics are kept together in rows, in their order."""
    charts = [one for one in view.elements if not isinstance(one, Metric)]
    return fragment(
        "screens/dashboard.html",
        locale,
        view=view,
        metrics=[one for one in view.elements if isinstance(one, Metric)],
        drawings=[
            ("bars", drawing_of(one))
            if isinstance(one, BarChart)
            else ("plot", plotted(one, locale))
            for one in charts
        ],
        thickness=THICKNESS,
        patterns=PATTERNS,
    )
