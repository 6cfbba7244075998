"""Renders the page on which a person decides between two versions of a record."""

from markupsafe import Markup

from stuga.platform.ui.environment import fragment
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.controls import Controls
from stuga.platform.ui.screens.form import carried_of
from stuga.platform.ui.screens.form_plan import Plan, typed_fields
from stuga.platform.ui.screens.form_view import ConflictView
from stuga.platform.ui.widgets import widget_for


def conflict_html(view: ConflictView, locale: Locale) -> Markup:
    """Show both values of each field that differs; all that was typed travels along."""
    plan = Plan.of(view.form)
    controls = Controls(view.form, locale, plan.judge, plan.hidden)
    fields = view.form.model.fields
    carried = [
        one
        for field in typed_fields(view.form)
        for one in carried_of(field, controls.held(field, widget_for(field)))
    ]
    titled = [
        (fields[one.field].title if one.field in fields else one.field, one)
        for one in view.differences
    ]
    return fragment(
        "screens/conflict.html", locale, view=view, form=view.form, carried=carried, rows=titled
    )
