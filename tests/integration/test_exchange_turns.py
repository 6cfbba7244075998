"""Imports whose rows name other rows of their file: before, after, in rings, in the trial too."""

import copy
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from celery import current_app
from sqlalchemy import func, select

from stuga.models import ImportFailure, ImportKey, Record, RecordChange
from stuga.models.json import JsonObject
from stuga.platform.config import Settings
from stuga.platform.db import db
from stuga.platform.jobs.relay import leased_of
from stuga.runtime.exchange import batches, rings, trying
from stuga.runtime.exchange.kinds_of_job import IMPORT
from tests.factories.apps import NOT_PERSONAL, SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.imports import CASES, csv_of, how_it_went, imported, posted
from tests.factories.jobs import made_due, run_outbox

PROGRAM = Path(__file__).with_name("exchange_killed.py")
HEADER = "Reference,Applicant,Kind,Parent"
WAYS = pytest.mark.parametrize("is_trial", [False, True], ids=["import", "trial"])


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a batch be of four rows, so that small files have several."""
    monkeypatch.setattr(batches, "ROWS_AT_ONCE", 4)


def with_parents(*, required: bool = False) -> JsonObject:
    app = copy.deepcopy(SMALL_CASES)
    case = app["models"]["case"]
    case["properties"]["parent"] = {
        "type": "string",
        "title": "Parent",
        "x-field": {"kind": "reference", "model": "case"},
        "x-privacy": NOT_PERSONAL,
    }
    case["required"] += ["parent"] if required else []
    return app


@pytest.fixture
def cases(bjorkby: Tenant) -> Tenant:
    publish(bjorkby, with_parents())
    return bjorkby


@pytest.fixture
def bound(bjorkby: Tenant) -> Tenant:
    """Return a tenant whose cases must each have a parent."""
    publish(bjorkby, with_parents(required=True))
    return bjorkby


def file_of(**parents: str) -> bytes:
    """Return a file of cases: reference -> the reference of its parent."""
    return csv_of(HEADER, *(f"{one},Person {one},permit,{to}" for one, to in parents.items()))


def went(
    tenant: Tenant, content: bytes, *, is_trial: bool, query: str = ""
) -> tuple[tuple[object, ...], dict[object, object]]:
    found = imported(tenant, content, path=f"{CASES}?dry_run={str(is_trial).lower()}{query}")
    assert found["state"] == ("tried" if is_trial else "done")
    assert found["done"] == found["total"]
    failures = found["failures"]
    assert isinstance(failures, list)
    why = {one["row"]: one["errors"] for one in failures if isinstance(one, dict)}
    return tuple(found[one] for one in ("created", "updated", "unchanged", "failed")), why


def tree_of(tenant: Tenant) -> dict[str, str]:
    """Return each case's reference with that of its parent."""
    with tenant.inside():
        rows = db.session.execute(select(Record.id, Record.data)).all()
    names = {str(row[0]): str(row[1]["reference"]) for row in rows}
    return {str(row[1]["reference"]): names.get(str(row[1].get("parent")), "") for row in rows}


@WAYS
@pytest.mark.usefixtures("few")
def test_a_row_finds_one_far_after_it_and_one_far_before_it(
    cases: Tenant, *, is_trial: bool
) -> None:
    parents = {f"A{number}": "" for number in range(11)}
    parents.update(A0="A10", A3="A9", A10="A1")

    found = went(cases, file_of(**parents), is_trial=is_trial)

    assert found == ((11, 0, 0, 0), {})
    assert tree_of(cases) == ({} if is_trial else parents)


@WAYS
@pytest.mark.usefixtures("few")
def test_a_chain_from_the_end_of_the_file_to_its_beginning(
    cases: Tenant, *, is_trial: bool
) -> None:
    parents = {f"A{number}": f"A{number + 1}" for number in range(14)} | {"A14": ""}

    found = went(cases, file_of(**parents), is_trial=is_trial)

    assert found == ((15, 0, 0, 0), {})
    assert tree_of(cases) == ({} if is_trial else parents)


