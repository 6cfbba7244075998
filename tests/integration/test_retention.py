"""Forgetting: rules, previews and runs, and that nothing of it is left anywhere."""

import copy
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, insert, select, text

from stuga.models import AuditDetail, Model, Record, RecordChange, RetentionRun, SavedForm
from stuga.platform import clock
from stuga.platform.authz.actor import system
from stuga.platform.db import db, reading_trail
from stuga.runtime.retention import queries, sweeping
from stuga.runtime.retention.commands import StartRun
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.jobs import run_outbox

CASES = "/api/v1/apps/cases/records/case"
RULES = "/api/v1/retention/rules"
CLOSED: dict[str, Any] = {
    "start": {"field": "closed_on"},
    "keep_max": "P1Y",
    "action": "anonymise",
    "fields": {"applicant": {"method": "redact"}, "email": {"method": "drop"}},
}
STEN = {
    "applicant": "Sten Ek",
    "email": "sten@example.com",
    "kind": "permit",
    "reference": "A-1",
    "closed_on": "2026-03-01",
}
AFTER = datetime(2027, 3, 3, tzinfo=UTC)


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    publish(bjorkby)
    return bjorkby.browser("member")


def put(tenant: Tenant, rule: dict[str, Any], key: str = "closed-1y") -> None:
    body = {"app": "cases", "model": "case", "key": key, "title": "A year after", "rule": rule}
    response = tenant.browser("admin").post(RULES, json=body)
    assert response.status_code == 201, response.get_data(as_text=True)
    run_outbox(tenant)


def made(nils: Browser, **more: object) -> str:
    response = nils.post(CASES, json={**STEN, **more})
    assert response.status_code == 201, response.get_data(as_text=True)
    return str(response.get_json()["id"])


def swept(tenant: Tenant, now: datetime) -> dict[str, Any]:
    with tenant.inside():
        run = sweeping.start(system(), StartRun(now=now))
        run_id = run.id
    run_outbox(tenant)
    with tenant.inside():
        return dict(db.session.get_one(RetentionRun, (tenant.id, run_id)).report)


def test_forms_begun_about_a_record_go_with_its_values(nils: Browser) -> None:
    tenant, record, other = (
        nils.tenant,
        made(nils),
        made(nils, reference="A-2", closed_on="2027-03-01"),
    )
    for one in (record, other):
        kept = {"_sitting": one, "applicant": "Sten Eklund"}
        assert nils.post(f"/apps/cases/edit/{one}/saved", data=kept).status_code == 200
    put(tenant, CLOSED)
    swept(tenant, AFTER)
    with tenant.inside():
        assert [str(one) for one in db.session.scalars(select(SavedForm.record_id))] == [other]


def test_what_is_due_goes_from_everywhere(nils: Browser) -> None:
    tenant = nils.tenant
    record = made(nils)
    place = f"{CASES}/{record}"
    nils.patch(place, json={"applicant": "Sten Eklund"}, headers={"If-Match": '"1"'})
    put(tenant, CLOSED)
    report = swept(tenant, AFTER)
    assert report["records"] == 1
    assert nils.get(place).get_json()["data"] == {
        "applicant": "[removed]",
        "kind": "permit",
        "reference": "A-1",
        "closed_on": "2026-03-01",
    }
    everywhere = nils.get(f"{place}/history").get_data(as_text=True)
    assert nils.get(f"{CASES}?q=eklund").get_json()["items"] == []
    with tenant.inside():
        row = db.session.get_one(Record, (tenant.id, UUID(record)))
        everywhere += f"{row.data} {row.search} {row.t1} {row.t2} {row.t3}"
        changes = db.session.scalars(select(RecordChange.diff))
        everywhere += " ".join(str(diff) for diff in changes)
        with reading_trail() as session:
            everywhere += " ".join(str(val) for val in session.scalars(select(AuditDetail.val)))
    assert "Sten" not in everywhere
    assert "sten" not in everywhere


@pytest.mark.parametrize("method", ["redact", "hmac"])
def test_a_required_national_id_goes_and_the_record_stays_sound(
    bjorkby: Tenant, method: str
) -> None:
    definition: Any = copy.deepcopy(SMALL_CASES)
    model = definition["models"]["case"]
    model["properties"]["pnr"] = {
        "type": "string",
        "title": "Personal number",
        "format": "personnummer",
        "x-privacy": {"personal": "direct", "identity": "national-id"},
    }
    model["required"].append("pnr")
    publish(bjorkby, definition)
    nils = bjorkby.browser("member")
    first, second = (made(nils, pnr="198112289874", reference=one) for one in ("A-1", "A-2"))
    put(bjorkby, {**CLOSED, "fields": {"pnr": {"method": method}}})

    report = swept(bjorkby, AFTER)

    assert (report["records"], report.get("blocked", 0)) == (2, 0)
    left = [nils.get(f"{CASES}/{one}").get_json() for one in (first, second)]
    found = {one["data"]["pnr"] for one in left}
    assert len(found) == 1
    assert "12289874" not in str(found)
    changed = nils.patch(
        f"{CASES}/{first}",
        json={"amount": 5},
        headers={"If-Match": f'"{left[0]["revision"]}"'},
    )
    assert changed.status_code == 200


