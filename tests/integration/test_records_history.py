"""A record's history: who changed what and when, as far as the reader may know."""

import pytest

from stuga.models.json import JsonObject
from stuga.platform.telemetry import Request, bind_request
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.records import Desk, diffs_of


@pytest.fixture
def nils(bjorkby: Tenant) -> Desk:
    publish(bjorkby)
    return Desk(bjorkby)


def test_history_tells_each_change_newest_first(nils: Desk) -> None:
    ada = Desk(nils.tenant, "owner")
    made = nils.case(amount=5)
    ada.patch(made.id, 1, amount=6, reference="C-1")
    nils.delete(made.id)
    nils.restore(made.id)
    nils.patch(made.id, 4, amount=None)
    found = nils.history(made.id)
    assert [(one.revision, one.what, one.name) for one in found] == [
        (5, "update", "Nils Berg"),
        (4, "restore", "Nils Berg"),
        (3, "delete", "Nils Berg"),
        (2, "update", "Ada Lind"),
        (1, "create", "Nils Berg"),
    ]
    assert [one.diff for one in found] == [
        {"amount": [6, None]},
        {},
        {},
        {"amount": [5, 6], "reference": [None, "C-1"]},
        {},
    ]


def test_history_is_read_page_by_page(nils: Desk) -> None:
    made = nils.case()
    for revision in range(1, 6):
        nils.patch(made.id, revision, amount=revision)
    first = nils.history(made.id, rows=4)
    assert [one.revision for one in first] == [6, 5, 4, 3]
    rest = nils.history(made.id, rows=4, before=3)
    assert [one.revision for one in rest] == [2, 1]
    assert nils.history(made.id, rows=4, before=1) == []


def test_making_a_record_leaves_no_copy_of_its_values(nils: Desk) -> None:
    made = nils.case()
    assert diffs_of(nils.tenant, made.id) == []


def test_a_change_says_through_which_channel_it_came(nils: Desk) -> None:
    made = nils.case()
    with bind_request(Request(via="api")):
        nils.patch(made.id, 1, amount=1)
    assert nils.history(made.id)[0].via == "api"


def test_a_model_can_do_without_history(nils: Desk) -> None:
    case: JsonObject = {**SMALL_CASES["models"]["case"]}
    case["x-model"] = {**case["x-model"], "history": False}
    publish(nils.tenant, {**SMALL_CASES, "models": {**SMALL_CASES["models"], "case": case}})
    made = nils.case()
    nils.patch(made.id, 1, amount=1)
    assert diffs_of(nils.tenant, made.id) == []
    assert [one.what for one in nils.history(made.id)] == ["create"]
