"""What an app role may do with the records of a model; what is not granted is denied."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from stuga.models.definition.reading import condition_at, members_at, object_at, text_at, texts_at
from stuga.models.json import JsonObject, JsonValue

# Without these a record that one may read could not be named, opened or saved.
ALWAYS: Final = frozenset({"id", "revision", "version"})
ACTS: Final = ("create", "read", "update", "delete", "export")


@dataclass(frozen=True, slots=True)
class Fields:
    """A set of fields: all, all but some, or only some.

    :ivar hidden: fields outside it of which nothing is shown, where a mask would leave a part
    """

    only: frozenset[str] | None = None
    excepted: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()

    @classmethod
    def read(cls, raw: JsonObject, hidden: tuple[str, ...] = ()) -> "Fields":
        only = frozenset(texts_at(raw, "only")) if "only" in raw else None
        return cls(only, frozenset(texts_at(raw, "except")), frozenset(hidden))

    def allow(self, key: str) -> bool:
        if key in ALWAYS:
            return True
        if key in self.excepted or key in self.hidden:
            return False
        return self.only is None or key in self.only

    @property
    def named(self) -> frozenset[str]:
        """The fields that the set names, allowed or not."""
        return (self.only or frozenset()) | self.excepted | self.hidden


ALL_FIELDS: Final = Fields()


@dataclass(frozen=True, slots=True)
class Grant:
    """A right: the rows where a condition holds, and a set of fields."""

    where: JsonObject | None = None
    fields: Fields = ALL_FIELDS

    @classmethod
    def read(cls, raw: JsonValue) -> "Grant | None":
        """Read `true`, `{}` or `{"where": …, "fields": …, "hidden": …}`; else nothing."""
        if raw is True:
            return WHOLE
        if not isinstance(raw, dict):
            return None
        if "where" in raw and not isinstance(raw["where"], dict):
            return None
        fields = Fields.read(object_at(raw, "fields"), texts_at(raw, "hidden"))
        return cls(condition_at(raw, "where"), fields)


WHOLE: Final = Grant()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """The rights of one role on one model."""

    create: Grant | None = None
    read: Grant | None = None
    update: Grant | None = None
    delete: Grant | None = None
    export: Grant | None = None

    @classmethod
    def of(cls, raw: JsonObject) -> "Rights":
        return cls(**{act: Grant.read(raw.get(act)) for act in ACTS})

    def to(self, act: str) -> Grant | None:
        """Find the grant for an act by its name."""
        grants = {
            "create": self.create,
            "read": self.read,
            "update": self.update,
            "delete": self.delete,
            "export": self.export,
        }
        return grants[act]


NO_RIGHTS: Final = Rights()
ALL_RIGHTS: Final = Rights(create=WHOLE, read=WHOLE, update=WHOLE, delete=WHOLE, export=WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An app role: the screens it sees, and its rights per model."""

    key: str
    title: str
    screens: tuple[str, ...]
    models: Mapping[str, Rights] = field(default_factory=dict)

    @classmethod
    def read(cls, key: str, raw: JsonObject) -> "Role":
        return cls(
            key=key,
            title=text_at(raw, "title", key),
            screens=texts_at(raw, "screens"),
            models={name: Rights.of(one) for name, one in members_at(raw, "models")},
        )

    def rights(self, model: str) -> Rights:
        return self.models.get(model, NO_RIGHTS)
