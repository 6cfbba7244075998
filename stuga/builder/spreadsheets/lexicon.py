"""What field names in Swedish, Norwegian and English say about people; the names are JSON.

The first rule that fits decides, so the narrow ones stand before the wide: `product name` before
`name`, `number of members` before `member`.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources


class Class(StrEnum):
    """How near a value comes to a person."""

    NONE = "none"
    DIRECT = "direct"
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name says of a column.

    :ivar identity: how a person is found by it; as `x-privacy.identity`
    :ivar sensitive: whether it may be of a special category (Art. 9) or about offences (Art. 10)
    """

    personal: Class
    identity: str = ""
    sensitive: bool = False


def meaning_of(plain: str) -> Meaning | None:
    """Return what a field's name says, in small letters; None if it says nothing known."""
    text = plain.rstrip(" 0123456789") or plain
    return next((meaning for rule, meaning in _rules() if rule.search(text)), None)


@cache
def _rules() -> Sequence[tuple[re.Pattern[str], Meaning]]:
    file = resources.files("stuga.builder.spreadsheets") / "lexicon.json"
    raw = json.loads(file.read_text("utf-8"))
    words = {key: "|".join(several) for key, several in raw["words"].items()}
    return [
        (
            re.compile(_filled("|".join(rule["names"]), words)),
            Meaning(
                Class(rule["personal"]), rule.get("identity", ""), rule.get("sensitive", False)
            ),
        )
        for rule in raw["rules"]
    ]


def _filled(pattern: str, words: dict[str, str]) -> str:
    """Put lists of words in place of their names, `{roles}`; other braces are the pattern's."""
    for key, several in words.items():
        pattern = pattern.replace(f"{{{key}}}", several)
    return pattern
