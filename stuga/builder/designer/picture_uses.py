"""Where an app uses its pictures: in the draft, and in what serves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stuga.builder.apps import queries
from stuga.builder.designer.desk import Desk
from stuga.models.definition.document import App
from stuga.models.definition.pictures import Use, uses


@dataclass(frozen=True, slots=True)
class Used:
    """A place that shows a picture; without an address it stands in the live version only."""

    title: str
    href: str = ""


def used_in(desk: Desk) -> Mapping[str, Sequence[Used]]:
    """Return for each picture the places that show it, each place once."""
    found: dict[str, dict[Used, None]] = {}
    for one in uses(desk.draft.document):
        found.setdefault(one.name, {})[_in_draft(desk, one)] = None
    live = queries.live_document(queries.get_app(desk.key)) or {}
    served, drafted = App.read(live), frozenset(found)
    for one in uses(live):
        if one.name not in drafted:
            found.setdefault(one.name, {})[_in_live(desk, served, one)] = None
    return {name: [*places] for name, places in found.items()}


def _in_draft(desk: Desk, use: Use) -> Used:
    if use.screen in desk.app.screens:
        path = f"{desk.home}/screens/{use.screen}?at={use.pointer.removesuffix('/picture')}"
        return Used(desk.app.screens[use.screen].title, path)
    return Used(desk.locale.text("Look"), f"{desk.home}/look")


def _in_live(desk: Desk, served: App, use: Use) -> Used:
    screen = served.screens.get(use.screen)
    title = screen.title if screen else desk.locale.text("Look")
    return Used(desk.locale.text("{place}, in the version that is live", place=title))
