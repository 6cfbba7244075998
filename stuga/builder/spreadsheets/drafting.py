"""Definitions made of columns: fields, what names a record, what is unique, how it is titled."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stuga.builder.spreadsheets.commands import REFERENCE, Decided, Named
from stuga.builder.spreadsheets.countries import country_in, of_country
from stuga.builder.spreadsheets.headers import plain_of
from stuga.builder.spreadsheets.protecting import privacy_of
from stuga.models.definition import starters
from stuga.models.definition.reading import list_at, object_at, text_at
from stuga.models.definition.rights import ACTS
from stuga.models.definition.starters import NewField
from stuga.models.json import JsonObject, JsonValue

PURPOSE: Final = "main"
_NAMING: Final = re.compile(r"name|namn|navn|title|titel|tittel|rubrik|subject|ämne|emne|heading")
_FIRST: Final = re.compile(r"first ?name|given ?name|förnamn|fornavn")
_LAST: Final = re.compile(r"last ?name|sur ?name|family ?name|efternamn|etternavn")
_EARLY: Final = 3
_WORDED: Final = frozenset({"text", "e-mail"})


@dataclass(frozen=True, slots=True)
class Drafted:
    """A definition with one more model, and which column fills which of its fields."""

    document: JsonObject
    model: str
    fields: Mapping[int, str]


def drafted(named: Named, columns: Sequence[Decided], before: JsonObject | None = None) -> Drafted:
    """Make an app of columns, or another model in one that is there."""
    taken = [one for one in columns if one.include]
    keys = _keys(taken)
    fields = [_field(one, keys[one.guess.at], named) for one in taken]
    model = starters.model_of(named.row_title, fields)
    _settle(model, taken, keys)
    document = before or starters.blank(named.key, named.title, named.language)
    document = _with_purpose(document, named)
    model_key = starters.key_from(named.row_title, object_at(document, "models"))
    _give_purpose(model, document)
    had = set(object_at(document, "screens"))
    document = starters.with_model(document, model_key, model)
    made = [key for key in object_at(document, "screens") if key not in had]
    _title_list(document, made, named.title)
    _open_to(document, named.role, model_key, made)
    return Drafted(document, model_key, keys)


def _keys(columns: Sequence[Decided]) -> dict[int, str]:
    """Give each field a key for ever, made of its column's own name where it has one."""
    keys: dict[int, str] = {}
    for one in columns:
        own = one.title if one.kind == REFERENCE else one.guess.title or one.title
        keys[one.guess.at] = starters.key_from(own, keys.values())
    return keys


def _field(decided: Decided, key: str, named: Named) -> NewField:
    guess = decided.guess
    schema = starters.new_field(decided.kind, decided.title)
    if decided.kind == "choice":
        schema["oneOf"] = _choices(guess.choices)
    elif decided.kind == "money":
        schema["x-field"] = {"kind": "money", "currency": guess.currency or named.currency}
    elif country := country_in(guess.column.values, decided.kind):
        schema = of_country(schema, decided.kind, country)
    elif decided.kind == REFERENCE and decided.link is not None:
        schema["x-field"] = {
            "kind": REFERENCE,
            "model": decided.link.model,
            "on_delete": "restrict",
        }
    is_unique = guess.identifies and decided.kind == guess.kind
    privacy = privacy_of(
        decided.personal,
        None if decided.kind == REFERENCE else guess.meaning,
        schema,
        decided.kind,
        required=is_unique,
        unique=is_unique,
    )
    if privacy is not None:
        schema["x-privacy"] = privacy
    return NewField(key=key, schema=schema, required=is_unique)


def _choices(values: Sequence[str]) -> list[JsonValue]:
    found: dict[str, JsonValue] = {}
    for value in values:
        const = starters.key_from(value, found, joint="-")
        found[const] = {"const": const, "title": value[:200]}
    return list(found.values())


def _settle(model: JsonObject, columns: Sequence[Decided], keys: Mapping[int, str]) -> None:
    """Say what is unique and what names a record, by what the columns are called."""
    settings = object_at(model, "x-model")
    unique: list[JsonValue] = [
        [keys[one.guess.at]]
        for one in columns
        if one.guess.identifies and one.kind == one.guess.kind
    ]
    if unique:
        settings["unique"] = unique
    label = _label(columns, keys)
    if label:
        settings["label"] = label


def _label(columns: Sequence[Decided], keys: Mapping[int, str]) -> str:
    """Name records by first and last name, else by what is called a name, else by a number."""
    worded = [one for one in columns if one.kind in _WORDED and one.guess.column.filled]
    plain = {keys[one.guess.at]: plain_of(one.guess.column.name) for one in worded}
    early = {keys[one.guess.at] for one in columns[:_EARLY]}
    first = next((key for key, name in plain.items() if _FIRST.search(name)), "")
    last = next((key for key, name in plain.items() if _LAST.search(name)), "")
    if first and last:
        return f"{{{first}}} {{{last}}}"
    named = [key for key, name in plain.items() if _NAMING.search(name)]
    whole = [keys[one.guess.at] for one in columns if one.guess.identifies]
    # What each row has of its own tells more than a name that comes late and often.
    first_named = [key for key in named if key in early]
    key = next(iter([*first_named, *whole, *named]), "")
    return f"{{{key}}}" if key else ""


def _with_purpose(document: JsonObject, named: Named) -> JsonObject:
    if not named.purpose or object_at(document, "purposes"):
        return document
    purpose: JsonObject = {PURPOSE: {"title": named.purpose, "basis": named.basis}}
    return {**document, "purposes": purpose}


def _give_purpose(model: JsonObject, document: JsonObject) -> None:
    """Let personal fields be for the app's purpose, where it has only one."""
    purposes = list(object_at(document, "purposes"))
    if len(purposes) != 1:
        return
    for schema in object_at(model, "properties").values():
        privacy = object_at(schema, "x-privacy") if isinstance(schema, dict) else {}
        if text_at(privacy, "personal", "none") != "none":
            privacy["purpose"] = purposes[0]


def _title_list(document: JsonObject, made: Sequence[str], title: str) -> None:
    """Call the new list what all of its records are, not what one of them is."""
    for key in made:
        screen = object_at(object_at(document, "screens"), key)
        if screen.get("type") == "list":
            screen["title"] = title


def _open_to(document: JsonObject, role_key: str, model: str, made: Sequence[str]) -> None:
    """Let a role work with the records of the new model, unless it may already."""
    role = object_at(object_at(document, "roles"), role_key)
    if not role or model in object_at(role, "models"):
        return
    rights: JsonObject = dict.fromkeys(ACTS, True)
    role["models"] = {**object_at(role, "models"), model: rights}
    role["screens"] = [*list_at(role, "screens"), *made]
