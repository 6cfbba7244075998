"""Masked cells of an export that come in again: they are no values, and change none."""

import copy

import pytest

from stuga.models.json import JsonObject
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.imports import CASES, csv_of, imported
from tests.factories.records import Desk

BY_REFERENCE = f"{CASES}?key=reference"
HEADER = "Reference,Applicant,Kind,Notes"
REASON = "Notes: the cell shows a part of a value. Leave out the column, or fill in the whole."
WAYS = pytest.mark.parametrize("is_trial", [False, True], ids=["import", "trial"])


@pytest.fixture
def desk(bjorkby: Tenant) -> Desk:
    """Return the desk of one who sees it all; a member may write notes and is shown a part."""
    app = copy.deepcopy(SMALL_CASES)
    notes = app["models"]["case"]["properties"]["notes"]
    notes["x-field"] = {"kind": "text"}
    notes["x-privacy"] = {**notes.get("x-privacy", {}), "personal": "none", "mask": True}
    rights: JsonObject = {
        "create": True,
        "read": {"fields": {"except": ["notes"]}},
        "update": True,
    }
    app["roles"]["narrow"] = {"title": "Narrow", "screens": ["inbox"], "models": {"case": rights}}
    publish(bjorkby, app, roles={"owner": "handler", "member": "narrow"})
    return Desk(bjorkby, "owner")


def went(desk: Desk, *lines: str, who: str, is_trial: bool) -> tuple[tuple[object, ...], object]:
    path = f"{BY_REFERENCE}&dry_run={str(is_trial).lower()}"
    found = imported(desk.tenant, csv_of(HEADER, *lines), who=who, path=path)
    failures = found["failures"]
    assert isinstance(failures, list)
    why = {one["row"]: one["errors"] for one in failures if isinstance(one, dict)}
    return tuple(found[one] for one in ("created", "updated", "unchanged", "failed")), why


@WAYS
@pytest.mark.parametrize("who", ["member", "owner"])
def test_what_is_shown_of_a_value_leaves_it_as_it_is(
    desk: Desk, who: str, *, is_trial: bool
) -> None:
    one = desk.case(reference="A-1", notes="account 123456789")
    other = desk.case(reference="A-2", notes="account 987654321")

    found = went(
        desk,
        "A-1,Sten Ek,permit,••••6789",
        "A-2,Mona,permit,••••4321",
        who=who,
        is_trial=is_trial,
    )

    assert found == ((0, 1, 1, 0), {})
    assert desk.get(one.id).data["notes"] == "account 123456789"
    assert desk.get(other.id).data["notes"] == "account 987654321"


@WAYS
def test_another_part_is_refused(desk: Desk, *, is_trial: bool) -> None:
    one = desk.case(reference="A-1", notes="account 123456789")
    desk.case(reference="A-2")

    found = went(
        desk,
        "A-1,Sten Ek,permit,••••0000",
        "A-2,Sten Ek,permit,••••",
        who="member",
        is_trial=is_trial,
    )

    assert found == ((0, 0, 0, 2), {2: {"notes": REASON}, 3: {"notes": REASON}})
    assert desk.get(one.id).data["notes"] == "account 123456789"


@WAYS
def test_a_new_record_is_not_made_of_a_part(desk: Desk, *, is_trial: bool) -> None:
    found = went(desk, "A-1,Sten Ek,permit,••••6789", who="member", is_trial=is_trial)

    assert found == ((0, 0, 0, 1), {2: {"notes": REASON}})


def test_where_nothing_is_masked_dots_are_text(bjorkby: Tenant) -> None:
    publish(bjorkby)

    found = imported(bjorkby, csv_of(HEADER, "A-1,Sten,permit,••••6789"))

    assert (found["created"], found["failed"]) == (1, 0)
