"""Lets readers choose the columns of a list and their order, by links and boxes."""

from collections.abc import Iterable, Sequence

from stuga.models.definition.document import Field
from stuga.platform.ui.screens.list_state import ListState
from stuga.platform.ui.screens.list_view import ChosenColumn, ColumnChoice
from stuga.platform.ui.widgets.control import Option


def column_choice(
    shown: Sequence[Field], others: Iterable[Field], state: ListState, action: str
) -> ColumnChoice:
    """Say which fields are columns and which may be, and what moves one before another."""
    keys = [one.key for one in shown]
    return ColumnChoice(
        chosen=[
            ChosenColumn(
                key=one.key,
                title=one.title,
                earlier=_swapped(keys, at - 1, state).link(action) if at else "",
                later=_swapped(keys, at, state).link(action) if at + 1 < len(keys) else "",
            )
            for at, one in enumerate(shown)
        ],
        others=[Option(one.key, one.title) for one in others if one.key not in keys],
        carried=state.showing(()).pairs(),
        own=state.showing(()).link(action) if state.columns else "",
    )


def _swapped(keys: Sequence[str], at: int, state: ListState) -> ListState:
    """Let the column at a place and the next change places."""
    return state.showing([*keys[:at], keys[at + 1], keys[at], *keys[at + 2 :]])
