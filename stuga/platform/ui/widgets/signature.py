"""A signature: a typed name, and a sheet to draw on where there is a script for it."""

from collections.abc import Mapping

from stuga.models.definition.document import Field
from stuga.models.definition.kinds.date_time import moment_of
from stuga.models.definition.kinds.signature import HEIGHT, WIDTH, is_path
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.widget import Group, Part, Posted, Read, ShownAs, Widget

DRAWN = "drawn"


class SignatureWidget(Widget):
    """Strokes travel as an SVG path in an input of their own, so that none are lost on the way."""

    name = "signature"
    title = msgid("Signature")
    icon = "signature"
    group = Group.FILE
    kinds = frozenset({"signature"})
    template = "signature"
    shown_as = ShownAs.SIGNATURE

    def typed(self, value: JsonValue, field: Field, locale: Locale) -> tuple[str, ...]:
        _ = field, locale
        return (_member(value, "name"),)

    def parts(self, field: Field, locale: Locale) -> tuple[Part, ...]:
        _ = field
        return (Part(key=DRAWN, label=locale.text("Drawn signature")),)

    def spread(self, value: JsonValue, field: Field, locale: Locale) -> Posted:
        if not isinstance(value, dict):
            return {"": ()}
        drawn = _member(value, DRAWN)
        return {"": self.typed(value, field, locale), **({DRAWN: (drawn,)} if drawn else {})}

    def gathered(self, posted: Posted, field: Field, locale: Locale) -> Read:
        signed = self.parse(posted.get("", ()), field, locale)
        drawn = next(reversed(posted.get(DRAWN, ())), "")
        if isinstance(signed, Refused):
            return Read(None, {"": signed})
        if not drawn:
            return Read(signed, {})
        if not isinstance(signed, dict):
            return Read(None, {"": Refused("signature-name")})
        if not is_path(drawn):
            return Read(None, {"": Refused("signature-drawn")})
        whole: JsonObject = {**signed, DRAWN: drawn}
        return Read(whole, {})

    def settings(self, value: JsonValue, field: Field, locale: Locale) -> Mapping[str, str]:
        _ = field
        at = moment_of(_member(value, "at"))
        drawn = _member(value, DRAWN)
        return {
            "width": str(WIDTH),
            "height": str(HEIGHT),
            "drawn": drawn if is_path(drawn) else "",
            "at": locale.datetime(at) if at else "",
        }

    def refusals(self, field: Field) -> Mapping[str, Refused]:
        _ = field
        return {"long": Refused("max-length", {"limit": 200})}


def _member(value: JsonValue, name: str) -> str:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""
