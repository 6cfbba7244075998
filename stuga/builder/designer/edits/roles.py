"""Changes of roles: who sees which screens, and may do what with which fields."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from stuga.builder.designer.edits.tree import copied, made_object, object_of, put, without_texts
from stuga.models.definition import starters
from stuga.models.definition.reading import object_at, texts_at
from stuga.models.definition.rights import ACTS, Grant
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRights:
    """What a role is to be given on one model.

    :ivar unseen: fields it may not read
    :ivar hidden: those of them of which it is not shown the part that a mask leaves
    :ivar unchanged: fields it may not write
    """

    acts: frozenset[str]
    unseen: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    unchanged: frozenset[str] = frozenset()


def add_role(document: JsonObject, title: str) -> tuple[JsonObject, str]:
    """Add a role that may do nothing yet. Returns its key, too."""
    result = copied(document)
    roles = made_object(result, "roles")
    key = starters.key_from(title, roles, joint="-")
    roles[key] = {"title": title, "screens": [], "models": {}}
    return result, key


def remove_role(document: JsonObject, key: str) -> JsonObject:
    """Take a role away; who holds it can do nothing by it once that is published."""
    result = copied(document)
    if object_of(result, "roles").pop(key, None) is None:
        raise NotFoundError
    without_texts(result, f"role.{key}.")
    return result


def set_role(
    document: JsonObject,
    key: str,
    members: Mapping[str, JsonValue],
    rights: Mapping[str, ModelRights],
) -> JsonObject:
    """Set a role's title, screens and rights; conditions on rows stay as they are."""
    result = copied(document)
    raw = object_of(result, "roles", key)
    for name, value in members.items():
        raw[name] = value
    models = made_object(raw, "models")
    for model, given in rights.items():
        fields = frozenset(object_at(object_of(result, "models", model), "properties"))
        written = _written(object_at(models, model), given, fields)
        put(models, model, written)
    return result


def closed(raw: JsonValue, fields: Collection[str]) -> frozenset[str]:
    """List the fields that a right leaves out, whether it names them or names the others."""
    grant = Grant.read(raw)
    if grant is None:
        return frozenset()
    return frozenset(one for one in fields if not grant.fields.allow(one))


def given_rights(raw: JsonObject, fields: Collection[str]) -> ModelRights:
    """Read what a role has on a model as one sets it: acts, and fields it does not reach."""
    writing = raw["update"] if Grant.read(raw.get("update")) else raw.get("create")
    return ModelRights(
        acts=frozenset(act for act in ACTS if Grant.read(raw.get(act)) is not None),
        unseen=closed(raw.get("read"), fields),
        hidden=frozenset(texts_at(object_at(raw, "read"), "hidden")) & frozenset(fields),
        unchanged=closed(writing, fields),
    )


def _written(raw: JsonObject, given: ModelRights, fields: frozenset[str]) -> JsonObject:
    before = given_rights(raw, fields)
    found: JsonObject = {}
    for act in ACTS:
        if act not in given.acts:
            continue
        is_reading = act in {"read", "export", "delete"}
        shut = given.unseen | given.hidden if is_reading else given.unchanged
        was = before.unseen if is_reading else before.unchanged
        is_same = shut == was and (act != "read" or given.hidden == before.hidden)
        if act in before.acts and (is_same or act == "delete"):
            found[act] = raw[act]
        else:
            hidden = given.hidden if act == "read" else frozenset()
            found[act] = _right(raw.get(act), frozenset() if act == "delete" else shut, hidden)
    return found


def _right(raw: JsonValue, shut: frozenset[str], hidden: frozenset[str]) -> JsonValue:
    where = raw.get("where") if isinstance(raw, dict) else None
    right: JsonObject = {}
    if isinstance(where, dict):
        right["where"] = where
    if shut:
        right["fields"] = {"except": [*sorted(shut)]}
    put(right, "hidden", [*sorted(hidden)])
    return right or True


def listed_screens(raw: JsonObject, wanted: Collection[str]) -> list[JsonValue]:
    """Order a role's screens: those it had as they were, new ones after."""
    kept = [one for one in texts_at(raw, "screens") if one in wanted]
    return [*kept, *(one for one in wanted if one not in kept)]
