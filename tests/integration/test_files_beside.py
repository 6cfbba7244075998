"""Files beside the rest of records: filters, rights by condition, imports, OpenAPI, the trail."""

import copy
import json

import pytest

from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.exports import exported, table
from tests.factories.files import (
    API,
    CASES,
    PDF,
    a_case,
    filed,
    filed_app,
    sent,
)
from tests.factories.imports import csv_of, imported, records_in
from tests.factories.storage import MemoryStorage


@pytest.fixture
def nils(bjorkby: Tenant, memory: MemoryStorage) -> Browser:
    assert memory.objects == {}
    return filed(bjorkby).browser("member")


@pytest.mark.parametrize("field", ["contract", "papers", "signed"])
def test_a_list_is_filtered_by_whether_there_is_a_file(nils: Browser, field: str) -> None:
    values = {
        "contract": sent(nils, field="contract"),
        "papers": [sent(nils, field="papers")],
        "signed": {"name": "Sten Ek"},
    }
    full = a_case(nils, **{field: values[field]})
    bare = a_case(nils)

    found = {
        operator: [
            one["id"]
            for one in nils.get(f"{CASES}?filter[{field}][{operator}]=true").get_json()["items"]
        ]
        for operator in ("filled", "empty")
    }

    assert found == {"filled": [str(full)], "empty": [str(bare)]}


def test_a_right_may_hang_on_whether_there_is_a_file(
    bjorkby: Tenant, memory: MemoryStorage
) -> None:
    assert memory.objects == {}
    made = copy.deepcopy(filed_app())
    where = {"field": "contract", "filled": True}
    made["roles"]["clerk"]["models"]["case"]["read"] = {"where": where}
    publish(bjorkby, made, roles={"member": "handler", "builder": "clerk"})
    nils, vera = bjorkby.browser("member"), bjorkby.browser("builder")
    with_file = a_case(nils, contract=sent(nils), papers=[paper := sent(nils, field="papers")])
    without = a_case(nils, papers=[other := sent(nils, field="papers")])

    assert vera.get(f"{CASES}/{with_file}").status_code == 200
    assert vera.get(f"{CASES}/{without}").status_code == 404
    assert vera.get(f"{API}/{paper}").status_code == 200
    assert vera.get(f"{API}/{other}").status_code == 404


def test_an_import_says_that_files_come_another_way(nils: Browser) -> None:
    content = csv_of("Applicant,Kind,Contract", "Sten,permit,contract.pdf", "Eva,permit,")

    job = imported(nils.tenant, content)

    assert [one["applicant"] for one in records_in(nils.tenant)] == ["Eva"]
    failures = nils.get(f"/apps/cases/inbox/import/{job['id']}/failures.csv")
    assert failures.status_code == 200
    assert "Contract takes files only on the page of its record." in failures.text


def test_an_export_for_people_names_files_and_one_for_programs_their_ids(nils: Browser) -> None:
    paper, contract = sent(nils, "paper.pdf", field="papers"), sent(nils, "Avtal å.pdf")
    a_case(nils, contract=contract, papers=[paper], signed={"name": "Sten Ek"})

    rows = table(exported(nils.tenant, "?fields=papers,contract,signed"))
    data = json.loads(exported(nils.tenant, "?format=json&fields=papers,contract"))

    assert rows == [["Papers", "Contract", "Signed"], ["paper.pdf", "Avtal å.pdf", "Sten Ek"]]
    assert paper in json.dumps(data)
    assert contract in json.dumps(data)


def test_openapi_tells_of_files_only_to_whom_they_are_open(nils: Browser) -> None:
    paths = nils.get("/api/v1/apps/cases/openapi.json").get_json()["paths"]

    sending = paths["/apps/cases/files"]["post"]
    fields = next(one for one in sending["parameters"] if one["name"] == "field")
    assert fields["schema"]["enum"] == ["papers", "contract", "photo"]
    assert {
        "/apps/cases/files/announce",
        "/apps/cases/files/{id}",
        "/apps/cases/files/{id}/claim",
        "/apps/cases/files/{id}/thumb",
    } <= set(paths)


def test_no_entry_of_the_trail_names_a_file_but_by_its_id(nils: Browser) -> None:
    file = sent(nils, "Sten Ek diagnosis.pdf", PDF)
    case = a_case(nils, contract=file)
    nils.get(f"{API}/{file}")
    aud = nils.tenant.browser("auditor")

    trail = aud.get("/api/v1/audit")
    about = aud.get(f"/api/v1/audit?target={case}").get_json()["items"]

    assert "diagnosis" not in trail.text
    acts = [one["action"] for one in about]
    assert acts.count("file.read") == 1
