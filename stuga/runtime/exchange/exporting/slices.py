"""One slice of an export: the next records become a part, in one transaction, as who asked."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final
from uuid import UUID

from stuga.models import ExportJob
from stuga.models.definition.document import Field, Fields
from stuga.models.definition.masks import masked_in, part_shown
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor
from stuga.platform.errors import BadRequestError, NotFoundError, TooSlowError
from stuga.platform.ui import Locale
from stuga.platform.ui.screens.system_titles import in_locale
from stuga.runtime.exchange.cells import Writing
from stuga.runtime.exchange.exporting import blobs, papers, plans, queries, writing
from stuga.runtime.exchange.exporting.commands import Format, Plan
from stuga.runtime.exchange.exporting.naming import Names, names_in
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.asking import Asking
from stuga.runtime.records.commands import InModel, ListRecords
from stuga.runtime.records.keyset import Position, position_values, rows_at
from stuga.runtime.records.rights import NO_FIELDS, ModelRights
from stuga.runtime.records.stored import Stored, stored_of

ROWS_AT_ONCE: Final = 500
BATCHES: Final = 10
MOST_NAMED: Final = 100
IN_MEMORY: Final = 4_000_000


def next_slice(job: ExportJob, actor: Actor, *, now: datetime) -> bool:
    """Write the next records of a running job; tell whether there are more.

    The job's row is locked by the caller. A part that is written twice takes its own place.
    """
    plan, form = plans.read(job.settings), Format(job.format)
    acting = _acting(actor, InModel(app=job.app_key, model=job.model, now=now))
    fields = () if acting is None else fields_of(acting, plan)
    if acting is None or not fields:
        end(job, "failed", now=now, reason="export-not-permitted")
        return False
    if too_long := _too_long(job, form):
        end(job, "failed", now=now, reason=too_long)
        return False
    try:
        plan, is_last = _written(job, acting, plan, fields)
    except BadRequestError:  # what it was filtered or sorted by has gone, or been closed
        end(job, "failed", now=now, reason="list-changed")
        return False
    job.settings = plan.kept()
    if not is_last:
        return True
    try:
        _finish(job, acting, plan, fields)
    except TooSlowError:
        end(job, "failed", now=now, reason="paper-slow")
        return False
    end(job, "done", now=now)
    return False


def _too_long(job: ExportJob, form: Format) -> str:
    """Say what cannot hold as many rows; '' if it can."""
    if form is Format.XLSX and job.done + ROWS_AT_ONCE * BATCHES > writing.MOST_SHEET_ROWS:
        return "sheet-full"
    if form is Format.PDF and max(job.total, job.done) > papers.MOST_ROWS:
        return "paper-full"
    return ""


def _acting(actor: Actor, place: InModel) -> Acting | None:
    """Return the actor with the rights of now; None if they may take nothing along."""
    try:
        acting = acting_in(actor, place)
    except NotFoundError:
        return None
    return acting if acting.rights.may("export") and acting.rights.may("read") else None


def asking_of(acting: Acting, plan: Plan) -> Asking:
    """Return the way in which the list is asked for, anew for every batch of words."""
    command = ListRecords(
        app=acting.app.key,
        model=acting.model.key,
        now=acting.now,
        where=plan.where,
        search=plan.search,
        sort=plan.sort,
        export=True,
    )
    return Asking(acting, command)


def fields_of(acting: Acting, plan: Plan) -> tuple[Field, ...]:
    """Return the fields that are asked for, as far as they are open in some record."""
    found = (acting.model.view.field(key) for key in plan.fields)
    return tuple(one for one in found if one is not None and is_open(acting.rights, one.key))


def is_open(rights: ModelRights, key: str) -> bool:
    """Tell whether a field may be taken along from some record, if only masked."""
    return rights.told_fields().allow(key) and rights.whole_fields("export").allow(key)


def _written(
    job: ExportJob, acting: Acting, plan: Plan, fields: Sequence[Field]
) -> tuple[Plan, bool]:
    """Store one part; return how far it came, and whether that is all."""
    locale = locale_of(acting, plan)
    way = Writing(locale.babel, acting.app.zone)
    form, asking = Format(job.format), asking_of(acting, plan)
    position, is_last = _position(plan), False
    told: set[UUID] = set()
    with SpooledTemporaryFile(IN_MEMORY) as part:
        for _batch in range(BATCHES):
            found = rows_at(asking.part, asking.orders, position, ROWS_AT_ONCE)
            stored = [stored_of(row) for row in found.rows]
            found_data = list(open_data_of(acting.rights, stored, fields))
            names = _names(form, acting, fields, found_data)
            if form is Format.PDF:
                rows = papers.rows_of(worded(acting, plan, fields), found_data, names, locale)
                part.write(papers.lines_of(rows))
            else:
                part.write(writing.part_of(form, fields, found_data, names, way))
            told.update((one.id for one in stored), map(UUID, names))
            plan = _named(plan, stored)
            job.done += len(stored)
            is_last = not found.more_after
            if is_last:
                break
            row = found.rows[-1]
            position = Position(tuple(position_values(row)), row[0], backward=False)
        part.seek(0)
        blobs.store_part(job.id, plan.parts, part)  # type: ignore[arg-type]  # it is one
    queries.tell_part(job.id, plan.parts, told)
    at = () if position is None else (*position.values, str(position.id))
    return replace(plan, at=at, parts=plan.parts + 1), is_last


def _names(
    form: Format, acting: Acting, fields: Sequence[Field], several: Sequence[JsonObject]
) -> Names:
    if not form.for_people:
        return {}
    return names_in(acting, fields, several, for_import=form is not Format.PDF)


def worded(acting: Acting, plan: Plan, fields: Sequence[Field]) -> list[Field]:
    """Return the fields in the language of who asked."""
    locale = locale_of(acting, plan)
    view = acting.app.definition.in_language(plan.language).models[acting.model.key]
    return [in_locale(view.field(one.key) or one, locale) for one in fields]


def locale_of(acting: Acting, plan: Plan) -> Locale:
    """Return how who asked reads, by the tenant's clock."""
    return Locale(plan.language, str(acting.app.zone))


