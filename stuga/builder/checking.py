"""The checker of definitions, with the formula engine at hand."""

from stuga.models.definition import check
from stuga.models.definition.check import Problem
from stuga.models.json import JsonObject
from stuga.runtime.formulas.checking import check as look_at_formula


def problems(document: JsonObject) -> list[Problem]:
    """List what is wrong with a definition, its formulas included."""
    return check.problems(document, look_at_formula)
