"""The moment in which a version begins to serve, with stored records that are ready for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.builder.apps import queries as apps
from stuga.builder.apps.service import keep_draft
from stuga.builder.publishing import letting_go, rules
from stuga.builder.publishing.kinds_of_job import LET_GO, SETTLE
from stuga.models import App, Migration, Version
from stuga.models.definition.digest import digest
from stuga.models.definition.document import App as Definition
from stuga.models.definition.reading import flag_at, text_at, texts_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor
from stuga.platform.db import db, outbox
from stuga.runtime.records import migrating_beside, migrating_switch
from stuga.runtime.records.filling import STRAGGLE
from stuga.runtime.records.migrating import Work
from stuga.runtime.records.slots import adopt_version

NOTHING_PERSONAL: Final[frozenset[str]] = frozenset()


def put_live(
    app: App,
    version: Version,
    *,
    changed: Mapping[str, Sequence[str]] | None = None,
) -> int | None:
    """Let a version serve; return the number of the one before.

    :param changed: model key -> fields whose stored values have just been changed
    """
    db.session.add(version)
    db.session.flush()  # fields are entered as of this version, which must be there
    definition = Definition.read(version.document)
    adopt_version(app.id, definition, version.number, changed=changed)
    former, app.live_number = app.live_number, version.number
    db.session.flush()  # the next act of this transaction asks what serves
    return former


def new_version(
    app: App, number: int, document: JsonObject, *, note: str, at: datetime, by: UUID | None
) -> Version:
    """Make a version of a document; it does not serve yet."""
    return Version(
        app_id=app.id,
        number=number,
        document=document,
        digest=digest(document),
        note=note.strip(),
        published_at=at,
        published_by=by,
    )


def go_live(
    actor: Actor,
    app: App,
    row: Migration,
    works: Sequence[Work],
    *,
    since: datetime,
    now: datetime,
) -> Version:
    """Put in place what a migration has prepared, and let its version serve: all at once.

    :param since: the moment from which on changes of records have not been looked at
    """
    for work in works:
        row.changed += migrating_switch.switch(work, since=since, now=now, by=row.asked_by)
        # Only now: until then what lies aside is found under the former keys.
        migrating_beside.rename(work, app.id)
    document, settings = row.document, row.settings
    follows = flag_at(settings, "follows") and rules.same(apps.live_document(app), app.draft)
    version = new_version(
        app, row.number, document, note=text_at(settings, "note"), at=now, by=row.asked_by
    )
    restored = settings.get("restored_from")
    version.restored_from = restored if isinstance(restored, int) else None
    changed = {work.after.key: sorted(work.changed_fields) for work in works}
    former = put_live(app, version, changed=changed)
    if follows:
        keep_draft(actor, app, document, now=now)
    row.state, row.ended_at, row.document = "done", now, {}
    _leave_jobs(row, works, now)
    note_published(actor, app, version, former=former, row=row)
    return version


def _leave_jobs(row: Migration, works: Sequence[Work], now: datetime) -> None:
    """Leave what looks after latecomers, and what lets go of the values put aside."""
    payload: JsonObject = {"migration": str(row.id)}
    if works:
        outbox.leave(SETTLE, payload, not_before=now + STRAGGLE)
    first = letting_go.first_end(row)
    if first is not None:
        outbox.leave(LET_GO, payload, not_before=first)


def note_published(
    actor: Actor, app: App, version: Version, *, former: int | None, row: Migration | None = None
) -> None:
    """Leave the entry of a publication: of what was decided, and of how many records changed."""
    changes: dict[str, Sequence[JsonValue]] = {"live_number": [former, version.number]}
    if version.restored_from:
        changes["restored_from"] = [None, version.restored_from]
    if row is not None:
        confirmed = [*texts_at(row.settings, "confirmed")]
        if confirmed:
            changes["confirmed"] = [None, [*confirmed]]
        changes["steps"] = [None, [_told(one) for one in row.steps]]
        changes["records"] = [None, row.changed]
    audit.record(
        actor,
        Act.VERSION_PUBLISH,
        target=Target(
            kind="version",
            app=app.key,
            version=version.number,
            id=app.id,
            count=row.changed if row is not None else None,
        ),
        detail=Detail(changes=changes, personal=NOTHING_PERSONAL, reason=version.note),
    )


def _told(step: JsonObject) -> JsonValue:
    """Say in short what a step did; a value that was given may be personal, and is left out."""
    place = ".".join(one for one in (text_at(step, "model"), text_at(step, "field")) if one)
    return f"{text_at(step, 'do')} {place}"
