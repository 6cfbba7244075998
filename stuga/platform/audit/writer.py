"""Writes entries: in the transaction of the act, or apart when that one is rolled back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from stuga.models.json import JsonObject, JsonValue
from stuga.platform import clock
from stuga.platform.audit import entry as entries
from stuga.platform.audit.catalogue import Act, Outcome
from stuga.platform.audit.entry import Part, Target, part, words_part
from stuga.platform.audit.reads import left_for_later
from stuga.platform.audit.statement import entry_with
from stuga.platform.authz import Actor
from stuga.platform.db import db, own_transaction
from stuga.platform.db.prepared import run_each, run_plain
from stuga.platform.telemetry import current_request
from stuga.platform.tenancy import current_tenant_id

NO_TARGET: Final = Target()


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What an entry tells besides its envelope; each part can be forgotten by itself.

    :ivar changes: field -> [old, new]
    :ivar personal: which of those fields hold personal data; unknown counts as personal
    :ivar label: the record's label, or the person who was acted on
    :ivar query: filter and search words
    :ivar reason: free text given by a person
    """

    changes: Mapping[str, Sequence[JsonValue]] = field(default_factory=dict)
    personal: Collection[str] | None = None
    label: str = ""
    query: JsonObject = field(default_factory=dict)
    reason: str = ""


NO_DETAIL: Final = Detail()


@dataclass(frozen=True, slots=True)
class _What:
    act: Act
    target: Target
    detail: Detail
    outcome: Outcome
    permission: str


def record(
    actor: Actor,
    act: Act,
    *,
    target: Target = NO_TARGET,
    detail: Detail = NO_DETAIL,
    outcome: Outcome = Outcome.SUCCESS,
    permission: str = "",
) -> UUID:
    """Write one entry in the present transaction: no entry, no act. Return its id."""
    return _write(db.session(), actor, _What(act, target, detail, outcome, permission))


def record_read(
    actor: Actor,
    act: Act,
    *,
    target: Target = NO_TARGET,
    detail: Detail = NO_DETAIL,
    grave: bool = False,
) -> None:
    """Write one entry of a read: within a second, together with those of others.

    :param grave: whether it says so much of a person that the entry must be there before the
        answer leaves, as it must for every read of a tenant that wants it so, and outside the web
    """
    sql, values = _entry(actor, _What(act, target, detail, Outcome.SUCCESS, ""))
    request = current_request()
    may_wait = bool(request.id) and not (grave or request.reads_at_once)
    if not (may_wait and left_for_later(values["tenant_id"], sql, values)):
        run_plain(db.session(), sql, values)


def record_each(actor: Actor, act: Act, targets: Iterable[Target]) -> None:
    """Write one entry for each target in the present transaction, in one way to the database."""
    found = [_entry(actor, _What(act, one, NO_DETAIL, Outcome.SUCCESS, "")) for one in targets]
    for sql in {sql for sql, _ in found}:
        run_each(db.session(), sql, [values for same, values in found if same == sql])


def record_in(session: Session, actor: Actor, act: Act, *, target: Target) -> UUID:
    """Write one entry in the transaction of a session beside the request's own."""
    return _write(session, actor, _What(act, target, NO_DETAIL, Outcome.SUCCESS, ""))


def record_apart(
    actor: Actor,
    act: Act,
    *,
    target: Target = NO_TARGET,
    detail: Detail = NO_DETAIL,
    outcome: Outcome = Outcome.DENIED,
    permission: str = "",
) -> UUID:
    """Write one entry in a transaction of its own, for an act whose transaction is rolled back."""
    with own_transaction() as session:
        return _write(session, actor, _What(act, target, detail, outcome, permission))


def _write(session: Session, actor: Actor, what: _What) -> UUID:
    sql, values = _entry(actor, what)
    run_plain(session, sql, values)
    entry_id: UUID = values["id"]
    return entry_id


def _entry(actor: Actor, what: _What) -> tuple[str, dict[str, Any]]:
    """Return the statement that writes an entry, and its values."""
    at = clock.now()
    parts = [_who(actor), _net(), *_detail_parts(what.detail)]
    body = _body(actor, what)
    body["at"] = entries.moment(at)
    body["com"] = {each.name: each.commitment() for each in parts}
    entry_id = entries.time_ordered_id(at)
    body["id"] = str(entry_id)
    values = _row(entry_id, at, what, body)
    for number, each in enumerate(parts):
        values |= _detail(number, each)
    return entry_with(len(parts)), values


def _row(entry_id: UUID, at: datetime, what: _What, body: JsonObject) -> dict[str, Any]:
    act, target = what.act, what.target
    return {
        "tenant_id": current_tenant_id(),
        "id": entry_id,
        "purge_month": entries.purge_month(at),
        "gone_day": entries.gone_day(at, act.stream),
        "stream": act.stream.value,
        "body": entries.canonical_words(body),
        "at": at,
        "action": act.value,
        "op": act.op.value,
        "outcome": body["outcome"],
        "via": body["via"],
        "app": target.app,
        "model": target.model,
        "target_id": target.id,
    }


def _detail(number: int, each: Part) -> dict[str, object]:
    return {
        f"part_{number}": each.name,
        f"salt_{number}": each.salt,
        f"val_{number}": each.value.decode(),
    }


def _body(actor: Actor, what: _What) -> JsonObject:
    act = what.act
    request = current_request()
    return {
        "v": 1,
        "tenant": str(current_tenant_id()),
        "stream": act.stream.value,
        "action": act.value,
        "op": act.op.value,
        "outcome": what.outcome.value,
        "target": what.target.described(),
        "permission": {
            "granted": what.outcome is not Outcome.DENIED,
            "name": what.permission or act.value,
        },
        "via": request.via,
        "auth": {"kind": actor.kind.value},
        "dst": {"host": request.host, "service": "web" if request.id else "worker"},
    }


def _who(actor: Actor) -> Part:
    roles: list[JsonValue] = [*sorted(role.value for role in actor.tenant_roles)]
    return words_part(
        "who",
        {
            "id": str(actor.id) if actor.id else None,
            "kind": actor.kind.value,
            "name": actor.name,
            "email": actor.email,
            "roles": roles,
        },
    )


def _net() -> Part:
    request = current_request()
    return words_part(
        "net",
        {
            "address": request.address,
            "agent": request.agent,
            "request": request.id,
            "session": request.session,
        },
    )


def _detail_parts(detail: Detail) -> list[Part]:
    parts: list[Part] = []
    open_fields: JsonObject = {}
    personal: JsonObject = {}
    for name, pair in detail.changes.items():
        hidden = detail.personal is None or name in detail.personal
        (personal if hidden else open_fields)[name] = list(pair)
    if open_fields:
        parts.append(part("changes", open_fields))
    if personal:
        parts.append(part("personal", personal))
    if detail.label:
        parts.append(part("label", detail.label))
    if detail.query:
        parts.append(part("query", detail.query))
    if detail.reason:
        parts.append(part("reason", detail.reason))
    return parts
