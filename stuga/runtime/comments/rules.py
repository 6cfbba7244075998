"""What a comment may say, and who may do what with it."""

import unicodedata
from typing import Final

from stuga.models import Comment
from stuga.models.definition.refusals import Refused
from stuga.models.definition.storable import is_broken
from stuga.platform.authz import Actor
from stuga.platform.errors import InvalidError
from stuga.runtime.records.rights import ModelRights
from stuga.runtime.records.stored import Stored

LONGEST: Final = 5000
FIELD: Final = "/text"


def checked(text: str) -> str:
    """Return a comment's text as it is kept: NFC, plain line ends, no empty edges.

    :raises InvalidError: if nothing is left, or too much, or what nothing can keep
    """
    kept = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not kept:
        raise InvalidError({FIELD: Refused("required")})
    if len(kept) > LONGEST:
        raise InvalidError({FIELD: Refused("max-length", {"limit": LONGEST})})
    if is_broken(kept):
        raise InvalidError({FIELD: Refused("text-broken")})
    return kept


def may_write(rights: ModelRights, record: Stored) -> bool:
    """Tell whether the actor may comment on a record: whoever may change it may."""
    return rights.actor.signed_in and rights.fields("update", record.values) is not None


def is_own(actor: Actor, comment: Comment) -> bool:
    """Tell whether the actor wrote a comment."""
    return actor.id is not None and actor.id in {comment.person_id, comment.token_id}


def may_delete(rights: ModelRights, record: Stored, comment: Comment) -> bool:
    """Tell whether a comment may be deleted: one's own, or any on a record one may delete."""
    return is_own(rights.actor, comment) or rights.fields("delete", record.values) is not None
