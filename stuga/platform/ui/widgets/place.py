"""A place on a map: typed as coordinates, shown on a drawing of ours, with a way to real maps."""

from collections.abc import Mapping

from stuga.models.definition.document import Element, Field
from stuga.models.definition.kinds.place import degrees_text, spot_of
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.outlines import drawn
from stuga.platform.ui.widgets.widget import Group, ShownAs, Widget

ZOOM = 15


class PlaceWidget(Widget):
    """The links are plain: nothing is fetched from elsewhere until someone follows one."""

    name = "place"
    title = msgid("Place on a map")
    icon = "map-pin"
    group = Group.TEXT
    kinds = frozenset({"place"})
    template = "place"
    shown_as = ShownAs.PLACE

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = field, element
        return {"type": "text", "inputmode": "text", "spellcheck": "false"}

    def settings(self, value: JsonValue, field: Field, locale: Locale) -> Mapping[str, str]:
        _ = field, locale
        spot = spot_of(value)
        if spot is None or not (abs(spot[0]) <= 90 and abs(spot[1]) <= 180):  # noqa: PLR2004
            return {}
        north, east = (degrees_text(one) for one in spot)
        return {
            **drawn(spot),
            "text": f"{north}, {east}",
            "geo": f"geo:{north},{east}",
            "map": f"https://www.openstreetmap.org/?mlat={north}&mlon={east}"
            f"#map={ZOOM}/{north}/{east}",
        }
