"""What a new version does to records that are stored, step by step: data, not code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as member
from enum import StrEnum
from typing import Self

from stuga.models.definition.reading import flag_at, object_at, text_at, texts_at
from stuga.models.json import JsonObject, JsonValue


class Do(StrEnum):
    """What a step does, in the order in which steps are taken."""

    REMOVE_MODEL = "remove-model"
    RENAME = "rename"
    TAKE_BACK = "take-back"
    CONVERT = "convert"
    MAP = "map"
    REPLACE = "replace"
    EMPTY = "empty"
    REMOVE = "remove"
    GIVE = "give"
    RECOMPUTE = "recompute"
    UNIQUE = "unique"


class Otherwise(StrEnum):
    """What becomes of a value that a step takes out of its record."""

    ASIDE = "aside"
    """It lies in the trash for thirty days, and the field is empty."""
    FORGET = "forget"
    """It is gone at once, and the field is empty."""
    LEAVE = "leave"
    """It stays as it is."""
    CANCEL = "cancel"
    """Nothing is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step for the records of one model.

    :ivar field: the field's new key
    :ivar was: the key it had, of a rename
    :ivar fields: those that must be unique together
    :ivar value: what is given, or put in the place of what does not fit
    :ivar order: how texts name days
    :ivar by: the field by which texts name records
    :ivar mapping: answer -> the answer it becomes; None: none
    :ivar of: ids of the migrations whose values are taken back
    :ivar keeps_first: whether of several equal values all but the oldest record's are taken out
    """

    do: Do
    model: str
    field: str = ""
    was: str = ""
    fields: tuple[str, ...] = ()
    value: JsonValue = None
    order: str = "auto"
    by: str = ""
    mapping: Mapping[str, str | None] = member(default_factory=dict)
    otherwise: Otherwise = Otherwise.ASIDE
    of: tuple[str, ...] = ()
    keeps_first: bool = False

    @classmethod
    def read(cls, raw: JsonObject) -> Self:
        mapping = object_at(raw, "mapping").items()
        return cls(
            do=Do(text_at(raw, "do")),
            model=text_at(raw, "model"),
            field=text_at(raw, "field"),
            was=text_at(raw, "was"),
            fields=texts_at(raw, "fields"),
            value=raw.get("value"),
            order=text_at(raw, "order", "auto"),
            by=text_at(raw, "by"),
            mapping={old: new if isinstance(new, str) else None for old, new in mapping},
            otherwise=Otherwise(text_at(raw, "otherwise", Otherwise.ASIDE.value)),
            of=texts_at(raw, "of"),
            keeps_first=flag_at(raw, "keeps_first"),
        )

    def described(self) -> JsonObject:
        """Return the step as JSON, as `read` takes it."""
        whole: JsonObject = {
            "do": self.do.value,
            "model": self.model,
            "field": self.field,
            "was": self.was,
            "fields": [*self.fields],
            "value": self.value,
            "order": self.order if self.do is Do.CONVERT else "",
            "by": self.by,
            "mapping": {**self.mapping},
            "otherwise": self.otherwise.value,
            "of": [*self.of],
            "keeps_first": self.keeps_first,
        }
        return {key: one for key, one in whole.items() if one not in ("", [], {}, None, False)}


ORDER: tuple[Do, ...] = tuple(Do)


def in_order(steps: Sequence[Step]) -> list[Step]:
    """Sort steps as they are taken."""
    return sorted(steps, key=lambda one: ORDER.index(one.do))
