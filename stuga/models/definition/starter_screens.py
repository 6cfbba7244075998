"""The screens that a model begins with."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.field import Field
from stuga.models.definition.model import Model
from stuga.models.json import JsonObject, JsonValue

_MOST_COLUMNS: Final = 6
_MOST_FILTERS: Final = 5
_FILTERED: Final = frozenset({"choice", "yes-no", "date", "person", "reference"})
_GROUPED: Final = ("choice", "yes-no", "reference", "person")


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterWords:
    """The words that starters write, in one language; they are the app's own from then on."""

    user: str
    new: str
    overview: str
    total: str
    sum: str
    by: str


_WORDS: Final[Mapping[str, StarterWords]] = {
    "en": StarterWords(
        user="User", new="{0}: new", overview="Overview", total="{0}: all",
        sum="{0}, total", by="{0} by {1}",
    ),
    "sv": StarterWords(
        user="Användare", new="{0}: ny", overview="Översikt", total="{0}: alla",
        sum="{0}, summa", by="{0} efter {1}",
    ),
    "nb": StarterWords(
        user="Bruker", new="{0}: ny", overview="Oversikt", total="{0}: alle",
        sum="{0}, sum", by="{0} etter {1}",
    ),
}  # fmt: skip


def words_in(language: str) -> StarterWords:
    return _WORDS.get(language, _WORDS["en"])


def screens_of(model: Model, words: StarterWords, taken: Collection[str]) -> JsonObject:
    """Make list, form, detail and dashboard, in the order in which an app shows them."""
    base = model.key.replace("_", "-")
    names = {
        part: _free(name, taken)
        for part, name in (
            ("list", base),
            ("form", f"{base}-form"),
            ("detail", f"{base}-detail"),
            ("dashboard", "overview"),
        )
    }
    elements: list[JsonValue] = [{"type": "field", "field": key} for key in model.fields]
    return {
        names["list"]: _list(model, names),
        names["form"]: {
            "type": "form",
            "model": model.key,
            "title": words.new.format(model.title),
            "elements": elements,
            "after": {"open": names["detail"]},
        },
        names["detail"]: {
            "type": "detail",
            "model": model.key,
            "title": model.title,
            "elements": list(elements),
            "edit": names["form"],
        },
        names["dashboard"]: {
            "type": "dashboard",
            "title": words.overview,
            "elements": _figures(model, names["list"], words),
        },
    }


def _free(name: str, taken: Collection[str]) -> str:
    number, free = 1, name[:63]
    while free in taken:
        number += 1
        free = f"{name[:59]}-{number}"
    return free


def _list(model: Model, names: Mapping[str, str]) -> JsonObject:
    fields = model.fields.values()
    short = [field.key for field in fields if _is_short(field)]
    columns: list[JsonValue] = [*short[:_MOST_COLUMNS]]
    few = [
        field.key for field in fields if field.kind.name in _FILTERED and not field.privacy.encrypt
    ]
    filters: list[JsonValue] = [*few[:_MOST_FILTERS]]
    return {
        "type": "list",
        "model": model.key,
        "title": model.title,
        "columns": columns or ["created_at"],
        "filters": filters,
        "sort": ["-created_at"],
        "open": names["detail"],
        "create": names["form"],
    }


def _is_short(field: Field) -> bool:
    return field.kind.slot is not None and not field.privacy.encrypt


def _figures(model: Model, list_key: str, words: StarterWords) -> list[JsonValue]:
    """Count the records, add up the first amount, and draw them by the first choice."""
    figures: list[JsonValue] = [
        {
            "type": "metric",
            "key": "total",
            "title": words.total.format(model.title),
            "model": model.key,
            "value": {"count": True},
            "open": list_key,
        }
    ]
    open_fields = [field for field in model.fields.values() if not field.privacy.encrypt]
    amount = next((field for field in open_fields if field.kind.name == "money"), None)
    if amount:
        figures.append(
            {
                "type": "metric",
                "key": "sum",
                "title": words.sum.format(amount.title),
                "model": model.key,
                "value": {"sum": amount.key},
            }
        )
    groups = [field for name in _GROUPED for field in open_fields if field.kind.name == name]
    if groups:
        figures.append(
            {
                "type": "chart",
                "key": "by-group",
                "title": words.by.format(model.title, groups[0].title.lower()),
                "model": model.key,
                "mark": "bar",
                "x": groups[0].key,
                "y": {"count": True},
            }
        )
    return figures