def _position(plan: Plan) -> Position | None:
    if not plan.at:
        return None
    *values, record_id = plan.at
    return Position(tuple(values), UUID(str(record_id)), backward=False)


def _named(plan: Plan, stored: Sequence[Stored]) -> Plan:
    room = MOST_NAMED - len(plan.ids)
    return replace(plan, ids=(*plan.ids, *(str(one.id) for one in stored[: max(room, 0)])))


def open_data_of(
    rights: ModelRights, several: Sequence[Stored], fields: Sequence[Field]
) -> Iterator[JsonObject]:
    """Yield of each record what the actor may both read and take along, with its id.

    What they may take along and not read is left out, or masked where the field says so.
    """
    find = _finder(rights)
    for one in several:
        values = one.values
        readable, open_fields = find(values)
        data = {
            field.key: values.get(field.key)
            for field in fields
            if readable.allow(field.key) and open_fields.allow(field.key)
        }
        taken = [one for one in part_shown(fields, readable) if open_fields.allow(one.key)]
        yield {**data, **masked_in(taken, values), "id": str(one.id)}


def _finder(rights: ModelRights) -> Callable[[JsonObject], tuple[Fields, Fields]]:
    """Return what finds the open fields of a record; found once where they are always the same."""

    def find(values: JsonObject) -> tuple[Fields, Fields]:
        readable, open_fields = rights.fields("read", values), rights.fields("export", values)
        return readable or NO_FIELDS, open_fields or NO_FIELDS

    grants = (*rights.grants["read"], *rights.grants["export"])
    if any(one.where is not None for one in grants):
        return find
    same = find({})
    return lambda _values: same


def _finish(job: ExportJob, acting: Acting, plan: Plan, fields: Sequence[Field]) -> None:
    with _put_together(job, acting, plan, fields) as file:
        file.seek(0, 2)
        job.size = file.tell()
        file.seek(0)
        blobs.store(job.id, file, Format(job.format))
    blobs.drop_parts(job.id, plan.parts)
    target = Target(
        kind="record",
        app=job.app_key,
        version=acting.app.number,
        model=job.model,
        ids=[UUID(one) for one in plan.ids],
        count=job.done,
        fields=[one.key for one in fields],
    )
    audit.record(acting.actor, Act.RECORD_EXPORT, target=target)


def _put_together(
    job: ExportJob, acting: Acting, plan: Plan, fields: Sequence[Field]
) -> AbstractContextManager[BinaryIO]:
    locale, titled = locale_of(acting, plan), worded(acting, plan, fields)
    form = Format(job.format)
    if form is not Format.PDF:
        titles = [one.title for one in titled]
        return writing.put_together(job.id, form, plan.parts, titles, locale.babel)
    rows = [json.loads(line) for line in writing.lines_of_parts(job.id, plan.parts)]
    return BytesIO(papers.printed(sheet_of(acting, plan, titled), rows, locale))


def sheet_of(acting: Acting, plan: Plan, titled: Sequence[Field]) -> papers.Sheet:
    """Return what stands around the rows of a list on paper."""
    definition = acting.app.definition.in_language(plan.language)
    return papers.Sheet(
        title=plan.title or definition.models[acting.model.key].title,
        place=definition.title,
        about=plan.about,
        fields=titled,
        made=acting.now,
    )


def end(job: ExportJob, state: str, *, now: datetime, reason: str = "") -> None:
    """End a job."""
    job.state, job.ended_at = state, now
    if reason:
        job.settings = {**job.settings, "reason": reason}
