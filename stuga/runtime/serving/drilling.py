"""From a figure to the records behind it: a list, narrowed as the figure was."""

from stuga.models.definition.conditions import operand_value
from stuga.models.definition.document import Model
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui.screens.list_state import Filter, ListState
from stuga.runtime.records.rights import world_of
from stuga.runtime.serving.visits import Visit

_ALONE = frozenset({"empty", "filled"})


def records_behind(
    visit: Visit,
    model: Model,
    where: JsonObject | None,
    *,
    wanted: str = "",
    only: Filter | None = None,
) -> str:
    """Return the address of the list that shows what was counted; '' if there is none.

    The list must say the same as the figure: a condition that its filters cannot say leads
    nowhere, unless the builder has named the list.
    """
    listed = visit.first_for(model.key, "list", wanted)
    if not listed or (wanted and listed != wanted):
        return ""
    own = _parts(visit.definition.screens[listed].filter)
    asked = _parts(where)
    if not wanted and any(part not in asked for part in own):
        return ""
    filters = [_filter(visit, model, part) for part in asked if part not in own]
    if None in filters and not wanted:
        return ""
    said = [] if None in filters else [one for one in filters if one is not None]
    state = ListState(filters=(*said, *((only,) if only else ())))
    return state.link(visit.url(listed))


def _parts(condition: JsonValue) -> list[JsonValue]:
    """Return the conditions that must all hold."""
    if not isinstance(condition, dict):
        return []
    joined = condition.get("all")
    return joined if isinstance(joined, list) else [condition]


def _filter(visit: Visit, model: Model, part: JsonValue) -> Filter | None:
    """Return one comparison as a filter of a list; None if it is more than that."""
    if not isinstance(part, dict) or "field" not in part or len(part) != 2:  # noqa: PLR2004
        return None
    key = str(part["field"])
    field = model.field(key)
    [operator] = (name for name in part if name != "field")
    if field is None or operator not in field.kind.operators or field.privacy.encrypt:
        return None
    if operator in _ALONE:
        return Filter(key, operator, "true") if part[operator] is True else None
    world = world_of(visit.actor, visit.app, now=visit.now)
    operand = part[operator]
    if isinstance(operand, dict) and "field" in operand:
        return None
    value = operand_value(operand, field.kind.compared_as, world)
    if isinstance(value, list):
        return Filter(key, operator, ",".join(map(str, value)))
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return None if value is None else Filter(key, operator, text)
