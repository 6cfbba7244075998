"""Twenty-odd mistakes a builder can make in one definition, and where each must be named."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.patch import patched
from stuga.models.json import JsonObject, JsonValue


@dataclass(frozen=True)
class Mistake:
    """A change that breaks a definition, the place to be named, and a word of the sentence."""

    path: str
    value: JsonValue
    pointer: str
    says: str


FIELD: Final = "/models/case/properties"
MISTAKES: Final[Sequence[Mistake]] = (
    Mistake("/colour", "red", "", "colour"),
    Mistake("/theme", {"accent": "green"}, "/theme/accent", "colour"),
    Mistake("/language", "english", "/language", "language"),
    Mistake("/icon", "Big Icon", "/icon", "Big Icon"),
    Mistake(f"{FIELD}/odd", {"type": "text", "title": "Odd"}, f"{FIELD}/odd/type", "text"),
    Mistake(f"{FIELD}/bare", {"type": "string"}, f"{FIELD}/bare", "title"),
    Mistake(f"{FIELD}/Upper", {"type": "string", "title": "Upper"}, f"{FIELD}", "Upper"),
    Mistake("/models/case/required/-", "nowhere", "/models/case/required/2", "nowhere"),
    Mistake("/models/case/x-model/index/-", "missing", "/models/case/x-model/index/4", "missing"),
    Mistake("/models/case/x-model/search/-", "absent", "/models/case/x-model/search/2", "absent"),
    Mistake("/models/case/x-model/unique/-", ["gone"], "/models/case/x-model/unique/1/0", "gone"),
    Mistake("/models/case/x-model/label", "{lost}", "/models/case/x-model/label", "lost"),
    Mistake("/screens/inbox/columns/-", "faded", "/screens/inbox/columns/4", "faded"),
    Mistake("/screens/inbox/sort/0", "-vanished", "/screens/inbox/sort/0", "vanished"),
    Mistake(
        "/screens/inbox/filter",
        {"field": "unheard", "is": 1},
        "/screens/inbox/filter/field",
        "unheard",
    ),
    Mistake(
        "/screens/edit/elements/0/field", "phantom", "/screens/edit/elements/0/field", "phantom"
    ),
    Mistake("/screens/edit/elements/1/type", "fild", "/screens/edit/elements/1/type", "fild"),
    Mistake("/screens/apply/model", "matter", "/screens/apply/model", "matter"),
    Mistake("/screens/odd", {"type": "lists", "title": "Odd"}, "/screens/odd/type", "lists"),
    Mistake("/navigation/-", "nosuch", "/navigation/1", "nosuch"),
    Mistake("/roles/handler/screens/-", "attic", "/roles/handler/screens/2", "attic"),
    Mistake("/roles/reader/models/parcel", {"read": True}, "/roles/reader/models/parcel", "parcel"),
    Mistake(
        "/models/case/properties/applicant/x-privacy/purpose",
        "curiosity",
        f"{FIELD}/applicant/x-privacy/purpose",
        "curiosity",
    ),
    Mistake(
        "/models/case/properties/notes/x-privacy",
        {"personal": "perhaps"},
        f"{FIELD}/notes/x-privacy/personal",
        "perhaps",
    ),
)


def with_mistakes(document: JsonObject) -> JsonObject:
    """Return a definition with every mistake made in it."""
    made = copy.deepcopy(document)
    return patched(made, [{"op": "add", "path": one.path, "value": one.value} for one in MISTAKES])
