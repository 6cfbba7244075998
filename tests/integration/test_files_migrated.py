"""A live app changes while its records hold files: they go along, come back, and go for good."""

import copy
from datetime import timedelta

import pytest

from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.runtime.files import tasks
from tests.factories.carrying import Carried, bare
from tests.factories.cast import Tenant
from tests.factories.files import API, CASES, a_case, blobs_of, filed_app, rows_of, sent
from tests.factories.jobs import run_outbox
from tests.factories.storage import MemoryStorage

MIGRATIONS = "/api/v1/apps/cases/migrations"


def filed_and_bare() -> JsonObject:
    """Return the app with files and without screens, so that a change of its model breaks none."""
    made = bare()
    made["models"] = copy.deepcopy(filed_app()["models"])
    return made


@pytest.fixture
def app(bjorkby: Tenant, memory: MemoryStorage) -> Carried:
    assert memory.objects == {}
    return Carried(bjorkby, document=filed_and_bare())


def renamed(case: JsonObject) -> None:
    case["properties"]["agreement"] = case["properties"].pop("contract")


def without_contract(case: JsonObject) -> None:
    del case["properties"]["contract"]


def test_a_renamed_field_keeps_its_files(app: Carried) -> None:
    nils = app.tenant.browser("member")
    file = sent(nils)
    case = a_case(nils, contract=file)

    done = app.change(renamed, renames={"contract": "agreement"}).publish()

    assert done.status_code == 201, done.get_json()
    assert nils.get(f"{API}/{file}").status_code == 200
    revision = nils.get(f"{CASES}/{case}").headers["ETag"]
    nils.patch(f"{CASES}/{case}", json={"agreement": None}, headers={"If-Match": revision})
    assert rows_of(app.tenant) == {}


def test_files_of_a_removed_field_come_back_with_it(app: Carried) -> None:
    nils = app.tenant.browser("member")
    file = sent(nils)
    case = a_case(nils, contract=file)
    app.change(without_contract)

    done = app.publish(removal__contract={"do": "remove"})

    assert done.status_code == 201, done.get_json()
    assert nils.get(f"{API}/{file}").status_code == 404
    tasks_left_it(app)
    assert app.restore(1).status_code == 201
    assert nils.get(f"{CASES}/{case}").get_json()["data"]["contract"] == file
    assert nils.get(f"{API}/{file}").status_code == 200


def tasks_left_it(app: Carried) -> None:
    """Let a night pass that must not touch what can be taken back."""
    with app.tenant.inside():
        tasks.compare()
    run_outbox(app.tenant)
    assert len(rows_of(app.tenant)) == 1


def test_files_of_a_removed_field_are_gone_when_its_values_are(
    app: Carried, memory: MemoryStorage
) -> None:
    nils = app.tenant.browser("member")
    paper = sent(nils, "kept.pdf", field="papers")
    a_case(nils, contract=sent(nils), papers=[paper])
    app.change(without_contract).publish(removal__contract={"do": "remove"})

    confirmed = app.vera.post(f"{MIGRATIONS}/{app.migration().id}/confirm")
    run_outbox(app.tenant)

    assert confirmed.status_code == 200
    assert set(rows_of(app.tenant)) == {"kept.pdf"}
    assert blobs_of(app.tenant, memory) == [f"files/{paper}"]


def test_files_that_a_version_forgets_at_once_are_gone_after_the_night(
    app: Carried, memory: MemoryStorage
) -> None:
    nils = app.tenant.browser("member")
    a_case(nils, contract=sent(nils))
    app.change(without_contract)
    app.publish(removal__contract={"do": "remove", "otherwise": "forget"})

    with app.tenant.inside():
        tasks.compare()
    run_outbox(app.tenant)

    assert rows_of(app.tenant) == {}
    assert blobs_of(app.tenant, memory) == []


def test_files_go_with_a_removed_model(
    app: Carried, memory: MemoryStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nils = app.tenant.browser("member")
    a_case(nils, contract=sent(nils))
    del app.document["models"]["paper"]
    del app.document["roles"]["handler"]["models"]["paper"]
    app.document["models"]["other"] = app.document["models"].pop("case")
    app.document["roles"]["handler"]["models"]["other"] = app.document["roles"]["handler"][
        "models"
    ].pop("case")
    app.revision = int(saved_revision(app))
    removed = {"removal:case": {"do": "remove"}, "removal:paper": {"do": "remove"}}
    done = app.vera.post(
        "/api/v1/apps/cases/versions",
        json={"choices": removed},
        headers={"If-Match": f'"{app.revision}"'},
    )
    assert done.status_code == 201, done.get_json()

    later = clock.now() + timedelta(days=30, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    run_outbox(app.tenant)

    assert rows_of(app.tenant) == {}
    assert blobs_of(app.tenant, memory) == []


def saved_revision(app: Carried) -> str:
    draft = app.vera.get("/api/v1/apps/cases/draft")
    answer = app.vera.put(
        "/api/v1/apps/cases/draft", json=app.document, headers={"If-Match": draft.headers["ETag"]}
    )
    assert answer.status_code == 200, answer.get_json()
    return str(answer.headers["ETag"].strip('"'))