@WAYS
@pytest.mark.usefixtures("few")
def test_rings_and_rows_that_name_themselves(cases: Tenant, *, is_trial: bool) -> None:
    parents = {"A0": "A9", "A1": "A1", "A2": "A0", "A3": "", "A4": "", "A9": "A2", "A5": "A9"}

    found = went(cases, file_of(**parents), is_trial=is_trial)

    assert found == ((7, 0, 0, 0), {})
    assert tree_of(cases) == ({} if is_trial else parents)
    with cases.inside():
        assert db.session.scalar(select(func.count()).select_from(RecordChange)) == 0


@WAYS
@pytest.mark.usefixtures("few")
def test_a_required_reference_may_be_to_a_later_row_or_to_itself(
    bound: Tenant, *, is_trial: bool
) -> None:
    parents = {f"A{number}": f"A{number + 1}" for number in range(9)} | {"A9": "A9"}

    found = went(bound, file_of(**parents), is_trial=is_trial)

    assert found == ((10, 0, 0, 0), {})
    assert tree_of(bound) == ({} if is_trial else parents)


@WAYS
@pytest.mark.usefixtures("few")
def test_who_names_a_row_that_is_refused_is_refused_too(cases: Tenant, *, is_trial: bool) -> None:
    lines = (
        "A0,Sten,permit,A7",
        "A1,Mona,permit,A0",
        "A2,Eva,permit,nobody",
        "A3,Kim,permit,A4",
        "A4,Liv,permit,A3",
        "A5,Bo,permit,A3",
        "A6,Per,permit,",
        "A7,Ada,nothing,",
    )

    counts, why = went(cases, csv_of(HEADER, *lines), is_trial=is_trial)

    assert counts == (4, 0, 0, 4)
    assert why == {
        2: {"parent": "Case: none is called “A7”."},
        3: {"parent": "Case: none is called “A0”."},
        4: {"parent": "Case: none is called “nobody”."},
        9: {"kind": "Choose one of the answers for Kind."},
    }


@WAYS
@pytest.mark.usefixtures("few")
def test_a_ring_with_a_value_that_is_taken_is_refused_and_no_other(
    cases: Tenant, *, is_trial: bool
) -> None:
    imported(cases, file_of(A1=""))
    parents = {"A1": "A2", "A2": "A1", "B1": "B2", "B2": "B1"}

    counts, why = went(cases, file_of(**parents), is_trial=is_trial)

    assert counts == (3, 0, 0, 1)
    assert why == {2: {"reference": "Reference is already used by another record."}}


@WAYS
@pytest.mark.usefixtures("few")
def test_rows_that_change_records_are_named_by_what_they_are_to_be(
    cases: Tenant, *, is_trial: bool
) -> None:
    imported(cases, file_of(A0="", A1=""))
    columns = '{"Parent": {"field": "parent", "by": "applicant"}}'
    lines = ("A0,New name,permit,Person C", "B,Person B,permit,New name", "C,Person C,permit,")
    filling = [f"D{number},D{number},permit," for number in range(5)]
    content = csv_of(HEADER, lines[1], *filling, lines[0], *lines[2:])

    found = went(cases, content, is_trial=is_trial, query=f"&key=reference&columns={columns}")

    assert found == ((7, 1, 0, 0), {})
    if not is_trial:
        tree = tree_of(cases)
        assert (tree["A0"], tree["B"]) == ("C", "A0")


@pytest.mark.usefixtures("few")
def test_a_label_finds_rows_of_the_file(cases: Tenant) -> None:
    columns = '{"Parent": {"field": "parent", "by": "$label"}}'
    content = file_of(A0="A5 Person A5", A1="", A2="", A3="", A4="", A5="A0 Person A0")

    found = went(cases, content, is_trial=False, query=f"&columns={columns}")

    assert found == ((6, 0, 0, 0), {})
    assert (tree_of(cases)["A0"], tree_of(cases)["A5"]) == ("A5", "A0")


