"""One model of an app: its fields, and what `x-model` says of them."""

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.field import SYSTEM_FIELDS, Field
from stuga.models.definition.paths import BETWEEN, field_at
from stuga.models.definition.reading import (
    flag_at,
    list_at,
    members_at,
    object_at,
    objects_at,
    text_at,
    texts_at,
)
from stuga.models.json import JsonObject, JsonValue

PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class RequiredWhen:
    """A field that must be filled wherever its condition holds."""

    field: str
    when: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model as the product uses it; `fields` holds only fields of a known kind."""

    key: str
    title: str
    description: str
    schema: JsonObject
    fields: Mapping[str, Field]
    required: tuple[str, ...]
    label: str
    index: tuple[str, ...]
    search: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]
    history: bool
    comments: bool
    required_when: tuple[RequiredWhen, ...]
    retention: tuple[str, ...]

    @classmethod
    def read(cls, key: str, schema: JsonObject) -> "Model":
        required = texts_at(schema, "required")
        settings = object_at(schema, "x-model")
        read = (
            Field.read(name, raw, required=name in required)
            for name, raw in members_at(schema, "properties")
        )
        fields = {field.key: field for field in read if field is not None}
        label = text_at(settings, "label") or _own_label(fields)
        return cls(
            key=key,
            title=text_at(schema, "title", key),
            description=text_at(schema, "description"),
            schema=schema,
            fields=fields,
            required=required,
            label=label,
            index=texts_at(settings, "index"),
            search=_search(settings, label, fields),
            unique=tuple(
                tuple(one for one in rule if isinstance(one, str))
                for rule in list_at(settings, "unique")
                if isinstance(rule, list)
            ),
            history=flag_at(settings, "history", default=True),
            comments=flag_at(settings, "comments"),
            required_when=tuple(
                RequiredWhen(text_at(one, "field"), object_at(one, "when"))
                for _, one in objects_at(settings, "required_when")
            ),
            retention=texts_at(settings, "retention"),
        )

    def field(self, key: str) -> Field | None:
        """Find a field of the model or a system field."""
        return self.fields.get(key) or SYSTEM_FIELDS.get(key)

    def at(self, path: str) -> Field | None:
        """Find a field of the model, or one in the rows of a list: `lines.product`."""
        return field_at(self.fields, path)

    def title_at(self, path: str) -> str:
        """Call a field by its title, one in the rows of a list after the list: `Lines: Product`."""
        parts = path.split(BETWEEN)
        found = [self.at(BETWEEN.join(parts[: n + 1])) for n in range(len(parts))]
        return ": ".join(one.title if one else key for one, key in zip(found, parts, strict=True))

    @property
    def defaults(self) -> JsonObject:
        """What a new record begins with, by field: the schema's `default`s."""
        return {
            field.key: copy.deepcopy(field.schema["default"])
            for field in self.fields.values()
            if "default" in field.schema
        }

    @property
    def label_fields(self) -> tuple[str, ...]:
        """The fields that the label is made of, in its order."""
        return tuple(PLACEHOLDER.findall(self.label))

    def label_of(self, data: JsonObject, text: Callable[[Field, JsonValue], str]) -> str:
        """Fill the label's template; empty if the fields in it are.

        `text` turns a value into words: `lambda field, value: field.kind.text(value, …)`.
        """

        def words(match: re.Match[str]) -> str:
            key = match.group(1)
            field, value = self.field(key), data.get(key)
            return "" if field is None or value is None else text(field, value)

        return " ".join(PLACEHOLDER.sub(words, self.label).split())


def _search(settings: JsonObject, label: str, fields: Mapping[str, Field]) -> tuple[str, ...]:
    """Look for a record by what it is called, if nobody said how: else none is found by name."""
    if "search" in settings:
        return texts_at(settings, "search")
    named = (fields.get(key) for key in dict.fromkeys(PLACEHOLDER.findall(label)))
    return tuple(
        one.key for one in named if one and one.kind.searchable and not one.privacy.encrypt
    )


def _own_label(fields: Mapping[str, Field]) -> str:
    """Name a record by its first required field, else by its first, if nobody said how."""
    shown = [one for one in fields.values() if not one.privacy.encrypt]
    first = next(iter([one for one in shown if one.required] or shown), None)
    return f"{{{first.key}}}" if first else ""
