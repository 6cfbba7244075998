"""Stored values in words: for cells, details and filters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from stuga.models.definition.document import Field
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.list_view import Cell
from stuga.platform.ui.widgets import widget_for

RELATIONS: Final = frozenset({"reference", "person"})
LONGEST_CELL: Final = 120


@dataclass(frozen=True, slots=True)
class Values:
    """Writes values; `labels` name records and people by id, `links` lead to them."""

    locale: Locale
    labels: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)

    def words(self, field: Field, value: JsonValue) -> str:
        """Write the value for reading; a reference by its label; '' if there is none."""
        if value is None:
            return ""
        if field.kind.name in RELATIONS:
            return self.labels.get(str(value)) or self.locale.text("Unknown")
        return widget_for(field).words(value, field, self.locale)

    def link(self, field: Field, value: JsonValue) -> str:
        """Give the address that the value leads to; '' if it leads nowhere."""
        if not isinstance(value, str):
            return ""
        if field.kind.name in RELATIONS:
            return self.links.get(value, "")
        return widget_for(field).link(value)

    def cell(self, field: Field, value: JsonValue) -> Cell:
        """Write the value on one line, cut if it is long."""
        text = " ".join(self.words(field, value).split("\n"))
        if len(text) > LONGEST_CELL:
            text = text[: LONGEST_CELL - 1].rstrip() + "…"
        raw = "" if value is None or isinstance(value, list | dict) else str(value)
        return Cell(text, raw=raw, link=self.link(field, value))
