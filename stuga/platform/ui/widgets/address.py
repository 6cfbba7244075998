"""An address: an input for each of its parts, so that browsers can fill them in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from stuga.models.definition.document import Field
from stuga.models.definition.kinds.address import lines_of, region_of
from stuga.models.definition.kinds.countries import country_names
from stuga.models.definition.reading import object_at
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.control import Option
from stuga.platform.ui.widgets.widget import Frame, Group, Part, Posted, Read, Widget

LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "street": msgid("Street address"),
        "extra": msgid("Flat, floor or c/o"),
        "postal_code": msgid("Postal code"),
        "city": msgid("City"),
        "country": msgid("Country"),
    }
)
MEANING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "street": "address-line1",
        "extra": "address-line2",
        "postal_code": "postal-code",
        "city": "address-level2",
        "country": "country",
    }
)


class AddressWidget(Widget):
    name = "address"
    title = msgid("Address")
    icon = "home"
    group = Group.TEXT
    kinds = frozenset({"address"})
    template = "address"
    frame = Frame.GROUP

    def parts(self, field: Field, locale: Locale) -> tuple[Part, ...]:
        asked = object_at(field.schema, "properties")
        return tuple(_part(key, field, locale) for key in LABELS if key in asked)

    def spread(self, value: JsonValue, field: Field, locale: Locale) -> Posted:
        parts = value if isinstance(value, dict) else {}
        return {part.key: (str(parts.get(part.key, "")),) for part in self.parts(field, locale)}

    def gathered(self, posted: Posted, field: Field, locale: Locale) -> Read:
        _ = locale
        texts = {name: [*posted[name]][-1].strip() for name in LABELS if posted.get(name)}
        typed: JsonObject = {name: text for name, text in texts.items() if text}
        if not typed.keys() - {"country"}:
            return Read(None, {})
        problems = {
            at: one for at, one in field.kind.problems(typed, field.schema).items() if _is_text(one)
        }
        return Read(None, problems) if problems else Read(typed, {})

    def is_blank(self, posted: Posted, field: Field) -> bool:
        """Tell whether nothing is typed; a country alone is no address."""
        own = {name: texts for name, texts in posted.items() if name != "country"}
        return super().is_blank(own, field)

    def settings(self, value: JsonValue, field: Field, locale: Locale) -> Mapping[str, str]:
        _ = field
        texts = value if isinstance(value, dict) else {}
        parts = {name: one for name, one in texts.items() if isinstance(one, str)}
        return {"lines": "\n".join(lines_of(parts, locale.babel))}


def _is_text(refused: Refused) -> bool:
    """Tell whether PostgreSQL could not keep it, so that it must not even be tried."""
    return refused.code == "text-broken"


def _part(key: str, field: Field, locale: Locale) -> Part:
    attributes = {"data-part": key, "data-autocomplete": MEANING[key]}
    if key == "country":
        names = country_names(locale.language)
        home = region_of(field.schema)
        options = [Option("", names.get(home, home))]
        options += [Option(code, name) for code, name in names.items() if code != home]
        return Part(
            key=key, label=locale.text(LABELS[key]), options=tuple(options), attributes=attributes
        )
    if key == "postal_code":
        attributes["inputmode"] = "numeric" if region_of(field.schema) in {"SE", "NO"} else "text"
    return Part(key=key, label=locale.text(LABELS[key]), attributes=attributes)