def test_the_trail_tells_that_it_happened_and_not_what(nils: Browser) -> None:
    record = made(nils)
    put(nils.tenant, CLOSED)
    swept(nils.tenant, AFTER)
    found = nils.tenant.browser("auditor").get(f"/api/v1/audit?target={record}")
    acts = [entry["action"] for entry in found.get_json()["items"]]
    assert "record.anonymise" in acts
    assert "Sten Ek" not in found.get_data(as_text=True)


def test_what_is_not_due_stays(nils: Browser) -> None:
    record = made(nils)
    put(nils.tenant, CLOSED)
    report = swept(nils.tenant, AFTER - timedelta(days=5))
    assert report["records"] == 0
    assert nils.get(f"{CASES}/{record}").get_json()["data"]["applicant"] == "Sten Ek"


def test_a_floor_holds_longer_than_a_ceiling(nils: Browser) -> None:
    record = made(nils)
    put(nils.tenant, CLOSED)
    put(nils.tenant, {"start": {"field": "closed_on"}, "keep_min": "P7Y"}, key="accounting")
    swept(nils.tenant, AFTER)
    assert nils.get(f"{CASES}/{record}").get_json()["data"]["applicant"] == "Sten Ek"


def test_a_second_run_changes_nothing(nils: Browser) -> None:
    record = made(nils)
    put(nils.tenant, CLOSED)
    swept(nils.tenant, AFTER)
    before = nils.get(f"{CASES}/{record}").get_json()
    assert swept(nils.tenant, AFTER + timedelta(days=400))["records"] == 0
    assert nils.get(f"{CASES}/{record}").get_json() == before


def test_a_new_value_is_forgotten_anew(nils: Browser) -> None:
    place = f"{CASES}/{made(nils)}"
    put(nils.tenant, CLOSED)
    swept(nils.tenant, AFTER)
    revision = nils.get(place).headers["ETag"]
    nils.patch(place, json={"applicant": "Eva Ros"}, headers={"If-Match": revision})
    swept(nils.tenant, AFTER)
    assert nils.get(place).get_json()["data"]["applicant"] == "[removed]"


def test_a_record_can_go_whole(nils: Browser) -> None:
    record = made(nils)
    put(nils.tenant, {"start": {"event": "created"}, "keep_max": "P30D", "action": "delete"})
    assert swept(nils.tenant, clock.now() + timedelta(days=32))["records"] == 1
    assert nils.get(f"{CASES}/{record}").status_code == 404
    assert nils.post(f"{CASES}/{record}/restore").status_code == 404


def test_a_rule_that_ended_erases_nothing(nils: Browser) -> None:
    record = made(nils)
    put(nils.tenant, CLOSED)
    ended = nils.tenant.browser("admin").delete(f"{RULES}/cases/case/closed-1y")
    assert ended.status_code == 204
    run_outbox(nils.tenant)
    swept(nils.tenant, AFTER)
    assert nils.get(f"{CASES}/{record}").get_json()["data"]["applicant"] == "Sten Ek"


def test_a_preview_counts_and_shows_and_changes_nothing(nils: Browser) -> None:
    record = made(nils)
    nils.post(CASES, json={"applicant": "Bo", "kind": "permit"})
    body = {"app": "cases", "model": "case", "rule": {**CLOSED, "keep_max": "P1D"}}
    found = nils.tenant.browser("owner").post("/api/v1/retention/preview", json=body).get_json()
    assert (found["due"], found["waiting"], found["seen"]) == (1, 1, 2)
    assert found["examples"][0]["before"]["applicant"] == "Sten Ek"
    assert found["examples"][0]["after"]["applicant"] == "[removed]"
    assert "email" not in found["examples"][0]["after"]
    assert nils.get(f"{CASES}/{record}").get_json()["data"]["applicant"] == "Sten Ek"


