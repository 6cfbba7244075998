"""The ways of laying out the records of one list, as links with the same state."""

from collections.abc import Mapping, Sequence
from typing import Final

from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.screens.list_state import ListState
from stuga.platform.ui.screens.list_view import LayoutLink

TABLE: Final = "table"
BOARD: Final = "board"
CALENDAR: Final = "calendar"
_TITLES: Final[Mapping[str, str]] = {
    TABLE: msgid("Table"),
    BOARD: msgid("Board"),
    CALENDAR: msgid("Calendar"),
}


def layout_links(
    locale: Locale, layouts: Sequence[str], current: str, state: ListState, action: str
) -> Sequence[LayoutLink]:
    """Link to each layout, the first without a word of it; none where there is but one."""
    if len(layouts) < 2:  # noqa: PLR2004  # one is no choice
        return ()
    return [
        LayoutLink(
            key=one,
            title=locale.text(_TITLES[one]),
            link=state.laid_out("" if one == layouts[0] else one).link(action),
            icon=one,
            is_current=one == current,
        )
        for one in layouts
    ]
