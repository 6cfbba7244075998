"""What goes into a record, and what is refused, field by field."""

import json
from uuid import UUID

import pytest

from stuga.models.json import JsonValue
from stuga.platform import clock
from stuga.platform.authz.actor import ANONYMOUS
from stuga.platform.errors import InvalidError, NotFoundError, NotPermittedError
from stuga.runtime.records import service
from stuga.runtime.records.commands import CreateRecord
from stuga.runtime.records.errors import RecordChangedError, RecordInUseError
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.records import CASE, Desk, entries_of, parts_of, row_of

NOWHERE = UUID("01930000-0000-7000-8000-000000000000")


@pytest.fixture
def nils(bjorkby: Tenant) -> Desk:
    """Nils, who handles cases."""
    publish(bjorkby)
    return Desk(bjorkby)


@pytest.fixture
def papers(nils: Desk) -> Desk:
    return Desk(nils.tenant, model="paper")


def refusals(refused: pytest.ExceptionInfo[InvalidError]) -> dict[str, str]:
    return {at: one.code for at, one in refused.value.errors.items()}


def test_a_record_is_stored_as_it_was_given_and_read_back(nils: Desk) -> None:
    made = nils.create(applicant="Sten Ek", kind="permit", amount=12.5, reference="C-1")
    assert made.revision == 1
    found = nils.get(made.id)
    assert found.data == {
        "applicant": "Sten Ek",
        "kind": "permit",
        "amount": 12.5,
        "reference": "C-1",
    }
    assert found.system["created_by"] == str(nils.tenant.people["member"])


def test_a_value_is_stored_in_its_normal_form(nils: Desk) -> None:
    made = nils.case(email="Sten@EXAMPLE.se")
    row = row_of(nils.tenant, made.id)
    assert row is not None
    assert row.data["email"] == "Sten@example.se"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"kind": "permit"}, {"/applicant": "required"}),
        ({"applicant": "Sten", "kind": "other"}, {"/kind": "choice-unknown"}),
        ({"applicant": 7, "kind": "permit"}, {"/applicant": "type"}),
        ({"applicant": None, "kind": "permit"}, {"/applicant": "type"}),
        ({**CASE, "amount": "ten"}, {"/amount": "type"}),
        ({**CASE, "amount": 0.001}, {"/amount": "multiple-of"}),
        ({**CASE, "amount": -1}, {"/amount": "minimum"}),
        ({**CASE, "closed_on": "2026-02-30"}, {"/closed_on": "date-invalid"}),
        ({**CASE, "email": "sten"}, {"/email": "e-mail-invalid"}),
        ({**CASE, "colour": "red"}, {"/colour": "unknown-field"}),
        ({**CASE, "a/b~c": 1}, {"/a~1b~0c": "unknown-field"}),
        ({**CASE, "id": "x"}, {"/id": "unknown-field"}),
        ({**CASE, "handler": "nobody"}, {"/handler": "person-invalid"}),
        ({**CASE, "applicant": "a\x00b"}, {"/applicant": "text-broken"}),
        ({**CASE, "applicant": "a\ud800b"}, {"/applicant": "text-broken"}),
        ({**CASE, "applicant": "a" * 201}, {"/applicant": "max-length"}),
        ({**CASE, "amount": 10**400}, {"/amount": "number-digits"}),
        ({**CASE, "amount": float("inf")}, {"/amount": "type"}),
        ({**CASE, "amount": True}, {"/amount": "type"}),
        ({**CASE, "kind": ["permit"]}, {"/kind": "type"}),
        ({**CASE, "a\x00": 1}, {"/a\x00": "unknown-field"}),
        ({}, {"/applicant": "required", "/kind": "required"}),
    ],
)  # fmt: skip
def test_what_breaks_the_model_is_named(
    nils: Desk, data: dict[str, JsonValue], expected: dict[str, str]
) -> None:
    with pytest.raises(InvalidError) as refused:
        nils.create(**data)
    assert refusals(refused) == expected
    assert not entries_of(nils.tenant)


def test_a_person_field_takes_people_of_this_tenant_only(nils: Desk, granby: Tenant) -> None:
    made = nils.case(handler=str(nils.tenant.people["member"]))
    assert made.data["handler"] == str(nils.tenant.people["member"])
    for stranger in (granby.people["owner"], NOWHERE):
        with pytest.raises(InvalidError) as refused:
            nils.case(handler=str(stranger))
        assert refusals(refused) == {"/handler": "person-unknown"}


def test_a_reference_leads_to_a_record_of_this_tenant_and_model(
    nils: Desk, papers: Desk, granby: Tenant
) -> None:
    publish(granby)
    foreign = Desk(granby, "owner").case()
    own = nils.case()
    paper = papers.create(title="Plan", case=str(own.id))
    for wrong in (foreign.id, paper.id, NOWHERE):
        with pytest.raises(InvalidError) as refused:
            papers.create(title="Plan", case=str(wrong))
        assert refusals(refused) == {"/case": "reference-unknown"}


