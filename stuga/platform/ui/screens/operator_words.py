"""What the operators of conditions are called, as people would say them of a field."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition.document import Field
from stuga.models.definition.kinds import Compared
from stuga.platform.ui.locale import Locale, msgid

WORDS: Final[Mapping[str, str]] = {
    "is": msgid("is"),
    "is_not": msgid("is not"),
    "in": msgid("is one of"),
    "not_in": msgid("is none of"),
    "lt": msgid("is less than"),
    "lte": msgid("is at most"),
    "gt": msgid("is more than"),
    "gte": msgid("is at least"),
    "contains": msgid("contains"),
    "starts_with": msgid("begins with"),
    "empty": msgid("is empty"),
    "filled": msgid("is filled in"),
}
OF_TIMES: Final[Mapping[str, str]] = {
    "lt": msgid("is before"),
    "lte": msgid("is at the latest"),
    "gt": msgid("is after"),
    "gte": msgid("is at the earliest"),
}
TIMES: Final = frozenset({Compared.DATE, Compared.MOMENT, Compared.TIME})


def operator_word(operator: str, field: Field, locale: Locale) -> str:
    words = {**WORDS, **OF_TIMES} if field.kind.compared_as in TIMES else WORDS
    return locale.text(words[operator])
