"""What follows from erasing, gathered over many records and written together.

The mark, the history, the trail and the jobs of a record are a statement each: of a slice of a
sweep they are as many, not as many for each record.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, update

from stuga.models import Comment, RecordChange, SavedForm
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz.actor import system
from stuga.platform.db import db
from stuga.platform.db.prepared import run_each
from stuga.platform.tenancy import current_tenant_id
from stuga.runtime.records import migrating_former, trimming, withdrawing
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.history import BY_RULE
from stuga.runtime.records.migrating_names import with_removed
from stuga.runtime.records.trail import KIND

_MARK: Final = (
    "INSERT INTO erased (tenant_id, record_id, field, rule_id, rule_title, run_id, method, at)"
    " VALUES (%(tenant_id)s, %(record_id)s, %(field)s, %(rule_id)s, %(rule_title)s, %(run_id)s,"
    " %(method)s, %(at)s) ON CONFLICT (tenant_id, record_id, field) DO UPDATE"
    " SET (rule_id, rule_title, run_id, method, at)"
    " = (excluded.rule_id, excluded.rule_title, excluded.run_id, excluded.method, excluded.at)"
)
_TELL: Final = (
    "INSERT INTO record_change (tenant_id, record_id, revision, at, via, diff)"
    " VALUES (%(tenant_id)s, %(record_id)s, %(revision)s, %(at)s, %(via)s, '{}')"
)
_PUT_OFF: Final = (
    "UPDATE record SET due_at = %(due_at)s WHERE tenant_id = %(tenant_id)s AND id = %(id)s"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """The rule that acts, and the run in which it does."""

    rule_id: UUID
    rule_title: str
    run_id: UUID | None
    now: datetime


@dataclass(slots=True)
class Aftermath:
    """Gathers; `write` carries all of it out, in the transaction of what was done."""

    _marks: dict[tuple[UUID, str], dict[str, object]] = field(default_factory=dict)
    _scrubs: dict[tuple[UUID, frozenset[str]], list[UUID]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _changes: dict[UUID, list[dict[str, object]]] = field(default_factory=lambda: defaultdict(list))
    _entries: dict[Act, list[Target]] = field(default_factory=lambda: defaultdict(list))
    _gone: list[UUID] = field(default_factory=list)
    _stale: list[dict[str, object]] = field(default_factory=list)

    def mark(
        self,
        record_id: UUID,
        fields: Collection[str],
        because: Because,
        methods: Mapping[str, str],
    ) -> None:
        """Tell that a rule has erased fields, or paths into lists, each by its method."""
        for key in fields:
            self._marks[record_id, key] = {
                "tenant_id": current_tenant_id(),
                "record_id": record_id,
                "field": key,
                "rule_id": because.rule_id,
                "rule_title": because.rule_title,
                "run_id": because.run_id,
                "method": methods.get(key, ""),
                "at": because.now,
            }

    def scrub(self, model: LiveModel, record_id: UUID, fields: Collection[str]) -> None:
        """Take fields out of a record's history, of what lies aside, and of the trail's detail."""
        self._scrubs[model.id, frozenset(fields)].append(record_id)

    def tell(self, record_id: UUID, revision: int, because: Because) -> None:
        """Tell the history that a rule acted, without values."""
        row: dict[str, object] = {
            "tenant_id": current_tenant_id(),
            "record_id": record_id,
            "revision": revision,
            "at": because.now,
            "via": BY_RULE,
        }
        self._changes[record_id].append(row)

    def note(self, model: LiveModel, act: Act, record_id: UUID, fields: Collection[str]) -> None:
        """Leave an entry that says what became of a record, never what it said."""
        target = Target(
            kind=KIND,
            app=model.app_key,
            version=model.number,
            model=model.key,
            id=record_id,
            count=1,
            fields=tuple(fields),
        )
        self._entries[act].append(target)

    def purged(self, record_id: UUID) -> None:
        """Take all that is told of a record out of the trail's detail; its history has gone."""
        self._changes.pop(record_id, None)
        self._gone.append(record_id)

    def put_off(self, record_id: UUID, due_at: datetime | None) -> None:
        """Correct a due time that had gone stale; the record itself stays as it is."""
        row: dict[str, object] = {"id": record_id, "due_at": due_at}
        self._stale.append({"tenant_id": current_tenant_id(), **row})

    def write(self) -> None:
        """Carry out what was gathered, and begin anew."""
        if self._stale:
            run_each(db.session(), _PUT_OFF, self._stale)
        self._write_marks()
        self._write_scrubs()
        if self._changes:
            run_each(
                db.session(), _TELL, [row for all_of in self._changes.values() for row in all_of]
            )
        for act, targets in self._entries.items():
            audit.record_each(system(), act, targets)
        if self._gone:
            trimming.leave(self._gone, None)
        forgotten = {*self._gone, *(one for several in self._scrubs.values() for one in several)}
        if forgotten:
            withdrawing.withdraw(forgotten)
            for beside in (SavedForm, Comment):  # what people typed may say again what is erased
                gone = delete(beside).where(beside.record_id.in_(forgotten))
                db.session.execute(gone.execution_options(synchronize_session=False))
        for kept in (self._marks, self._scrubs, self._changes, self._entries, self._gone):
            kept.clear()
        self._stale.clear()

    def _write_marks(self) -> None:
        if not self._marks:
            return
        run_each(db.session(), _MARK, [self._marks[key] for key in sorted(self._marks)])

    def _write_scrubs(self) -> None:
        for (model_id, fields), record_ids in self._scrubs.items():
            scrubbed = (
                update(RecordChange)
                .where(RecordChange.record_id.in_(record_ids))
                .values(diff=RecordChange.diff.op("-")(with_removed(model_id, fields)))
            )
            db.session.execute(scrubbed.execution_options(synchronize_session=False))
            trimming.leave(record_ids, fields)
        if self._scrubs:
            migrating_former.erase({one for several in self._scrubs.values() for one in several})


@contextmanager
def gathered() -> Iterator[Aftermath]:
    """Gather what follows, and write it at the end; an error leaves all of it to the rollback."""
    aftermath = Aftermath()
    yield aftermath
    aftermath.write()