@WAYS
@pytest.mark.usefixtures("few")
def test_two_rows_of_one_name_are_not_guessed_between(cases: Tenant, *, is_trial: bool) -> None:
    columns = '{"Parent": {"field": "parent", "by": "applicant"}}'
    lines = ("A0,Eva,permit,Sten", "A1,Mona,permit,", "A2,Kim,permit,", "A3,Bo,permit,")
    content = csv_of(HEADER, *lines, "A4,Sten,permit,", "A5,Sten,permit,")

    counts, why = went(cases, content, is_trial=is_trial, query=f"&columns={columns}")

    assert counts == (5, 0, 0, 1)
    assert why == {2: {"parent": "Case: more than one is called “Sten”."}}


@pytest.mark.usefixtures("few")
def test_a_ring_of_too_many_says_so(cases: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rings, "MOST_OPERATIONS", 3)
    parents = {"A0": "A1", "A1": "A2", "A2": "A3", "A3": "A0", "A4": ""}

    counts, why = went(cases, file_of(**parents), is_trial=False)

    assert counts == (1, 0, 0, 4)
    assert why[2] == {"": "The row is one of more than 1,000 that name each other."}


@pytest.mark.usefixtures("few")
def test_what_waits_is_told_if_the_import_is_stopped_before_its_end(cases: Tenant) -> None:
    browser = cases.browser("member")
    content = file_of(A0="A5", A1="", A2="", A3="", A4="", A5="")
    begun = browser.post(CASES, data=content, content_type="text/csv")
    location = begun.headers["Location"].removeprefix(f"/t/{cases.slug}")

    work_once(cases)
    browser.post(f"{location}/cancel")

    found = how_it_went(browser, begun.headers["Location"])
    assert (found["state"], found["created"], found["failed"]) == ("cancelled", 3, 1)
    assert found["failures"][0]["errors"] == {"parent": "Case: none is called “A5”."}


def work_once(tenant: Tenant) -> None:
    """Do one batch, as a worker would."""
    [row] = [one for one in leased_of(tenant.app, tenant.id) if one.kind == IMPORT]
    current_app.tasks[row.kind].run(str(tenant.id), str(row.id), str(row.token))


def test_a_preview_looks_beyond_the_rows_it_tries(
    cases: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "ROWS_TRIED", 3)
    content = file_of(A0="A5", A1="A2", A2="A1", A3="nobody", A4="", A5="")
    browser = cases.browser("member")

    begun = browser.post("/apps/cases/inbox/import", **posted(content))
    page = browser.get(begun.headers["Location"].removeprefix(f"/t/{cases.slug}"))

    assert begun.status_code == 303
    assert "none is called" not in page.get_data(as_text=True)


def test_a_worker_killed_between_the_turns_doubles_and_loses_nothing(
    cases: Tenant, settings: Settings
) -> None:
    count = batches.ROWS_AT_ONCE + 10
    parents = {f"A{number}": "" for number in range(count)}
    parents.update({"A0": f"A{count - 1}", "A1": "A2", "A2": f"A{count - 2}"})
    begun = cases.browser("member").post(CASES, data=file_of(**parents), content_type="text/csv")

    died = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, str(PROGRAM), str(cases.id), "3"],
        check=False,
        env={**os.environ, **environment(settings)},  # noqa: TID251  # to be inherited
        cwd=PROGRAM.parents[2],
        capture_output=True,
        timeout=120,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    assert made_due(cases, IMPORT)
    run_outbox(cases)

    found = how_it_went(cases.browser("member"), begun.headers["Location"])
    assert (found["state"], found["created"], found["failed"]) == ("done", count, 0)
    assert tree_of(cases) == parents
    with cases.inside():
        for table in (ImportFailure, ImportKey):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0


def environment(settings: Settings) -> dict[str, str]:
    return {
        "STUGA_DATABASE_URL": settings.database_url,
        "STUGA_READER_DATABASE_URL": settings.reader_database_url,
        "STUGA_PRIVACY_DATABASE_URL": settings.privacy_database_url,
        "STUGA_BROKER_URL": settings.broker_url,
        "STUGA_SECRET": settings.secret.hex(),
    }
