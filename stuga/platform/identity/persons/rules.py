"""What holds for people, whoever asks."""

import re
from typing import Final

from stuga.models.definition.refusals import Refused
from stuga.platform.authz import Actor, ActorKind, TenantRole
from stuga.platform.errors import ConflictError, NotPermittedError
from stuga.platform.identity.roles import grantable

LONGEST_NAME: Final = 200
_EMAIL: Final = re.compile(r"[^\s@<>\"(),:;\\]{1,64}@[^\s@<>\"(),:;\\]+\.[^\s@.<>\"(),:;\\]{2,}")
_LONGEST_EMAIL: Final = 254


class LastOwnerError(ConflictError):
    """The tenant would be without an owner."""

    code = "last-owner"
    title = "The last owner stays"


def problems(name: str, email: str) -> dict[str, Refused]:
    """Return what is wrong with a new person's name and e-mail address."""
    found: dict[str, Refused] = {}
    if not name:
        found["/name"] = Refused("required")
    elif len(name) > LONGEST_NAME:
        found["/name"] = Refused("too-long", {"most": LONGEST_NAME})
    if not email:
        found["/email"] = Refused("required")
    elif len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        found["/email"] = Refused("e-mail-invalid")
    return found


def require_above(actor: Actor, held: frozenset[TenantRole]) -> None:
    """Go on only if the actor could have given all of these roles.

    :raises NotPermittedError: else; a way in as an owner would make an owner of an admin
    """
    system = actor.kind in {ActorKind.SYSTEM, ActorKind.OPERATOR}
    if not system and held - {TenantRole.MEMBER} - grantable(actor):
        raise NotPermittedError("Only an owner may do this to an owner.", permission="owner.grant")
