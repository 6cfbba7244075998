"""A list: a group of fields that is repeated, a row each time."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Final

from stuga.models.definition.kinds.base import PRESENCE, Compared, Kind
from stuga.models.definition.kinds.typed import Setting, TypedKind
from stuga.models.definition.reading import members_at, object_at, text_at
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

Columns = Mapping[str, tuple[JsonObject, Kind]]
"""The fields of a row: schema and kind by key; those of an unknown kind are left out."""
BETWEEN: Final = " | "
_ESCAPED: Final = {"\\": "\\\\", "|": "\\|", "\n": "\\n", "\t": "\\t"}
_PLAIN: Final = {"n": "\n", "t": "\t"}


class List(TypedKind[list[JsonObject]]):
    """An array of objects; `items` is a schema whose properties are fields of ordinary kinds."""

    name = "list"
    encryptable = False
    from_columns = False
    slot = None
    operators = PRESENCE
    compared_as = Compared.DATA
    searchable = True
    json_type = "array"

    def __init__(self, kind_of: Callable[[JsonObject], Kind | None]) -> None:
        self._kind_of = kind_of

    def _suits(self, schema: JsonObject, /) -> bool:
        return object_at(schema, "items").get("type") == "object"

    def new_schema(self) -> JsonObject:
        text: JsonObject = {"type": "string", "title": "Text", "maxLength": 200}
        return {
            "type": "array",
            "x-field": self._named(),
            "items": {
                "type": "object",
                "properties": {"text": text},
                "additionalProperties": False,
            },
        }

    def columns(self, schema: JsonObject) -> Columns:
        """Return the fields of a row, in their order."""
        found = members_at(object_at(schema, "items"), "properties")
        return {key: (one, kind) for key, one in found if (kind := self._kind_of(one))}

    def _typed(self, value: JsonValue, /) -> list[JsonObject] | None:
        if not isinstance(value, list):
            return None
        rows = [row for row in value if isinstance(row, dict)]
        return rows if len(rows) == len(value) else None

    def _normal(self, value: list[JsonObject], schema: JsonObject, /) -> JsonValue:
        """Give every value its stored form; what is empty goes, and so does an empty row."""
        columns = self.columns(schema)
        rows = (
            {
                key: columns[key][1].normal(one, columns[key][0]) if key in columns else one
                for key, one in row.items()
                if one is not None and one not in ("", [])
            }
            for row in value
        )
        return [row for row in rows if row]

    def _read(self, typed: str, setting: Setting, /) -> JsonValue | Refused:
        """Read the rows of a spreadsheet, of a cell that we wrote, or JSON."""
        rows_given = self._from_json(typed)
        if rows_given is not None:
            return self._normal(rows_given, setting.schema)
        columns = self.columns(setting.schema)
        rows: list[JsonValue] = []
        for number, line in enumerate(typed.splitlines(), 1):
            if line.strip():
                row = _row_of(_cells_of(line), columns, setting)
                if isinstance(row, str):
                    return Refused("list-cell", {"row": number, "column": row})
                rows.append(row)
        return rows

    def _from_json(self, typed: str) -> list[JsonObject] | None:
        if not typed.startswith("["):
            return None
        try:
            return self._typed(json.loads(typed))
        except (ValueError, RecursionError):
            return None

    def _text(self, value: list[JsonObject], setting: Setting, /) -> str:
        columns = self.columns(setting.schema)
        return "\n".join(
            BETWEEN.join(
                _escaped(kind.text(row.get(key), schema, setting.locale, zone=setting.zone))
                for key, (schema, kind) in columns.items()
            ).rstrip(" ")
            for row in value
        )

    def search_words(self, value: JsonValue, schema: JsonObject) -> str:
        columns = self.columns(schema)
        words = (
            columns[key][1].search_words(one, columns[key][0])
            for row in self._typed(value) or []
            for key, one in row.items()
            if key in columns and columns[key][1].searchable
        )
        return " ".join(word for word in words if word)

    def sample(self, schema: JsonObject, seed: int) -> JsonValue:
        columns = self.columns(schema).items()
        return [
            {key: kind.sample(one, seed + n) for key, (one, kind) in columns}
            for n in range(1 + seed % 3)
        ]


def _row_of(cells: list[str], columns: Columns, setting: Setting) -> JsonObject | str:
    """Read one row; the title of the column whose cell cannot be read, if there is one."""
    row: JsonObject = {}
    for cell, (key, (schema, kind)) in zip(cells, columns.items(), strict=False):
        value = kind.parse(cell, schema, setting.locale, zone=setting.zone)
        if isinstance(value, Refused):
            return text_at(schema, "title", key)
        if value is not None:
            row[key] = value
    surplus = "".join(cells[len(columns) :])
    return surplus[:40] if surplus.strip() else row


def _cells_of(line: str) -> list[str]:
    """Take a line apart at its tabs, as spreadsheets copy them, or else at our own signs."""
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    cells = [""]
    for part in re.findall(r"\\.|\||[^\\|]+|\\", line):
        if part == "|":
            cells.append("")
        else:
            cells[-1] += part
    return [_unescaped(cell.strip()) for cell in cells]


def _escaped(text: str) -> str:
    return re.sub(r"[\\|\n\t]", lambda sign: _ESCAPED[sign[0]], text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda sign: _PLAIN.get(sign[1], sign[1]), text)
