"""Calls the macros of widget templates. The only place where their HTML is taken as safe."""

from functools import cache

from jinja2.environment import TemplateModule
from markupsafe import Markup

from stuga.platform.ui.environment import environment


def printed(template: str, macro: str, *arguments: object) -> Markup:
    """Print with one macro of `widgets/<template>.html`."""
    html = getattr(_macros(template), macro)(*arguments)
    return Markup(html)  # noqa: S704  # autoescape has seen to it


@cache
def _macros(template: str) -> TemplateModule:
    """Load a widget's macros once: looking them up costs more than using them."""
    return environment().get_template(f"widgets/{template}.html").module
