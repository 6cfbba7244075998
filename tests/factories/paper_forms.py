"""The app of cases with a form for papers, which refer to cases."""

import copy

from stuga.models.json import JsonObject
from tests.factories.apps import SMALL_CASES


def with_paper_form(*keys: str) -> JsonObject:
    """Return the app in which who handles cases fills in these fields of a paper."""
    made = copy.deepcopy(SMALL_CASES)
    made["screens"]["paper"] = {
        "type": "form",
        "model": "paper",
        "title": "Paper",
        "elements": [{"type": "field", "field": key} for key in keys],
    }
    made["roles"]["handler"]["screens"].append("paper")
    return made
