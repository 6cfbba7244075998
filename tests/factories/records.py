"""Records of the tests' apps: made, changed and looked at as people of the cast do it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import select

from stuga.models import AuditDetail, AuditEntry, Record, RecordChange
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.db import db, reading_trail
from stuga.runtime.records import service
from stuga.runtime.records.commands import (
    CreateRecord,
    DeleteRecord,
    GetHistory,
    GetRecord,
    PatchRecord,
    ReplaceRecord,
    RestoreRecord,
)
from stuga.runtime.records.results import Change
from stuga.runtime.records.stored import Shown
from tests.factories.cast import Tenant

CASE: JsonObject = {"applicant": "Sten Ek", "kind": "permit"}


class Desk:
    """One of the cast at work with the records of one model; every act is its own transaction."""

    def __init__(
        self, tenant: Tenant, who: str = "member", model: str = "case", app: str = "cases"
    ) -> None:
        self.tenant, self.who, self.model, self.app = tenant, who, model, app

    def create(self, *, screen: str = "", **data: JsonValue) -> Shown:
        with self._acting() as actor:
            command = CreateRecord(**self._place(), data=data, screen=screen)
            return service.create(actor, command)

    def case(self, **data: JsonValue) -> Shown:
        return self.create(**{**CASE, **data})

    def get(self, record_id: UUID) -> Shown:
        with self._acting() as actor:
            command = GetRecord(**self._place(), id=record_id)
            return service.get(actor, command)

    def patch(self, record_id: UUID, revision: int, screen: str = "", **patch: JsonValue) -> Shown:
        with self._acting() as actor:
            command = PatchRecord(
                **self._place(), id=record_id, revision=revision, patch=patch, screen=screen
            )
            return service.patch(actor, command)

    def replace(self, record_id: UUID, revision: int, **data: JsonValue) -> Shown:
        with self._acting() as actor:
            command = ReplaceRecord(**self._place(), id=record_id, revision=revision, data=data)
            return service.replace(actor, command)

    def delete(self, record_id: UUID, revision: int | None = None) -> Shown:
        with self._acting() as actor:
            command = DeleteRecord(**self._place(), id=record_id, revision=revision)
            return service.delete(actor, command)

    def restore(self, record_id: UUID) -> Shown:
        with self._acting() as actor:
            command = RestoreRecord(**self._place(), id=record_id)
            return service.restore(actor, command)

    def history(self, record_id: UUID, before: int | None = None, rows: int = 50) -> list[Change]:
        with self._acting() as actor:
            command = GetHistory(**self._place(), id=record_id, before=before, rows=rows)
            return service.history(actor, command)

    @contextmanager
    def _acting(self) -> Iterator[Actor]:
        actor = self.tenant.actor(self.who)
        with self.tenant.inside():
            yield actor

    def _place(self) -> dict[str, object]:
        return {"app": self.app, "model": self.model, "now": clock.now()}


def row_of(tenant: Tenant, record_id: UUID) -> Record | None:
    """Return the row of a record as it stands, in the trash or not."""
    with tenant.inside():
        return db.session.scalar(select(Record).where(Record.id == record_id))


def diffs_of(tenant: Tenant, record_id: UUID) -> list[JsonObject]:
    """Return what the history of a record holds, oldest first, unmasked."""
    with tenant.inside():
        wanted = select(RecordChange.diff).where(RecordChange.record_id == record_id)
        return list(db.session.scalars(wanted.order_by(RecordChange.revision)))


def entries_of(tenant: Tenant, action: str = "") -> Sequence[AuditEntry]:
    """Return the audit entries of acts on records, oldest first."""
    with tenant.inside(), reading_trail() as session:
        wanted = select(AuditEntry).where(AuditEntry.action.like(f"{action or 'record.%'}"))
        return session.scalars(wanted.order_by(AuditEntry.at, AuditEntry.id)).all()


def parts_of(tenant: Tenant, entry_id: UUID) -> dict[str, JsonValue]:
    """Return the detail of an entry by part, without who acted and from where."""
    with tenant.inside(), reading_trail() as session:
        wanted = select(AuditDetail).where(AuditDetail.entry_id == entry_id)
        rows = session.scalars(wanted).all()
        return {row.part: row.val for row in rows if row.part not in {"who", "net"}}
