"""How a change of many records went, in words."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from stuga.models import BulkJob
from stuga.models.definition.document import Model
from stuga.models.definition.refusals import Refused
from stuga.platform.ui import Locale, msgid
from stuga.platform.ui.formula_guard import guarded
from stuga.platform.ui.refusal_words import refusal_text
from stuga.runtime.records.many import queries
from stuga.runtime.records.many.commands import Do, Failure
from stuga.runtime.serving.naming import labels_of
from stuga.runtime.serving.visits import Visit

MOST_TOLD: Final = 500
REASONS: Final[Mapping[str, str]] = {
    "bulk-not-permitted": msgid("You may no longer change these records."),
    "bulk-list-changed": msgid("The app has changed since. Open the list and try once more."),
    "bulk-given-up": msgid("An error stopped it, and has been noted. Try once more."),
}
CODES: Final[Mapping[str, str]] = {
    "not-found": msgid("It is not there, or you may not see it."),
    "not-permitted": msgid("You may not change it."),
    "record-in-use": msgid("Other records refer to it."),
    "app-changed": msgid("The app has changed in the meantime. Try once more."),
    "too-many-records": msgid("Too many other records would go along."),
}
OTHERWISE: Final = msgid("It could not be changed.")


@dataclass(frozen=True, slots=True)
class Told:
    """A record that was refused: what it is called, and why."""

    id: str
    label: str
    why: str


def done_text(do: Do, count: int, locale: Locale) -> str:
    """Say how many were changed."""
    match do:
        case Do.UPDATE:
            return locale.plural("One record is changed", "{n} records are changed", count)
        case Do.DELETE:
            return locale.plural(
                "One record is in the trash", "{n} records are in the trash", count
            )
        case Do.RESTORE:
            return locale.plural("One record is back", "{n} records are back", count)


def failures_told(visit: Visit, job: BulkJob) -> Sequence[Told]:
    """Return the first records that were refused, as far as the reader may know them."""
    return _told(visit, job, queries.failures_of(job.id, limit=MOST_TOLD))


def _told(visit: Visit, job: BulkJob, found: Sequence[Failure]) -> Sequence[Told]:
    labels = labels_of(visit, job.model, [one.record_id for one in found]) if found else {}
    model = visit.model(job.model)
    return [
        Told(str(one.record_id), _label(labels, one.record_id), _why(one, model, visit.locale))
        for one in found
    ]


def failures_file(visit: Visit, job: BulkJob) -> bytes:
    """Write every record that was refused as CSV; its mark tells spreadsheet programs of UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    say = visit.locale.text
    writer.writerow([say("Record"), "id", say("Why it was left as it was")])
    after = 0
    while found := queries.failures_of(job.id, after=after, limit=MOST_TOLD):
        for one in _told(visit, job, found):
            writer.writerow([guarded(one.label), one.id, guarded(one.why)])
        after = found[-1].number
    return text.getvalue().encode("utf-8-sig")


def _label(labels: Mapping[str, str], record_id: UUID) -> str:
    return labels.get(str(record_id), str(record_id)[-8:])


def _why(failure: Failure, model: Model, locale: Locale) -> str:
    said = [
        refusal_text(
            Refused(
                str(why.get("code", "")), {name: one for name, one in why.items() if name != "code"}
            ),
            _title(model, at),
            locale,
        )
        for at, why in failure.errors.items()
    ]
    return " ".join(said) or locale.text(CODES.get(failure.code, OTHERWISE))


def _title(model: Model, at: str) -> str:
    key = at.split("/")[1] if at.startswith("/") else ""
    return model.fields[key].title if key in model.fields else key
