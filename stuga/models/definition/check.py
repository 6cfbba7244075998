"""The checker: every problem of a definition, structure first, then meaning."""

from itertools import chain

from stuga.models.definition.checks.accessibility import accessibility_problems
from stuga.models.definition.checks.computed import FormulaCheck, computed_problems
from stuga.models.definition.checks.fields import field_problems
from stuga.models.definition.checks.languages import language_problems
from stuga.models.definition.checks.models import model_problems
from stuga.models.definition.checks.privacy import privacy_problems
from stuga.models.definition.checks.problem import Fix, Problem, Problems, Severity, error
from stuga.models.definition.checks.retention import retention_problems
from stuga.models.definition.checks.roles import role_problems
from stuga.models.definition.checks.screens import navigation_problems, screen_problems
from stuga.models.definition.document import App
from stuga.models.definition.saying import said
from stuga.models.definition.structure import is_too_deep, structure_problems
from stuga.models.json import JsonObject

__all__ = ["Fix", "FormulaCheck", "Problem", "Severity", "blocking", "problems"]


def problems(document: JsonObject, formulas: FormulaCheck | None = None) -> list[Problem]:
    """List what is wrong with a definition: its structure first, then its meaning.

    Any JSON object may be given. What has the wrong shape is not judged for its meaning.

    :param formulas: who looks at formulas; without one they are left alone
    """
    if is_too_deep(document):
        message = said("The definition is nested too deeply. Use fewer levels.")
        return [error("", "too-deep", message)]
    found = structure_problems(document)
    named = {one.pointer for one in found}
    shapeless = tuple(f"{one.pointer}/" for one in found if one.code == "structure-type")
    meant = (one for one in _meaning(App.read(document), formulas) if one.pointer not in named)
    return found + [one for one in meant if not one.pointer.startswith(shapeless)]


def blocking(document: JsonObject) -> list[Problem]:
    """List only the problems that block publishing."""
    return [one for one in problems(document) if one.severity == "error"]


def _meaning(app: App, formulas: FormulaCheck | None) -> Problems:
    for model in app.models.values():
        yield from model_problems(app, model)
        yield from field_problems(app, model)
        yield from computed_problems(app, model, formulas)
        yield from privacy_problems(app, model)
    for screen in app.screens.values():
        yield from screen_problems(app, screen)
    yield from chain(
        navigation_problems(app),
        retention_problems(app),
        role_problems(app),
        language_problems(app),
        accessibility_problems(app),
    )