def test_a_reference_to_the_trash_is_refused(nils: Desk, papers: Desk) -> None:
    case = nils.case()
    nils.delete(case.id)
    with pytest.raises(InvalidError) as refused:
        papers.create(title="Plan", mentions=str(case.id))
    assert refusals(refused) == {"/mentions": "reference-unknown"}


def test_a_unique_value_is_taken_once_and_can_be_had_after_it_is_given_up(nils: Desk) -> None:
    first = nils.case(reference="C-1")
    with pytest.raises(InvalidError) as refused:
        nils.case(reference="C-1")
    assert refusals(refused) == {"/reference": "taken"}
    nils.patch(first.id, 1, reference="C-2")
    second = nils.case(reference="C-1")
    with pytest.raises(InvalidError) as refused:
        nils.patch(second.id, 1, reference="C-2")
    assert refusals(refused) == {"/reference": "taken"}
    assert nils.get(second.id).revision == 1


def test_empty_values_are_not_unique(nils: Desk) -> None:
    assert nils.case().id != nils.case().id


def test_a_patch_changes_what_it_names_and_empties_what_is_null(nils: Desk) -> None:
    made = nils.case(amount=5, reference="C-1")
    changed = nils.patch(made.id, 1, amount=None, kind="complaint")
    assert changed.revision == 2
    assert changed.data == {"applicant": "Sten Ek", "kind": "complaint", "reference": "C-1"}


def test_a_replacement_empties_what_it_leaves_out(nils: Desk) -> None:
    made = nils.case(amount=5, reference="C-1")
    changed = nils.replace(made.id, 1, applicant="Mona Ek", kind="permit")
    assert changed.data == {"applicant": "Mona Ek", "kind": "permit"}
    with pytest.raises(InvalidError) as refused:
        nils.replace(made.id, 2, kind="permit")
    assert refusals(refused) == {"/applicant": "required"}


def test_a_change_that_changes_nothing_keeps_the_revision(nils: Desk) -> None:
    made = nils.case(amount=5)
    assert nils.patch(made.id, 1, amount=5.0).revision == 1


def test_a_stale_revision_is_refused_with_what_differs(nils: Desk) -> None:
    ada = Desk(nils.tenant, "owner")
    made = nils.case(amount=5)
    ada.patch(made.id, 1, amount=7, applicant="Mona Ek")
    with pytest.raises(RecordChangedError) as refused:
        nils.patch(made.id, 1, amount=9, kind="permit")
    members = refused.value.members()
    assert members["revision"] == 2
    assert members["differences"] == [{"field": "amount", "yours": 9, "stored": 7}]
    assert members["changed_by"] == {"id": str(nils.tenant.people["owner"]), "name": "Ada Lind"}
    assert nils.get(made.id).data["amount"] == 7
    for act in (nils.replace, nils.delete):
        with pytest.raises(RecordChangedError):
            act(made.id, 1)


def test_a_stored_value_that_a_new_version_refuses_hinders_no_other_change(nils: Desk) -> None:
    made = nils.case(amount=5)
    publish(nils.tenant, _with_least_amount(100))
    assert nils.patch(made.id, 1, kind="complaint").data["amount"] == 5
    with pytest.raises(InvalidError) as refused:
        nils.patch(made.id, 2, amount=6)
    assert refusals(refused) == {"/amount": "minimum"}
    with pytest.raises(InvalidError) as refused:
        nils.replace(made.id, 2, applicant="Sten Ek", kind="complaint", amount=5)
    assert refusals(refused) == {"/amount": "minimum"}


def _with_least_amount(least: int) -> dict[str, JsonValue]:
    made = json.loads(json.dumps(SMALL_CASES))
    made["models"]["case"]["properties"]["amount"]["minimum"] = least
    return made


def test_a_field_that_left_the_model_is_kept_and_not_shown(nils: Desk) -> None:
    made = nils.case(notes="Knows the mayor")
    without = json.loads(json.dumps(SMALL_CASES))
    del without["models"]["case"]["properties"]["notes"]
    publish(nils.tenant, without)
    changed = nils.replace(made.id, 1, applicant="Sten Ek", kind="complaint")
    assert "notes" not in changed.data
    row = row_of(nils.tenant, made.id)
    assert row is not None
    assert row.data["notes"] == "Knows the mayor"
    assert row.app_version == 2
    with pytest.raises(InvalidError) as refused:
        nils.patch(made.id, 2, notes=None)
    assert refusals(refused) == {"/notes": "unknown-field"}


def test_what_a_form_hides_is_dropped_before_it_is_validated(nils: Desk) -> None:
    made = nils.create(screen="edit", applicant="Sten", kind="complaint", amount=-5)
    assert "amount" not in made.data
    kept = nils.create(screen="edit", applicant="Sten", kind="permit", amount=5)
    changed = nils.patch(kept.id, 1, screen="edit", kind="complaint")
    assert "amount" not in changed.data


def test_nothing_is_hidden_from_the_api(nils: Desk) -> None:
    assert nils.create(applicant="Sten", kind="complaint", amount=5).data["amount"] == 5


