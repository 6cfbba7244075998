"""Pictures come and go. Whoever calls has seen to it that the actor may do so."""

import hashlib
from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.models import Picture
from stuga.models.definition.pictures import name_of
from stuga.models.definition.refusals import Refused
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor
from stuga.platform.db import db, outbox
from stuga.platform.errors import NotFoundError
from stuga.platform.pictures import blobs, queries
from stuga.platform.pictures.commands import AddPicture, DrawnPicture, Owner
from stuga.platform.pictures.drawing import drawn
from stuga.platform.pictures.refusals import PictureRefusedError

MOST: Final = 200
LONGEST_TITLE: Final = 120
REMOVE: Final = "picture.remove"


def add(actor: Actor, command: AddPicture) -> Picture:
    """Take a picture; one that is there already is given back as it is.

    :raises PictureRefusedError: if it is not taken
    :raises StorageUnavailableError: if it cannot be stored right now
    """
    row = taken(actor, command)
    _note(actor, Act.PICTURE_CREATE, command.owner, row)
    return row


def taken(actor: Actor, command: AddPicture) -> Picture:
    """Take a picture as a part of another act, which leaves the entry.

    :raises PictureRefusedError: if it is not taken
    """
    picture, small = drawn(_titled(command.title), command.content)
    if queries.count(command.owner) >= MOST:
        raise PictureRefusedError(Refused("too-many", {"most": MOST}))
    return keep(actor.id, command.owner, picture, small=small, now=command.now)


def keep(
    by: UUID | None, owner: Owner, picture: DrawnPicture, *, now: datetime, small: bytes = b""
) -> Picture:
    """Store a picture that has been drawn anew, if it is not there. Leaves no entry."""
    digest = hashlib.sha256(picture.content).hexdigest()
    name = name_of(digest, picture.width, picture.height, picture.media_type)
    found = queries.find(owner, name)
    if found is not None:
        return found
    row = queries.added(
        owner,
        name=name,
        title=picture.title,
        media_type=picture.media_type,
        size=len(picture.content),
        width=picture.width,
        height=picture.height,
        created_by=by,
        created_at=now,
    )
    if row is None:  # the same was sent twice, and the other came first
        return keep(by, owner, picture, now=now, small=small)
    blobs.store(row.id, picture.content, media_type=picture.media_type)
    if small:
        blobs.store_small(row.id, small)
    return row


def remove(actor: Actor, owner: Owner, name: str) -> Picture:
    """Delete a picture; its bytes go after the change is committed.

    :raises NotFoundError: if there is none of this name
    """
    row = queries.find(owner, name)
    if row is None:
        raise NotFoundError
    _note(actor, Act.PICTURE_DELETE, owner, row)
    db.session.delete(row)
    outbox.leave(REMOVE, {"pictures": [str(row.id)]})
    return row


def _note(actor: Actor, act: Act, owner: Owner, row: Picture) -> None:
    target = Target(kind="picture", app=owner.app_key, ids=[row.id], count=1)
    audit.record(actor, act, target=target, detail=Detail(label=row.title))


def _titled(name: str) -> str:
    """Return what a file is called, without the folders it lay in."""
    plain = " ".join(name.replace("\\", "/").rpartition("/")[2].split())
    return "".join(one for one in plain if one.isprintable())[:LONGEST_TITLE]
