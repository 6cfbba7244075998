"""Imports on their way while their fields are renamed or removed: no value goes astray."""

import json

from celery import current_app
from sqlalchemy import select

from stuga.models import Record
from stuga.models.json import JsonObject
from stuga.platform.db import db
from stuga.platform.jobs.relay import leased_of
from stuga.runtime.exchange.batches import ROWS_AT_ONCE
from stuga.runtime.exchange.kinds_of_job import IMPORT
from tests.factories.carrying import Carried
from tests.factories.cast import Tenant
from tests.factories.imports import CASES, csv_of, how_it_went, posted, records_in
from tests.factories.jobs import made_due, run_outbox

ROWS = ROWS_AT_ONCE + 20


def renamed(case: JsonObject) -> None:
    """Call the notes remarks, and the reference a number."""
    fields = case["properties"]
    assert isinstance(fields, dict)
    fields["remarks"] = fields.pop("notes")
    fields["number"] = fields.pop("reference")
    text = json.dumps(case["x-model"]).replace("reference", "number")
    case["x-model"] = json.loads(text)


def removed(case: JsonObject) -> None:
    fields, settings = case["properties"], case["x-model"]
    assert isinstance(fields, dict)
    assert isinstance(settings, dict)
    del fields["reference"]
    settings.update(label="{applicant}", index=["kind"], search=["applicant"], unique=[])


def begun_import(tenant: Tenant, content: bytes, path: str = CASES, **fields: str) -> str:
    """Begin an import and do its first batch; return its address."""
    answer = tenant.browser("member").post(path, **posted(content, **fields))
    assert answer.status_code == 202, answer.get_data(as_text=True)
    [row] = [one for one in leased_of(tenant.app, tenant.id) if one.kind == IMPORT]
    current_app.tasks[IMPORT].run(str(tenant.id), str(row.id), str(row.token))
    return str(answer.headers["Location"])


def rows() -> bytes:
    lines = [f"Person {one},permit,R-{one},note {one}" for one in range(ROWS)]
    return csv_of("Applicant,Kind,Reference,Notes", *lines)


def test_columns_follow_fields_that_are_renamed_between_batches(bjorkby: Tenant) -> None:
    app = Carried(bjorkby)
    app.add({"applicant": "Last", "kind": "permit", "reference": f"R-{ROWS - 1}"})
    location = begun_import(bjorkby, rows(), key="reference")

    done = app.change(renamed, renames={"notes": "remarks", "reference": "number"}).publish()
    assert done.status_code in {201, 202}, done.get_data(as_text=True)
    go_live_first(bjorkby)

    found = how_it_went(bjorkby.browser("member"), location)
    assert (found["state"], found["created"], found["updated"]) == ("done", ROWS - 1, 1)
    assert found["key"] == ["number"]
    held = {one["number"]: one.get("remarks") for one in all_of(bjorkby)}
    assert held == {f"R-{one}": f"note {one}" for one in range(ROWS)}


def go_live_first(tenant: Tenant) -> None:
    """Do all that waits but imports, as if a worker had been slow; then the imports."""
    while rows := leased_of(tenant.app, tenant.id):
        for row in rows:
            if row.kind != IMPORT:
                current_app.tasks[row.kind].run(str(tenant.id), str(row.id), str(row.token))
    assert made_due(tenant, IMPORT)
    run_outbox(tenant)


def all_of(tenant: Tenant) -> list[JsonObject]:
    with tenant.inside():
        return list(db.session.scalars(select(Record.data)))


def test_a_key_whose_field_is_removed_stops_the_import_and_says_why(bjorkby: Tenant) -> None:
    app = Carried(bjorkby)
    location = begun_import(bjorkby, rows(), key="reference")

    done = app.change(removed).publish(removal__reference={"do": "remove"})
    assert done.status_code in {201, 202}, done.get_data(as_text=True)
    go_live_first(bjorkby)

    found = how_it_went(bjorkby.browser("member"), location)
    assert (found["state"], found["done"]) == ("failed", ROWS_AT_ONCE)
    assert found["detail"] == "A field by which rows are matched is no longer there."


def test_cells_that_name_a_record_follow_the_field_they_name_it_by(bjorkby: Tenant) -> None:
    app = Carried(bjorkby)
    [case] = app.add({"applicant": "Sten", "kind": "permit", "reference": "A-1"})
    content = csv_of("Title,Case", *(f"Paper {one},A-1" for one in range(ROWS)))
    columns = json.dumps({"Case": {"field": "case", "by": "reference"}})
    begun_import(bjorkby, content, "/api/v1/apps/cases/imports/paper", columns=columns)

    app.change(renamed, renames={"notes": "remarks", "reference": "number"}).publish()
    go_live_first(bjorkby)

    papers = records_in(bjorkby, "paper")
    assert len(papers) == 200
    assert {one["case"] for one in papers} == {str(case)}
