"""The checker: every problem of a definition, structure first, then meaning."""

from itertools import chain

from stuga.models.definition.checks.fields import field_problems
from stuga.models.definition.checks.languages import language_problems
from stuga.models.definition.checks.models import model_problems
from stuga.models.definition.checks.privacy import privacy_problems
from stuga.models.definition.checks.problem import Fix, Problem, Problems, Severity
from stuga.models.definition.checks.retention import retention_problems
from stuga.models.definition.checks.roles import role_problems
from stuga.models.definition.checks.screens import navigation_problems, screen_problems
from stuga.models.definition.document import App
from stuga.models.definition.structure import structure_problems
from stuga.models.json import JsonObject

__all__ = ["Fix", "Problem", "Severity", "blocking", "problems"]


def problems(document: JsonObject) -> list[Problem]:
    """List what is wrong with a definition: its structure first, then its meaning.

    Any JSON object may be given. Where its structure is broken, its meaning is not judged.
    """
    found = structure_problems(document)
    broken = tuple(one.pointer for one in found)
    return found + [one for one in _meaning(App.read(document)) if not _is_within(one, broken)]


def blocking(document: JsonObject) -> list[Problem]:
    """List only the problems that block publishing."""
    return [one for one in problems(document) if one.severity == "error"]


def _is_within(problem: Problem, broken: tuple[str, ...]) -> bool:
    return any(problem.pointer == one or problem.pointer.startswith(f"{one}/") for one in broken)


def _meaning(app: App) -> Problems:
    for model in app.models.values():
        yield from model_problems(app, model)
        yield from field_problems(app, model)
        yield from privacy_problems(app, model)
    for screen in app.screens.values():
        yield from screen_problems(app, screen)
    yield from chain(
        navigation_problems(app),
        retention_problems(app),
        role_problems(app),
        language_problems(app),
    )
