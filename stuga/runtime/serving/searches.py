"""Searches for what a field of a screen may name."""

from typing import Final

from stuga.models.definition.document import Field, Screen
from stuga.models.definition.paths import whole
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.errors import BadRequestError, NotFoundError, NotSignedInError
from stuga.platform.ui.screens.values import RELATIONS
from stuga.runtime.records.rights import rights_through
from stuga.runtime.serving.options import Found, find
from stuga.runtime.serving.visits import Visit

LONGEST: Final = 200


def search(visit: Visit, screen: Screen, key: str, words: str) -> Found:
    """Return what the field may name and the words are found in; its entry names the records.

    :raises NotFoundError: if the screen has no such field for the actor
    """
    if not visit.actor.signed_in:
        raise NotSignedInError
    if len(words) > LONGEST:
        raise BadRequestError(f"q: at most {LONGEST} characters.")
    relation = _relation(visit, screen, key)
    found = find(visit, relation, words)
    target = Target(
        kind="record" if relation.references else "person",
        app=visit.app.key,
        version=visit.app.number,
        model=relation.references,
        ids=found.ids,
        count=len(found.options),
    )
    detail = Detail(query={"search": words})
    audit.record(visit.actor, Act.RECORD_LIST, target=target, detail=detail)
    return found


def _relation(visit: Visit, screen: Screen, key: str) -> Field:
    """Return a relation that the screen asks for and the actor may see or set."""
    field = visit.model(screen.model).at(key)
    if field is None or field.kind.name not in RELATIONS or whole(key) not in screen.field_keys:
        raise NotFoundError
    rights = rights_through(visit.actor, visit.app, screen, now=visit.now)
    if not any(rights.whole_fields(verb).allow(whole(key)) for verb in ("create", "update")):
        raise NotFoundError
    return field