def test_a_preview_masks_what_its_reader_may_not_read(nils: Browser) -> None:
    made(nils)
    body = {"app": "cases", "model": "case", "rule": {**CLOSED, "keep_max": "P1D"}}
    found = nils.tenant.browser("admin").post("/api/v1/retention/preview", json=body)
    assert found.get_json()["due"] == 1
    assert "Sten" not in found.get_data(as_text=True)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"keep_max": "two years"}, "/rule"),
        ({"keep_max": None}, "/rule/keep_max"),
        ({"start": {"field": "amount"}}, "/rule/start"),
        ({"start": {"field": "nothing"}}, "/rule/start"),
        ({"action": "forget"}, "/rule"),
        ({"fields": {"applicant": {"method": "drop"}}}, "/rule/fields/applicant"),
        ({"fields": {"applicant": {"method": "sha256"}}}, "/rule/fields/applicant"),
        ({"fields": {"colour": {"method": "drop"}}}, "/rule/fields/colour"),
        ({"when": {"field": "closed_on", "lt": {"now": "-P1Y"}}}, "/rule"),
        ({"later": True}, "/rule/later"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(
    nils: Browser, change: dict[str, Any], pointer: str
) -> None:
    rule = {name: value for name, value in {**CLOSED, **change}.items() if value is not None}
    body = {"app": "cases", "model": "case", "key": "k", "title": "T", "rule": rule}
    response = nils.tenant.browser("admin").post(RULES, json=body)
    assert response.status_code == 422
    assert [one["pointer"] for one in response.get_json()["errors"]] == [pointer]


@pytest.mark.parametrize("who", ["member", "builder", "auditor"])
def test_only_admins_put_rules_in_force(nils: Browser, who: str) -> None:
    body = {"app": "cases", "model": "case", "key": "k", "title": "T", "rule": CLOSED}
    assert nils.tenant.browser(who).post(RULES, json=body).status_code == 403


def test_another_tenant_sees_no_rules(nils: Browser, granby: Tenant) -> None:
    put(nils.tenant, CLOSED)
    rut = granby.browser("owner")
    assert rut.get(RULES).get_json() == {"items": []}
    body = {"app": "cases", "model": "case", "key": "k", "title": "T", "rule": CLOSED}
    assert rut.post(RULES, json=body).status_code == 404
    preview = {"app": "cases", "model": "case", "rule": CLOSED}
    assert rut.post("/api/v1/retention/preview", json=preview).status_code == 404


def test_a_worker_killed_between_slices_loses_and_doubles_nothing(
    nils: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = nils.tenant
    for number in range(7):
        made(nils, reference=f"A-{number}")
    put(tenant, CLOSED)
    monkeypatch.setattr(sweeping, "ROWS", 3)
    with tenant.inside():
        run_id = sweeping.begin(system(), StartRun(now=AFTER)).id
    with pytest.raises(KeyboardInterrupt):
        _slice_that_is_cut_off(tenant, run_id)
    with tenant.inside():
        assert sweeping.do_slice(system(), run_id)
    while True:
        with tenant.inside():
            if not sweeping.do_slice(system(), run_id):
                break
    with tenant.inside():
        run = queries.get_run(run_id)
        assert (run.state, run.report["records"]) == ("done", 7)


def _slice_that_is_cut_off(tenant: Tenant, run_id: UUID) -> None:
    with tenant.inside():
        sweeping.do_slice(system(), run_id)
        raise KeyboardInterrupt


def test_a_sweep_reads_what_is_due_and_not_what_is_stored(nils: Browser) -> None:
    tenant = nils.tenant
    made(nils)
    put(tenant, CLOSED)
    with tenant.inside():
        model_id = db.session.scalars(select(Model.id).where(Model.key == "case")).one()
        later = AFTER + timedelta(days=3650)
        row = {"model_id": model_id, "app_version": 1, "data": {}, "due_at": later}
        for _batch in range(20):
            db.session.execute(insert(Record), [row] * 5_000)
    seen: list[int] = []

    def count(_connection: object, cursor: Any, statement: str, *_more: object) -> None:  # noqa: ANN401
        if "record.due_at" in statement:
            seen.append(cursor.rowcount)

    engine = _engine(tenant)
    event.listen(engine, "after_cursor_execute", count)
    try:
        report = swept(tenant, AFTER)
    finally:
        event.remove(engine, "after_cursor_execute", count)
    assert report["records"] == 1
    assert sum(seen) <= 5
    with tenant.inside():
        # Fresh rows have no statistics yet; what counts is that row security lets the index serve.
        db.session.execute(text("SET LOCAL enable_sort = off"))
        plan = db.session.execute(
            text(
                "EXPLAIN SELECT id FROM record WHERE due_at <= now() AND NOT held"
                " AND due_at IS NOT NULL ORDER BY due_at, id LIMIT 500"
            )
        ).scalars()
        assert "record_due_idx" in " ".join(plan)


def _engine(tenant: Tenant) -> Any:  # noqa: ANN401  # an engine
    with tenant.app.app_context():
        return db.engine
