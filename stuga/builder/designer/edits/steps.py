"""Changes of a form's steps. Nothing is asked less because a step goes."""

from stuga.builder.designer.edits.elements import Edited
from stuga.builder.designer.edits.tree import (
    copied,
    made_list,
    object_of,
    shifted,
    without_texts,
)
from stuga.models.definition import starters
from stuga.models.definition.reading import list_at, objects_at, text_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import NotFoundError


def add_step(document: JsonObject, screen: str, title: str) -> Edited:
    """Add a step, the last. A form without steps first puts what it asks into one."""
    result = copied(document)
    raw = object_of(result, "screens", screen)
    steps = made_list(raw, "steps")
    if not steps:
        elements = raw.pop("elements", [])
        steps.append(_step(raw, text_at(raw, "title", screen), elements))
    steps.append(_step(raw, title, []))
    return Edited(result, f"/screens/{screen}/steps/{len(steps) - 1}")


def _step(raw: JsonObject, title: str, elements: JsonValue) -> JsonObject:
    taken = {text_at(step, "key") for _, step in objects_at(raw, "steps")}
    key = starters.key_from(title, taken, joint="-")
    return {"key": key, "title": title, "elements": elements}


def remove_step(document: JsonObject, screen: str, at: int) -> Edited:
    """Take a step away; what it asks goes to the step before, or to the one after the first."""
    result = copied(document)
    raw = object_of(result, "screens", screen)
    steps = [step for _, step in objects_at(raw, "steps")]
    if at >= len(steps):
        raise NotFoundError
    gone = steps.pop(at)
    without_texts(result, f"screen.{screen}.step.{text_at(gone, 'key')}.")
    asked = list_at(gone, "elements")
    if not steps:
        raw.pop("steps")
        raw["elements"] = asked
        return Edited(result, "")
    heir = max(at - 1, 0)
    kept = list_at(steps[heir], "elements")
    steps[heir]["elements"] = [*kept, *asked] if at else [*asked, *kept]
    raw["steps"] = [*steps]
    return Edited(result, f"/screens/{screen}/steps/{heir}")


def move_step(document: JsonObject, screen: str, at: int, by: int) -> Edited:
    """Move a step towards the beginning or the end."""
    result = copied(document)
    steps = made_list(object_of(result, "screens", screen), "steps")
    if at >= len(steps):
        raise NotFoundError
    return Edited(result, f"/screens/{screen}/steps/{shifted(steps, at, by)}")
