"""Reads what was typed in the builder's forms; what cannot be taken is said at its field."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from werkzeug.datastructures import MultiDict

from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused
from stuga.models.definition.storable import is_broken
from stuga.models.json import JsonValue
from stuga.platform.ui import Locale
from stuga.platform.ui.refusal_words import refusal_text

LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 5000


@dataclass(frozen=True, slots=True)
class Typed:
    """A posted form being read. `errors` gathers sentences by the name of their control."""

    form: MultiDict[str, str]
    locale: Locale
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, *, longest: int = LONGEST_TEXT) -> str:
        """Read a text that may be empty."""
        text = self.form.get(name, "").strip().replace("\r\n", "\n")
        if len(text) > longest:
            self._refuse(name, Refused("max-length", {"limit": longest}))
        elif is_broken(text):
            self._refuse(name, Refused("text-broken"))
        return text

    def title(self, name: str) -> str:
        """Read a text that must be there."""
        text = self.text(name, longest=LONGEST_TITLE)
        if not text:
            self.errors[name] = self.locale.text("This must be filled in.")
        return text

    def choice(self, name: str, offered: Iterable[str], *, empty: bool = True) -> str:
        """Read one of the things offered, or nothing where that is allowed."""
        value = self.form.get(name, "")
        if value not in set(offered) and not (empty and not value):
            self.errors[name] = self.locale.text("Choose one of those shown.")
            return ""
        return value

    def several(self, name: str, offered: Iterable[str]) -> list[str]:
        """Read those that are ticked among the things offered, in their order."""
        ticked = set(self.form.getlist(name))
        return [one for one in offered if one in ticked]

    def ticked(self, name: str) -> bool:
        return bool(self.form.get(name))

    def number(self, name: str, *, whole: bool = False, least: int | None = None) -> JsonValue:
        """Read a number as people type it; nothing typed is None."""
        kind = KINDS["integer" if whole else "decimal"]
        value = kind.parse(self.form.get(name, "").strip(), {}, self.locale.babel)
        if isinstance(value, Refused):
            self._refuse(name, value)
            return None
        if least is not None and isinstance(value, int | float | Decimal) and value < least:
            self._refuse(name, Refused("minimum", {"limit": least}))
        return value

    def refuse(self, name: str, words: str) -> None:
        """Say what is wrong with a control."""
        self.errors[name] = words

    def _refuse(self, name: str, refused: Refused) -> None:
        self.errors[name] = refusal_text(refused, self.locale.text("This"), self.locale)
