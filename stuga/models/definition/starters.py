"""Apps made from nothing or from a list of fields: pure functions from keys and titles."""

import copy
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.checks.models import SLOTS
from stuga.models.definition.field import RESERVED
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.model import Model
from stuga.models.definition.reading import list_at, members_at, object_at
from stuga.models.definition.starter_screens import screens_of, words_in
from stuga.models.json import JsonObject, JsonValue

_LONGEST_KEY: Final = 63
_LONGEST_TITLE: Final = 200
_LABELLED: Final = frozenset({"text", "e-mail", "integer"})
_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "o", "ð": "d", "þ": "th", "ß": "ss", "ł": "l"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewField:
    """A field to begin with: its property schema, title, `x-field` and `x-privacy` included."""

    key: str
    schema: JsonObject
    required: bool = False


def blank(key: str, title: str, language: str) -> JsonObject:
    """Make an app without models or screens, and one role that will have all rights."""
    words = words_in(language)
    return {
        "$schema": "urn:stuga:app:1",
        "key": key,
        "title": title[:_LONGEST_TITLE],
        "language": language,
        "icon": "folder",
        "purposes": {},
        "retention": {},
        "models": {},
        "screens": {},
        "navigation": [],
        "roles": {"user": {"title": words.user, "screens": [], "models": {}}},
        "automations": {},
        "texts": {},
        "theme": {},
    }


def from_fields(
    key: str,
    title: str,
    language: str,
    model_key: str,
    fields: Sequence[NewField],
    *,
    model_title: str = "",
) -> JsonObject:
    """Make an app with one model of the fields, its list, form and detail, and a dashboard."""
    document = blank(key, title, language)
    model = model_of(model_title or title, fields)
    return with_model(document, model_key, model)


def model_of(title: str, fields: Sequence[NewField]) -> JsonObject:
    """Make a model of fields, with label, indexes and search chosen as far as there is room."""
    schema: JsonObject = {
        "type": "object",
        "title": title[:_LONGEST_TITLE] or "Model",
        "properties": {field.key: copy.deepcopy(field.schema) for field in fields},
        "required": [field.key for field in fields if field.required],
        "additionalProperties": False,
    }
    model = Model.read("model", schema)
    schema["x-model"] = {
        "label": _label(model),
        "index": _index(model),
        "search": [
            field.key
            for field in model.fields.values()
            if field.kind.searchable and not field.privacy.encrypt
        ],
        "history": True,
    }
    return schema


def with_model(document: JsonObject, model_key: str, model: JsonObject) -> JsonObject:
    """Copy an app with one more model and its screens, open to every role that has all rights.

    The first model brings a dashboard along.
    """
    result = copy.deepcopy(document)
    models, screens = _member(result, "models"), _member(result, "screens")
    is_first = not models
    models[model_key] = copy.deepcopy(model)
    made = screens_for_model(result, model_key, dashboard=is_first)
    screens.update(made)
    opened: list[JsonValue] = [key for key, one in members_at(result, "screens") if key in made]
    shown = [key for key in opened if _is_in_navigation(made, key)]
    result["navigation"] = [*list_at(result, "navigation"), *shown]
    for role_key, role in members_at(result, "roles"):
        if role_key == "user" or len(object_at(result, "roles")) == 1:
            role["screens"] = [*list_at(role, "screens"), *opened]
            rights = dict.fromkeys(("create", "read", "update", "delete", "export"), True)
            _member(role, "models")[model_key] = {**rights}
    return result


def screens_for_model(
    document: JsonObject, model_key: str, *, dashboard: bool = False
) -> JsonObject:
    """Make list, form and detail of a model, and a dashboard if wanted, under free keys."""
    model = Model.read(model_key, object_at(object_at(document, "models"), model_key))
    language = str(document.get("language", "en"))
    made = screens_of(model, words_in(language), frozenset(object_at(document, "screens")))
    return made if dashboard else {key: one for key, one in made.items() if not _is_board(one)}


def new_field(kind: str, title: str) -> JsonObject:
    """Make the property schema of a new field of a kind.

    :raises KeyError: if there is no such kind
    """
    schema = KINDS[kind].new_schema()
    return {"type": schema.pop("type"), "title": title[:_LONGEST_TITLE], **schema}


def key_from(title: str, taken: Collection[str], *, joint: str = "_") -> str:
    """Make a free key of a title: `Köpt den` gives `kopt_den`, a second one `kopt_den_2`."""
    parts = unicodedata.normalize("NFKD", title.casefold().translate(_LETTERS))
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    base = re.sub(r"[^a-z0-9]+", joint, plain).strip(joint)
    if not base or not base[0].isalpha():
        base = f"n{joint}{base}".strip(joint) if base else "field"
    base = base[:_LONGEST_KEY].rstrip(joint)
    number, key = 1, base
    while key in taken or key in RESERVED:
        number += 1
        ending = f"{joint}{number}"
        key = base[: _LONGEST_KEY - len(ending)] + ending
    return key


def _label(model: Model) -> str:
    """Name records by a required text, else a text, else whatever comes first."""
    plain = [field for field in model.fields.values() if not field.privacy.encrypt]
    texts = [field for field in plain if field.kind.name in _LABELLED]
    required = [field for field in texts if field.required]
    first = next(iter([*required, *texts, *plain]), None)
    return f"{{{first.key}}}" if first else ""


def _index(model: Model) -> list[JsonValue]:
    """Index fields in their order until the slots of their family are taken."""
    room = dict(SLOTS)
    index: list[JsonValue] = []
    for field in model.fields.values():
        slot = field.kind.slot
        can = slot is not None and not field.privacy.encrypt
        if slot is not None and can and room[slot] > 0:
            room[slot] -= 1
            index.append(field.key)
    return index


def _is_board(screen: JsonValue) -> bool:
    return isinstance(screen, dict) and screen.get("type") == "dashboard"


def _is_in_navigation(made: JsonObject, key: JsonValue) -> bool:
    screen = object_at(made, str(key))
    return screen.get("type") in {"list", "dashboard"}


def _member(raw: JsonObject, key: str) -> JsonObject:
    """Give the object that a member is, made if it is not there."""
    found = raw.get(key)
    if not isinstance(found, dict):
        found = {}
        raw[key] = found
    return found
