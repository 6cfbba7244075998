"""Looks at one record as a page shows it: values, history, and how long it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from stuga.models import Erased
from stuga.models.definition.clocks import Action
from stuga.models.definition.document import Fields
from stuga.models.json import JsonObject
from stuga.platform.db import db
from stuga.platform.ui import Locale
from stuga.platform.ui.screens.detail_view import Change
from stuga.platform.ui.screens.values import Values
from stuga.runtime.records import history, queries
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.due import RuleInForce
from stuga.runtime.records.results import Change as Revision
from stuga.runtime.records.stored import Shown, Stored
from stuga.runtime.serving.visits import Visit

MOST_CHANGES = 50
FIRST_CHANGE = 2
"""The first revision is the record as it was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A record, and what its reader may know of it besides its values."""

    acting: Acting
    record: Stored
    shown: Shown
    readable: Fields
    revisions: Sequence[Revision]
    erased: Mapping[str, Erased]

    @property
    def data(self) -> JsonObject:
        """Values and system fields, as far as the reader may see them."""
        return {**self.shown.data, **self.shown.system}


def look(visit: Visit, model: str, record_id: UUID, before: int | None = None) -> Looked:
    """Return a record with its history; the page's own entry is for the caller to leave.

    :param before: the changes before one of its revisions, not the latest

    :raises NotFoundError: if there is none that the actor may see
    """
    acting = visit.acting(model)
    record = queries.get_record(acting.model.id, record_id)
    readable = acting.rights.require("read", record)
    return Looked(
        acting=acting,
        record=record,
        shown=acting.rights.show(record),
        readable=readable,
        revisions=_revisions(acting, record, readable, before),
        erased=_erased(record_id),
    )


def _revisions(
    acting: Acting, record: Stored, readable: Fields, before: int | None
) -> Sequence[Revision]:
    if not acting.model.view.history or record.revision == 1:
        return ()
    model = acting.model.view
    return history.changes_shown(model, record, readable, before=before, rows=MOST_CHANGES)


def changes_before(looked: Looked) -> int | None:
    """Return the revision before which there are more changes than those looked at."""
    changes = looked.revisions
    oldest = changes[-1].revision if len(changes) >= MOST_CHANGES else 1
    return oldest if oldest > FIRST_CHANGE else None


def _erased(record_id: UUID) -> Mapping[str, Erased]:
    """Return which values rules have acted on, by field."""
    rows = db.session.scalars(select(Erased).where(Erased.record_id == record_id))
    return {row.field: row for row in rows}


def history_by_field(visit: Visit, looked: Looked, values: Values) -> dict[str, list[Change]]:
    """Return each field's changes in words, newest first."""
    model = visit.model(looked.acting.model.key)
    locale = visit.locale
    found: dict[str, list[Change]] = {}
    for one in looked.revisions:
        who = one.name or locale.text("Someone")
        for key, pair in one.diff.items():
            field = model.fields.get(key)
            if field is None or not isinstance(pair, list):
                continue
            change = Change(who=who, when=locale.datetime(one.at))
            if one.what == "anonymise":
                change = Change(
                    who=locale.text("Retention"),
                    when=locale.datetime(one.at),
                    removed_by=_rule_of(looked, key, locale),
                )
            else:
                old, new = (values.words(field, value) for value in pair)
                change = Change(who=who, when=locale.datetime(one.at), old=old, new=new)
            found.setdefault(key, []).append(change)
    return found


def removed_by(visit: Visit, looked: Looked) -> dict[str, str]:
    """Return which rule removed the values that are gone, and when."""
    return {
        key: f"{row.rule_title or visit.locale.text('Retention')}, {visit.locale.date(row.at)}"
        for key, row in looked.erased.items()
        if key and key not in looked.shown.data and key not in looked.shown.masked
    }


def _rule_of(looked: Looked, key: str, locale: Locale) -> str:
    row = looked.erased.get(key)
    return (row.rule_title if row else "") or locale.text("Retention")


def kept_text(visit: Visit, looked: Looked) -> str:
    """Say until when the record is kept and what happens then; '' if no rule concerns it."""
    clock, record = looked.acting.model.clock, looked.record
    pending = clock.pending(record, looked.erased.keys())
    if pending:
        rule, moment = min(pending, key=lambda one: one[1])
        return _ending(rule, visit.locale.date(moment, "long"), visit.locale)
    waiting = [
        one.title for one in clock.rules if clock.is_open(one, record.values, looked.erased.keys())
    ]
    if not waiting:
        return ""
    return visit.locale.text(
        "Kept until further notice. What will end it: {rules}.", rules=visit.locale.listed(waiting)
    )


def _ending(rule: RuleInForce, date: str, locale: Locale) -> str:
    if rule.rule.action is Action.DELETE:
        return locale.text("Kept until {date}, then deleted: {rule}.", date=date, rule=rule.title)
    return locale.text("Kept until {date}, then anonymised: {rule}.", date=date, rule=rule.title)


def made_lines(visit: Visit, looked: Looked, names: Mapping[str, str]) -> list[str]:
    """Say who made the record and who changed it last, as far as the reader may know."""
    record, locale, allow = looked.record, visit.locale, looked.readable.allow
    lines = []
    if allow("created_at"):
        when = locale.datetime(record.created_at)
        name = names.get(str(record.created_by), "") if allow("created_by") else ""
        lines.append(
            locale.text("Created {when} by {name}", when=when, name=name)
            if name
            else locale.text("Created {when}", when=when)
        )
    if record.revision > 1 and allow("updated_at"):
        when = locale.datetime(record.updated_at)
        name = names.get(str(record.updated_by), "") if allow("updated_by") else ""
        lines.append(
            locale.text("Changed {when} by {name}", when=when, name=name)
            if name
            else locale.text("Changed {when}", when=when)
        )
    return lines