def test_a_form_asks_for_what_it_requires_and_only_where_it_shows(nils: Desk) -> None:
    with pytest.raises(InvalidError) as refused:
        nils.create(screen="apply", applicant="Sten", kind="permit")
    assert refusals(refused) == {"/amount": "required"}
    assert nils.create(screen="apply", applicant="Sten", kind="complaint").revision == 1


def test_a_condition_of_the_model_requires_everywhere(nils: Desk) -> None:
    made = json.loads(json.dumps(SMALL_CASES))
    when = {"field": "kind", "is": "permit"}
    made["models"]["case"]["x-model"]["required_when"] = [{"field": "amount", "when": when}]
    publish(nils.tenant, made)
    with pytest.raises(InvalidError) as refused:
        nils.case()
    assert refusals(refused) == {"/amount": "required"}
    complaint = nils.case(kind="complaint")
    with pytest.raises(InvalidError):
        nils.patch(complaint.id, 1, kind="permit")


def test_a_public_form_lets_anyone_make_one_record_with_its_fields(nils: Desk) -> None:
    place = {"app": "cases", "model": "case", "now": clock.now()}
    with nils.tenant.inside():
        data = {"applicant": "Eva", "kind": "complaint"}
        made = service.create(ANONYMOUS, CreateRecord(**place, data=data, screen="apply"))
    assert made.data == {}
    row = row_of(nils.tenant, made.id)
    assert row is not None
    assert row.created_by is None
    data = {"applicant": "Eva", "kind": "complaint", "reference": "C-1"}
    with pytest.raises(InvalidError) as refused, nils.tenant.inside():
        service.create(ANONYMOUS, CreateRecord(**place, data=data, screen="apply"))
    assert refusals(refused) == {"/reference": "not-permitted"}
    for screen in ("", "edit"):
        with pytest.raises((NotFoundError, NotPermittedError)), nils.tenant.inside():
            service.create(ANONYMOUS, CreateRecord(**place, data=data, screen=screen))


def test_a_deleted_record_is_gone_and_comes_back_whole(nils: Desk) -> None:
    made = nils.case(reference="C-1")
    gone = nils.delete(made.id, 1)
    assert gone.deleted_at is not None
    for act in (nils.get, nils.delete, nils.history):
        with pytest.raises(NotFoundError):
            act(made.id)
    back = nils.restore(made.id)
    assert back.deleted_at is None
    assert back.data == made.data
    assert nils.restore(made.id).revision == back.revision


def test_a_value_taken_meanwhile_hinders_the_return(nils: Desk) -> None:
    made = nils.case(reference="C-1")
    nils.delete(made.id)
    nils.case(reference="C-1")
    with pytest.raises(InvalidError) as refused:
        nils.restore(made.id)
    assert refusals(refused) == {"/reference": "taken"}


def test_what_must_keep_its_reference_holds_the_record(nils: Desk, papers: Desk) -> None:
    case = nils.case()
    paper = papers.create(title="Decision", decides=str(case.id))
    with pytest.raises(RecordInUseError) as refused:
        nils.delete(case.id)
    assert refused.value.members() == {"count": 1}
    papers.delete(paper.id)
    nils.delete(case.id)
    with pytest.raises(InvalidError) as lost:
        papers.restore(paper.id)
    assert refusals(lost) == {"/decides": "reference-unknown"}


def test_what_goes_along_comes_back_along(nils: Desk, papers: Desk) -> None:
    case = nils.case()
    paper = papers.create(title="Plan", case=str(case.id))
    earlier = papers.create(title="Old plan", case=str(case.id))
    papers.delete(earlier.id)
    nils.delete(case.id)
    with pytest.raises(NotFoundError):
        papers.get(paper.id)
    nils.restore(case.id)
    assert papers.get(paper.id).data["case"] == str(case.id)
    with pytest.raises(NotFoundError):
        papers.get(earlier.id)


def test_what_only_mentions_the_record_loses_its_reference(nils: Desk, papers: Desk) -> None:
    case = nils.case()
    paper = papers.create(title="Plan", mentions=str(case.id), quotes=str(case.id))
    nils.delete(case.id)
    found = papers.get(paper.id)
    assert found.data == {"title": "Plan"}
    assert found.revision == 2
    gone = [str(case.id), None]
    assert papers.history(paper.id)[0].diff == {"mentions": gone, "quotes": gone}


def test_every_act_leaves_one_entry_that_names_no_value(nils: Desk) -> None:
    made = nils.case(reference="C-1")
    nils.get(made.id)
    nils.patch(made.id, 1, applicant="Mona Berg", amount=7)
    nils.delete(made.id)
    nils.restore(made.id)
    nils.history(made.id)
    entries = entries_of(nils.tenant)
    assert [one.action for one in entries] == [
        "record.create",
        "record.read",
        "record.update",
        "record.delete",
        "record.restore",
        "record.history",
    ]
    assert all(one.target_id == made.id for one in entries)
    for one in entries:
        for canary in (b"Sten", b"Mona", b"C-1"):
            assert canary not in one.body
    assert parts_of(nils.tenant, entries[2].id) == {
        "personal": {"applicant": ["Sten Ek", "Mona Berg"]},
        "changes": {"amount": [None, 7]},
        "label": "C-1 Mona Berg",
    }
