"""One screen of an app, its steps and its elements."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from stuga.models.definition.reading import (
    condition_at,
    flag_at,
    object_at,
    objects_at,
    text_at,
    texts_at,
)
from stuga.models.json import JsonObject, JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element; `raw` holds what is particular to its type."""

    type: str
    key: str
    title: str
    field: str
    show: JsonObject | None
    required: JsonValue
    elements: tuple["Element", ...]
    raw: JsonObject
    pointer: str

    @classmethod
    def read(cls, raw: JsonObject, pointer: str) -> "Element":
        return cls(
            type=text_at(raw, "type"),
            key=text_at(raw, "key"),
            title=text_at(raw, "title"),
            field=text_at(raw, "field"),
            show=condition_at(raw, "show"),
            required=raw.get("required"),
            elements=_elements(raw, pointer),
            raw=raw,
            pointer=pointer,
        )

    def walk(self) -> Iterator["Element"]:
        """Yield this element and all inside it, in document order."""
        yield self
        for inner in self.elements:
            yield from inner.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a form."""

    key: str
    title: str
    description: str
    show: JsonObject | None
    elements: tuple[Element, ...]
    raw: JsonObject
    pointer: str


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One screen; what only some types have is in `raw`."""

    key: str
    type: str
    model: str
    title: str
    description: str
    public: bool
    sign_in: JsonObject | None
    steps: tuple[Step, ...]
    elements: tuple[Element, ...]
    columns: tuple[str, ...]
    filter: JsonObject | None
    sort: tuple[str, ...]
    layouts: tuple[str, ...]
    open: str
    create: str
    edit: str
    review: bool
    keep_days: int
    after: JsonObject
    raw: JsonObject
    pointer: str

    @classmethod
    def read(cls, key: str, raw: JsonObject) -> "Screen":
        pointer = f"/screens/{key}"
        return cls(
            key=key,
            type=text_at(raw, "type"),
            model=text_at(raw, "model"),
            title=text_at(raw, "title", key),
            description=text_at(raw, "description"),
            public=raw.get("access") == "public",
            sign_in=condition_at(raw, "sign_in"),
            steps=tuple(
                _step(one, f"{pointer}/steps/{at}") for at, one in objects_at(raw, "steps")
            ),
            elements=_elements(raw, pointer),
            columns=texts_at(raw, "columns"),
            filter=condition_at(raw, "filter"),
            sort=texts_at(raw, "sort"),
            layouts=texts_at(raw, "layouts") or ("table",),
            open=text_at(raw, "open"),
            create=text_at(raw, "create"),
            edit=text_at(raw, "edit"),
            review=flag_at(raw, "review"),
            keep_days=_days(raw.get("keep_days")),
            after=object_at(raw, "after"),
            raw=raw,
            pointer=pointer,
        )

    def shows(self, model: str, kind: str) -> bool:
        """Tell whether the screen is of a type, and about a model."""
        return self.type == kind and self.model == model

    def walk(self) -> Iterator[Element]:
        """Yield every element of the screen, those of steps included, in document order."""
        yield from self._walked

    @cached_property
    def _walked(self) -> tuple[Element, ...]:
        outer = (*(one for step in self.steps for one in step.elements), *self.elements)
        return tuple(inner for one in outer for inner in one.walk())

    @cached_property
    def field_keys(self) -> tuple[str, ...]:
        """The fields that the screen's elements take, in order."""
        return tuple(one.field for one in self.walk() if one.type == "field")


def _days(told: JsonValue) -> int:
    return told if isinstance(told, int) and not isinstance(told, bool) and told > 0 else 0


def _elements(raw: JsonObject, pointer: str) -> tuple[Element, ...]:
    return tuple(
        Element.read(one, f"{pointer}/elements/{at}") for at, one in objects_at(raw, "elements")
    )


def _steps(raw: JsonObject, pointer: str) -> tuple[Step, ...]:
    return tuple(_step(one, f"{pointer}/steps/{at}") for at, one in objects_at(raw, "steps"))


def _step(raw: JsonObject, pointer: str) -> Step:
    return Step(
        key=text_at(raw, "key"),
        title=text_at(raw, "title"),
        description=text_at(raw, "description"),
        show=condition_at(raw, "show"),
        elements=_elements(raw, pointer),
        raw=raw,
        pointer=pointer,
    )
