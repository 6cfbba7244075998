"""Phone numbers."""

import re
from collections.abc import Mapping
from typing import Final

import phonenumbers
from babel import Locale

from stuga.models.definition.kinds.base import text_setting
from stuga.models.definition.kinds.texts import TextKind
from stuga.models.definition.kinds.typed import Setting
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

_REGIONS: Final[Mapping[str, str]] = {"sv": "SE", "nb": "NO", "nn": "NO", "no": "NO", "en": "SE"}
_MASKED: Final = re.compile(r"\+?[0-9]*•+[0-9]*")
# Numbers that the Swedish authority keeps free for films and examples: 070-174 06 05 to 06 99.
_FIRST_SAMPLE: Final = 46701740605
_SAMPLES: Final = 95


class Phone(TextKind):
    """A phone number that can be dialled, stored as `+46701234567` (E.164).

    `+4670•••••67` is stored too: it is what anonymising leaves, and cannot be typed.
    """

    name = "phone"
    names_records = True
    many_valued = True
    identity = "phone"
    methods = frozenset({"mask"})
    searchable = True

    def new_schema(self) -> JsonObject:
        return {"type": "string", "maxLength": 20, "x-field": self._named()}

    def _read(self, typed: str, setting: Setting, /) -> JsonValue | Refused:
        named = text_setting(setting.schema, "region")
        regions = (named,) if named else _regions(setting.locale)
        read = (_dialled(typed, region) for region in regions)
        return next((number for number in read if number), Refused("phone-invalid"))

    def _flaw(self, value: str, _schema: JsonObject, /) -> Refused | None:
        is_sound = _MASKED.fullmatch(value) or _dialled(value, None)
        return None if is_sound else Refused("phone-invalid")

    def _normal(self, value: str, _schema: JsonObject, /) -> JsonValue:
        return _dialled(value, None) or value

    def _text(self, value: str, setting: Setting, /) -> str:
        """Write it as people in the reader's country do, from elsewhere with `+` and country."""
        try:
            number = phonenumbers.parse(value)
        except phonenumbers.NumberParseException:
            return value
        is_near = phonenumbers.region_code_for_number(number) in _regions(setting.locale)
        style = phonenumbers.PhoneNumberFormat
        return phonenumbers.format_number(
            number, style.NATIONAL if is_near else style.INTERNATIONAL
        )

    def sample(self, _schema: JsonObject, seed: int) -> JsonValue:
        return f"+{_FIRST_SAMPLE + seed % _SAMPLES}"


def _regions(locale: Locale) -> tuple[str, ...]:
    """Return where a number without a country may be from: who reads English here dials here."""
    here = _REGIONS.get(locale.language, "SE")
    return (here,) if locale.territory in {None, here} else (here, locale.territory)


def _dialled(text: str, region: str | None) -> str | None:
    if re.search(r"[^\W\d_]", text):  # letters would be read as the keys they stand on
        return None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if number.extension or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
