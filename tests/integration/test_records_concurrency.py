"""Many at once: one winner a revision, one owner a unique value, nothing lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from stuga.models.json import JsonObject
from stuga.platform.errors import InvalidError
from stuga.runtime.records.errors import RecordChangedError, RecordInUseError
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.records import Desk, diffs_of, row_of

WRITERS = 32
AT_ONCE = 8


@pytest.fixture
def nils(bjorkby: Tenant) -> Desk:
    publish(bjorkby)
    return Desk(bjorkby)


def all_at_once(acts: list[Callable[[], str]]) -> Counter[str]:
    """Do things in as many threads as there are connections, and count how they ended."""
    start = Barrier(min(AT_ONCE, len(acts)))

    def wait_and(act: Callable[[], str], *, first: bool) -> str:
        if first:
            start.wait(timeout=30)
        return act()

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        futures = [
            pool.submit(wait_and, act, first=number < AT_ONCE) for number, act in enumerate(acts)
        ]
        return Counter(future.result(timeout=60) for future in futures)


def test_of_many_writers_one_wins_a_revision(nils: Desk) -> None:
    case = nils.case(amount=0)

    def write(number: int) -> str:
        try:
            nils.patch(case.id, 1, amount=number)
        except RecordChangedError as error:
            return f"late for {error.revision}"
        return "won"

    outcome = all_at_once([lambda n=n: write(n) for n in range(1, WRITERS + 1)])
    assert outcome == {"won": 1, "late for 2": WRITERS - 1}
    row = row_of(nils.tenant, case.id)
    assert row is not None
    assert row.revision == 2
    assert diffs_of(nils.tenant, case.id) == [{"amount": [0, row.data["amount"]]}]


def test_of_many_makers_one_gets_the_unique_value(nils: Desk) -> None:
    def make() -> str:
        try:
            nils.case(reference="C-1")
        except InvalidError as error:
            return error.errors["/reference"].code
        return "won"

    assert all_at_once([make] * WRITERS) == {"won": 1, "taken": WRITERS - 1}


def test_nothing_comes_to_refer_to_what_is_being_deleted(nils: Desk) -> None:
    papers = Desk(nils.tenant, model="paper")
    case = nils.case()

    def refer() -> str:
        try:
            papers.create(title="Decision", decides=str(case.id))
        except InvalidError as error:
            return error.errors["/decides"].code
        return "referred"

    def delete() -> str:
        try:
            nils.delete(case.id)
        except RecordInUseError:
            return "kept"
        return "deleted"

    outcome = all_at_once([refer, refer, refer, delete, refer, refer, refer, refer])
    row = row_of(nils.tenant, case.id)
    assert row is not None
    if row.deleted_at is None:
        assert outcome == {"kept": 1, "referred": 7}
    else:
        assert outcome == {"deleted": 1, "reference-unknown": 7}


def test_edits_of_many_fields_are_all_kept_in_some_order(nils: Desk) -> None:
    case = nils.case(amount=0)
    fields: list[JsonObject] = [{"amount": 1}, {"notes": "seen"}, {"reference": "C-7"}]

    def edit(patch: JsonObject) -> str:
        while True:
            try:
                nils.patch(case.id, nils.get(case.id).revision, **patch)
            except RecordChangedError:
                continue
            return "saved"

    assert all_at_once([lambda one=one: edit(one) for one in fields]) == {"saved": 3}
    row = row_of(nils.tenant, case.id)
    assert row is not None
    assert row.revision == 4
    assert {key: row.data[key] for key in ("amount", "notes", "reference")} == {
        "amount": 1,
        "notes": "seen",
        "reference": "C-7",
    }
