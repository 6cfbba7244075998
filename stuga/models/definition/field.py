"""One field of a model: its kind, its settings and its privacy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.kinds import KINDS, Kind, kind_of
from stuga.models.definition.reading import flag_at, object_at, objects_at, text_at
from stuga.models.json import JsonObject, JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What `x-privacy` says of a field; without it the field counts as `direct`, undecided."""

    decided: bool = False
    personal: str = "direct"
    subject: str = ""
    identity: str = ""
    purpose: str = ""
    retention: str = ""
    anonymise: JsonObject | None = None
    encrypt: bool = False
    lookup: bool = False
    mask: bool = False
    ai: str = ""
    audit: str = "changes"

    @classmethod
    def read(cls, raw: JsonObject | None) -> "Privacy":
        if raw is None:
            return UNDECIDED
        anonymise = raw.get("anonymise")
        return cls(
            decided="personal" in raw,
            personal=text_at(raw, "personal", "direct"),
            subject=text_at(raw, "subject"),
            identity=text_at(raw, "identity"),
            purpose=text_at(raw, "purpose"),
            retention=text_at(raw, "retention"),
            anonymise=anonymise if isinstance(anonymise, dict) else None,
            encrypt=flag_at(raw, "encrypt"),
            lookup=flag_at(raw, "lookup"),
            mask=flag_at(raw, "mask"),
            ai=text_at(raw, "ai"),
            audit=text_at(raw, "audit", "changes"),
        )

    @property
    def is_personal(self) -> bool:
        return self.personal != "none"


UNDECIDED: Final = Privacy()
NOT_PERSONAL: Final = Privacy(decided=True, personal="none")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice: what is stored, and what people read."""

    const: JsonValue
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    key: str
    title: str
    description: str
    schema: JsonObject
    kind: Kind
    settings: JsonObject
    privacy: Privacy
    required: bool = False
    system: bool = False

    @classmethod
    def read(cls, key: str, schema: JsonObject, *, required: bool = False) -> "Field | None":
        """Read one property; None if its kind is not known here."""
        kind = kind_of(schema)
        if kind is None:
            return None
        privacy = schema.get("x-privacy")
        return cls(
            key=key,
            title=text_at(schema, "title", key),
            description=text_at(schema, "description"),
            schema=schema,
            kind=kind,
            settings=object_at(schema, "x-field"),
            privacy=Privacy.read(privacy if isinstance(privacy, dict) else None),
            required=required,
        )

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The answers of a choice or choices; empty for other kinds."""
        holder = self.schema if "oneOf" in self.schema else object_at(self.schema, "items")
        return tuple(
            Choice(one.get("const"), text_at(one, "title", str(one.get("const"))))
            for _, one in objects_at(holder, "oneOf")
        )

    @property
    def references(self) -> str | None:
        """The key of the model a reference points to."""
        return text_at(self.settings, "model") or None


def _system(key: str, title: str, kind: str, schema: JsonObject) -> Field:
    whole: JsonObject = {"title": title, **schema}
    return Field(
        key=key,
        title=title,
        description="",
        schema=whole,
        kind=KINDS[kind],
        settings=object_at(whole, "x-field"),
        privacy=NOT_PERSONAL,
        required=True,
        system=True,
    )


_WHEN: Final[JsonObject] = {"type": "string", "format": "date-time"}
_WHO: Final[JsonObject] = {"type": "string", "x-field": {"kind": "person"}}

SYSTEM_FIELDS: Final[Mapping[str, Field]] = {
    field.key: field
    for field in (
        _system("id", "Id", "reference", {"type": "string"}),
        _system("created_at", "Created", "date-time", _WHEN),
        _system("created_by", "Created by", "person", _WHO),
        _system("updated_at", "Changed", "date-time", _WHEN),
        _system("updated_by", "Changed by", "person", _WHO),
        _system("revision", "Revision", "integer", {"type": "integer"}),
        _system("version", "Version", "integer", {"type": "integer"}),
    )
}

RESERVED: Final = frozenset({"in", "true", "false", "null", *SYSTEM_FIELDS})
"""Keys that no field may have."""
