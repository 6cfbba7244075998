"""The answers of a form as they were sent: by its steps and its own questions, for paper."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from stuga.models.definition.document import Element
from stuga.platform.ui.environment import fragment, speaking
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.controls import Controls
from stuga.platform.ui.screens.form_plan import Plan
from stuga.platform.ui.screens.form_view import FormView
from stuga.platform.ui.screens.printer import Printer


def receipt_html(
    view: FormView, locale: Locale, title: str, facts: Sequence[tuple[str, str]]
) -> Markup:
    """Return what was asked and answered, with what is to be said of the form above it."""
    plan = Plan.of(view)
    controls = Controls(view, locale, plan.judge, plan.hidden)
    level = 3 if len(plan.steps) > 1 else 2
    elements = partial(Printer(controls).elements, level=level)
    with speaking(locale):
        steps = [(step.title, elements(tuple(_asked(step.elements)))) for step in plan.steps]
    return fragment(
        "screens/receipt.html",
        locale,
        title=title,
        facts=facts,
        titled=len(steps) > 1,
        steps=[(title, answers) for title, answers in steps if answers.strip()],
    )


def _asked(elements: Sequence[Element]) -> Iterator[Element]:
    """Leave out what asks nothing: words of help, buttons."""
    for one in elements:
        if one.type == "field":
            yield one
        elif one.elements:
            yield replace(one, elements=tuple(_asked(one.elements)))
