"""`Idempotency-Key`: a request that is sent again is answered again, and carried out once.

As draft-ietf-httpapi-idempotency-key-header-07 has it: the key is a Structured Field string (RFC
8941), is bound to who sends it, lives for a day, and another request with it is refused with 422.
Where both are sent at once, the second waits for the first.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask import request
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from stuga.models import RequestKey
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor
from stuga.platform.crypto import Purpose, ring
from stuga.platform.db import db
from stuga.platform.errors import BadRequestError, InvalidError
from stuga.platform.tenancy import current_tenant_id

HEADER: Final = "Idempotency-Key"
KEPT: Final = timedelta(days=1)
LONGEST: Final = 255
# As a Structured Field string, or bare, as many clients send it.
_QUOTED: Final = re.compile(r'"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"')
_BARE: Final = re.compile(r"[A-Za-z0-9._~:/+=-]+")


class KeyReusedError(InvalidError):
    """The key came with another request before."""

    code = "idempotency-key-reused"
    title = "This key belongs to another request"

    def __init__(self) -> None:
        super().__init__({}, f"{HEADER}: send a new key with a new request.")


@dataclass(frozen=True, slots=True)
class Repeatable:
    """A request with a key.

    :ivar earlier: what was kept of the answer to the first with this key; None if this is it
    """

    actor_id: UUID
    key: bytes
    earlier: JsonObject | None

    def keep(self, answer: JsonObject) -> None:
        """Keep what the next with this key is answered from: ids, revisions, codes, no values."""
        mine = (RequestKey.actor_id == self.actor_id, RequestKey.key == self.key)
        kept = update(RequestKey).where(*mine).values(answer=answer)
        db.session.execute(kept.execution_options(synchronize_session=False))


def repeatable(actor: Actor, content: JsonObject, *, now: datetime) -> Repeatable | None:
    """Return the request as one that may be sent again; None if it brings no key.

    If the same is being carried out right now, wait for its end.

    :raises BadRequestError: if the key is none
    :raises KeyReusedError: if it came with another request before
    """
    given = request.headers.get(HEADER)
    if given is None or actor.id is None:
        return None
    key = _mac(f"{actor.id}:{_read(given)}")
    digest = _mac(json.dumps([request.method, request.path, content], sort_keys=True))
    if _is_first(actor.id, key, digest, now=now):
        return Repeatable(actor.id, key, None)
    row = db.session.execute(
        select(RequestKey.digest, RequestKey.answer).where(
            RequestKey.actor_id == actor.id, RequestKey.key == key
        )
    ).one()
    if row.digest != digest:
        raise KeyReusedError
    return Repeatable(actor.id, key, row.answer or {})


def once(holder: UUID, name: str, *, now: datetime) -> Repeatable:
    """Return what is carried out once, whoever asks for it again; its name is unguessable.

    If it is being carried out right now, wait for its end.
    """
    key = _mac(f"once {holder} {name}")
    if _is_first(holder, key, key, now=now):
        return Repeatable(holder, key, None)
    return Repeatable(holder, key, earlier(holder, name, now=now) or {})


def earlier(holder: UUID, name: str, *, now: datetime) -> JsonObject | None:
    """Return what was kept of something that was carried out; None if it was not."""
    kept: JsonObject | None = db.session.scalar(
        select(RequestKey.answer).where(
            RequestKey.actor_id == holder,
            RequestKey.key == _mac(f"once {holder} {name}"),
            RequestKey.created_at > now - KEPT,
        )
    )
    return kept


def forget(*, now: datetime) -> None:
    """Delete the keys of the bound tenant whose day is over."""
    over = delete(RequestKey).where(RequestKey.created_at <= now - KEPT)
    db.session.execute(over.execution_options(synchronize_session=False))


def _is_first(actor_id: UUID, key: bytes, digest: bytes, *, now: datetime) -> bool:
    """Write the key, unless it is there; a row whose day is over is as if it were not."""
    made = insert(RequestKey).values(actor_id=actor_id, key=key, digest=digest, created_at=now)
    written = made.on_conflict_do_update(
        index_elements=[RequestKey.tenant_id, RequestKey.actor_id, RequestKey.key],
        set_={"digest": digest, "created_at": now, "answer": None},
        where=RequestKey.created_at <= now - KEPT,
    ).returning(RequestKey.key)
    return db.session.execute(written).first() is not None


def _read(given: str) -> str:
    text = given.strip()
    quoted = _QUOTED.fullmatch(text)
    key = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else text
    if not 0 < len(key) <= LONGEST or not (quoted or _BARE.fullmatch(key)):
        raise BadRequestError(
            f"{HEADER}: a text of 1 to {LONGEST} characters in quotation marks was expected."
        )
    return key


def _mac(text: str) -> bytes:
    return ring().mac(Purpose.REQUEST, text.encode(), current_tenant_id())
