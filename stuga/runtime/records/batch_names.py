"""Names within a batch: a later operation says `@customer` for what an earlier one made.

A name stands where otherwise the id of a record stands: as `id` of an operation, and in fields of
references, in the rows of lists too. No id begins with `@`, so a name is never mistaken for a
value; in every other field `@customer` is the text it is. A name that stands for nothing is left
as it is: it is then refused as any other text that is no id, and tells nothing of closed fields.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from stuga.models.definition.field import Field
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import NotFoundError

SIGN: Final = "@"
NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Name:
    """What an earlier operation is called."""

    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """The record that a name stands for, and the revision it was left at."""

    id: UUID
    revision: int


def name_in(text: str) -> Name | None:
    """Read `@customer`; None if it is something else."""
    is_name = text.startswith(SIGN) and NAME.fullmatch(text, len(SIGN))
    return Name(text.removeprefix(SIGN)) if is_name else None


class Names:
    """What the operations of one batch have made so far, by name."""

    def __init__(self) -> None:
        self._known: dict[str, Named] = {}

    def keep(self, name: str, named: Named) -> None:
        """Let what follows say this name; whoever changes a named record moves its revision on."""
        for other, one in self._known.items():
            if one.id == named.id:
                self._known[other] = named
        if name:
            self._known[name] = named

    def meant(self, name: Name) -> Named:
        """Return what a name stands for.

        :raises NotFoundError: if its operation was refused
        """
        found = self._known.get(name.text)
        if found is None:
            raise NotFoundError
        return found

    def filled(self, data: JsonObject, fields: Mapping[str, Field]) -> JsonObject:
        """Return values with the ids of what they name."""
        if not self._known:
            return data
        return {
            key: self._value(fields[key], value) if key in fields else value
            for key, value in data.items()
        }

    def _value(self, field: Field, value: JsonValue) -> JsonValue:
        match field.kind.name:
            case "reference":
                return self._id(value)
            case "references" if isinstance(value, list):
                return [self._id(one) for one in value]
            case "list" if isinstance(value, list):
                return [
                    self.filled(row, field.inner) if isinstance(row, dict) else row for row in value
                ]
            case _:
                return value

    def _id(self, value: JsonValue) -> JsonValue:
        name = name_in(value) if isinstance(value, str) else None
        found = self._known.get(name.text) if name else None
        return str(found.id) if found else value
