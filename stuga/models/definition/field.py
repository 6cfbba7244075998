"""One field of a model: its kind, its settings and its privacy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Final

from stuga.models.definition.kinds import KINDS, Kind, kind_of
from stuga.models.definition.reading import (
    flag_at,
    members_at,
    object_at,
    objects_at,
    text_at,
    texts_at,
)
from stuga.models.json import JsonObject, JsonValue

GRAVITY: Final = ("none", "indirect", "direct", "criminal", "special")
"""How personal a value may be, from not at all."""


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

    @classmethod
    def of_rows(cls, inner: Iterable["Privacy"]) -> "Privacy":
        """Say of a list what its most personal field says, as far as everything is decided."""
        several = list(inner)
        return cls(
            decided=all(one.decided for one in several),
            personal=max((one.personal for one in several), key=GRAVITY.index, default="none"),
            audit="reads" if any(one.audit == "reads" for one in several) else "changes",
            mask=any(one.mask for one in several),
        )

    @property
    def is_personal(self) -> bool:
        return self.personal != "none"

    @property
    def is_grave(self) -> bool:
        """Whether a look at a value is in the trail before it is shown."""
        is_heavy = self.personal in {"criminal", "special"}
        return is_heavy or self.encrypt or self.audit == "reads"


UNDECIDED: Final = Privacy()
NOT_PERSONAL: Final = Privacy(decided=True, personal="none")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice: what is stored, and what people read."""

    const: JsonValue
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a model, or of the rows of a list.

    :ivar inner: the fields of a list's rows, by key
    """

    key: str
    title: str
    description: str
    schema: JsonObject
    kind: Kind
    settings: JsonObject
    privacy: Privacy
    required: bool = False
    system: bool = False
    inner: Mapping[str, "Field"] = dataclass_field(default_factory=dict)

    @classmethod
    def read(cls, key: str, schema: JsonObject, *, required: bool = False) -> "Field | None":
        """Read one property; None if its kind is not known here."""
        kind = kind_of(schema)
        if kind is None:
            return None
        inner = _inner(schema) if kind.name == "list" else {}
        privacy = schema.get("x-privacy")
        own = Privacy.read(privacy if isinstance(privacy, dict) else None)
        return cls(
            key=key,
            title=text_at(schema, "title", key),
            description=text_at(schema, "description"),
            schema=schema,
            kind=kind,
            settings=object_at(schema, "x-field"),
            privacy=own
            if own.decided or not inner
            else Privacy.of_rows(one.privacy for one in inner.values()),
            required=required,
            inner=inner,
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
    def formula(self) -> str | None:
        """The formula of a computed field; None if people give its values."""
        is_computed = text_at(self.settings, "kind") == "computed"
        return text_at(self.settings, "formula") if is_computed else None

    @property
    def chosen_kind(self) -> str:
        """The kind as a builder chooses it: `computed` for a field with a formula."""
        return self.kind.name if self.formula is None else "computed"

    @property
    def references(self) -> str | None:
        """The key of the model that a reference points to, or several."""
        return text_at(self.settings, "model") or None


def _inner(schema: JsonObject) -> dict[str, Field]:
    """Read the fields of a list's rows."""
    items = object_at(schema, "items")
    required = texts_at(items, "required")
    read = (
        Field.read(key, raw, required=key in required)
        for key, raw in members_at(items, "properties")
    )
    return {one.key: one for one in read if one is not None}


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
