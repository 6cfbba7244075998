"""App roles close records and fields, on every way in and out that is not a list."""

import pytest

from stuga.models import Record
from stuga.platform import clock
from stuga.platform.authz import Actor, ActorKind
from stuga.platform.authz.actor import ANONYMOUS, system
from stuga.platform.db import db
from stuga.platform.errors import (
    InvalidError,
    NotFoundError,
    NotPermittedError,
)
from stuga.runtime.records import service
from stuga.runtime.records.commands import CreateRecord, GetRecord, PatchRecord
from stuga.runtime.records.definitions import live
from stuga.runtime.records.errors import RecordChangedError
from stuga.runtime.records.rights import rights_on
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.records import CASE, Desk

ROLES = {"owner": "handler", "member": "clerk", "builder": "reader", "admin": "applicant"}


@pytest.fixture
def ada(bjorkby: Tenant) -> Desk:
    """Ada, who handles cases and may do everything."""
    publish(bjorkby, roles=ROLES)
    return Desk(bjorkby, "owner")


@pytest.fixture
def nils(ada: Desk) -> Desk:
    """Nils, a clerk: sees permits only, changes some fields of those still open."""
    return Desk(ada.tenant, "member")


@pytest.fixture
def vera(ada: Desk) -> Desk:
    """Vera, a reader: sees every case without the applicant."""
    return Desk(ada.tenant, "builder")


def refusals(refused: pytest.ExceptionInfo[InvalidError]) -> dict[str, str]:
    return {at: one.code for at, one in refused.value.errors.items()}


def test_a_tenant_role_gives_no_right_to_records(ada: Desk) -> None:
    case = ada.case()
    with pytest.raises(NotFoundError):
        Desk(ada.tenant, "auditor").get(case.id)


def test_a_record_outside_ones_rows_is_not_there(ada: Desk, nils: Desk) -> None:
    permit, complaint = ada.case(), ada.case(kind="complaint")
    assert nils.get(permit.id).data["kind"] == "permit"
    for act in (nils.get, nils.history):
        with pytest.raises(NotFoundError):
            act(complaint.id)


def test_an_act_without_a_right_on_a_visible_record_is_refused(ada: Desk, nils: Desk) -> None:
    open_case, closed = ada.case(), ada.case(closed_on="2026-05-01")
    with pytest.raises(NotPermittedError):
        nils.delete(open_case.id)
    with pytest.raises(NotPermittedError):
        nils.patch(closed.id, 1, amount=1)
    with pytest.raises(NotPermittedError):
        nils.restore(open_case.id)


def test_a_record_that_is_not_seen_cannot_be_acted_on(ada: Desk, vera: Desk) -> None:
    complaint = ada.case(kind="complaint", closed_on="2026-05-01")
    with pytest.raises(NotFoundError):
        Desk(ada.tenant, "member").patch(complaint.id, 1, amount=1)
    with pytest.raises(NotPermittedError):
        vera.patch(complaint.id, 1, amount=1)


def test_a_field_that_may_not_be_read_is_nowhere_in_the_answer(ada: Desk, vera: Desk) -> None:
    case = ada.case(email="sten@example.se", amount=5)
    ada.patch(case.id, 1, applicant="Mona Berg", amount=6)
    assert vera.get(case.id).data == {"kind": "permit", "amount": 6}
    [update, made] = vera.history(case.id)
    assert update.diff == {"amount": [5, 6]}
    assert made.diff == {}


def test_only_granted_system_fields_are_shown(ada: Desk) -> None:
    case = Desk(ada.tenant, "admin")
    with pytest.raises(NotPermittedError):
        case.create(**CASE)
    mine = ada.case()
    with ada.tenant.inside():
        row = db.session.get_one(Record, (ada.tenant.id, mine.id))
        row.created_by = ada.tenant.people["admin"]
    shown = case.get(mine.id)
    assert set(shown.system) == {"id", "revision", "version"}
    assert shown.data == {"kind": "permit"}


def test_a_field_that_may_not_be_written_is_named(ada: Desk, nils: Desk) -> None:
    with pytest.raises(InvalidError) as refused:
        nils.case(closed_on="2026-05-01")
    assert refusals(refused) == {"/closed_on": "not-permitted"}
    case = ada.case(amount=5)
    with pytest.raises(InvalidError) as refused:
        nils.patch(case.id, 1, amount=6, reference="C-9", notes="seen")
    assert refusals(refused) == {"/reference": "not-permitted", "/notes": "not-permitted"}
    assert ada.get(case.id).data["amount"] == 5


def test_a_readable_field_can_be_given_back_as_it_was(ada: Desk, nils: Desk) -> None:
    case = ada.case(reference="C-1", amount=5)
    data = {**nils.get(case.id).data, "amount": 6}
    assert nils.replace(case.id, 1, **data).data["amount"] == 6


def test_a_replacement_leaves_what_one_may_not_write(ada: Desk, nils: Desk) -> None:
    case = ada.case(reference="C-1", notes="secret", amount=5)
    nils.replace(case.id, 1, applicant="Sten Ek", kind="permit")
    assert ada.get(case.id).data == {
        "applicant": "Sten Ek",
        "kind": "permit",
        "reference": "C-1",
        "notes": "secret",
    }


def test_a_hidden_value_cannot_be_guessed_by_giving_it_back(ada: Desk) -> None:
    document = {**SMALL_CASES, "roles": _blind()}
    publish(ada.tenant, document)
    case = ada.case(notes="secret")
    nils = Desk(ada.tenant, "member")
    for guess in ("secret", "wrong"):
        with pytest.raises(InvalidError) as refused:
            nils.patch(case.id, 1, notes=guess)
        assert refusals(refused) == {"/notes": "not-permitted"}
    with pytest.raises(RecordChangedError) as stale:
        nils.patch(case.id, 9, notes="wrong", amount=1)
    assert [one.field for one in stale.value.differences] == ["amount"]


def _blind() -> dict[str, object]:
    everything = {"fields": {"except": ["notes"]}}
    clerk = {"title": "Clerk", "models": {"case": {"read": everything, "update": everything}}}
    return {**SMALL_CASES["roles"], "clerk": clerk}


def test_rights_of_several_roles_add_up_for_each_record(ada: Desk) -> None:
    ada.tenant.give("member", "cases", "reader")
    nils = Desk(ada.tenant, "member")
    permit, complaint = ada.case(), ada.case(kind="complaint")
    assert nils.get(permit.id).data == CASE
    assert nils.get(complaint.id).data == {"kind": "complaint"}


def test_the_row_condition_of_create_is_held_to_the_new_record(ada: Desk) -> None:
    create = {"create": {"where": {"field": "kind", "is": "permit"}}, "read": True}
    clerk = {"title": "Clerk", "models": {"case": create}}
    publish(ada.tenant, {**SMALL_CASES, "roles": {**SMALL_CASES["roles"], "clerk": clerk}})
    nils = Desk(ada.tenant, "member")
    assert nils.case().revision == 1
    with pytest.raises(NotPermittedError):
        nils.case(kind="complaint")


def test_a_reference_to_what_one_may_not_read_is_refused(ada: Desk) -> None:
    paper = {"create": True, "read": True, "update": True}
    clerk = {
        "title": "Clerk",
        "models": {**SMALL_CASES["roles"]["clerk"]["models"], "paper": paper},
    }
    publish(ada.tenant, {**SMALL_CASES, "roles": {**SMALL_CASES["roles"], "clerk": clerk}})
    permit, complaint = ada.case(), ada.case(kind="complaint")
    papers = Desk(ada.tenant, "member", "paper")
    assert papers.create(title="Plan", case=str(permit.id)).revision == 1
    with pytest.raises(InvalidError) as refused:
        papers.create(title="Plan", case=str(complaint.id))
    assert refusals(refused) == {"/case": "reference-unknown"}


def test_roles_are_those_of_the_live_version(ada: Desk, nils: Desk) -> None:
    case = ada.case()
    assert nils.get(case.id).id == case.id
    roles = {key: one for key, one in SMALL_CASES["roles"].items() if key != "clerk"}
    publish(ada.tenant, {**SMALL_CASES, "roles": roles})
    with pytest.raises(NotFoundError):
        nils.get(case.id)


def test_a_role_in_another_app_gives_nothing(ada: Desk) -> None:
    other = {**SMALL_CASES, "key": "other"}
    publish(ada.tenant, other, roles={"auditor": "handler"})
    case = ada.case()
    with pytest.raises(NotFoundError):
        Desk(ada.tenant, "auditor").get(case.id)


def test_another_tenants_record_is_not_there(ada: Desk, granby: Tenant) -> None:
    publish(granby)
    foreign = Desk(granby, "owner").case()
    for act in (ada.get, ada.history, ada.delete, ada.restore):
        with pytest.raises(NotFoundError):
            act(foreign.id)
    with pytest.raises(NotFoundError):
        ada.patch(foreign.id, 1, kind="permit")


def test_a_record_of_another_model_is_not_there(ada: Desk) -> None:
    case = ada.case()
    with pytest.raises(NotFoundError):
        Desk(ada.tenant, "owner", "paper").get(case.id)


@pytest.mark.parametrize(("app_key", "model"), [("nothing", "case"), ("cases", "nothing")])
def test_what_is_not_live_is_not_there(ada: Desk, app_key: str, model: str) -> None:
    actor = ada.tenant.actor("owner")
    with pytest.raises(NotFoundError), ada.tenant.inside():
        service.create(actor, CreateRecord(app=app_key, model=model, now=clock.now(), data=CASE))


def service_actor(tenant: Tenant, *scopes: str) -> Actor:
    """Return a token of a handler, limited to scopes."""
    return Actor(
        kind=ActorKind.SERVICE,
        token_id=tenant.people["owner"],
        app_roles={"cases": frozenset({"handler"})},
        scopes=frozenset(scopes),
    )


@pytest.mark.parametrize(
    ("scopes", "reads", "writes"),
    [
        (("*",), True, True),
        (("records:read:cases", "records:write:cases"), True, True),
        (("records:read:cases",), True, False),
        (("records:write:cases",), False, False),
        (("records:read:other", "audit.read"), False, False),
        ((), False, False),
    ],
)
def test_scopes_narrow_what_a_token_may(
    ada: Desk, scopes: tuple[str, ...], *, reads: bool, writes: bool
) -> None:
    case = ada.case()
    place = {"app": "cases", "model": "case", "now": clock.now()}
    actor = service_actor(ada.tenant, *scopes)
    with ada.tenant.inside():
        rights = live("cases")
        cannot_enter = not any("cases" in one or one == "*" for one in scopes)
        found = None if cannot_enter else rights_on(actor, rights, "case", now=clock.now())
    assert bool(found and found.may("read")) is reads
    assert bool(found and found.may("update")) is writes
    if reads:
        with ada.tenant.inside():
            assert service.get(actor, GetRecord(**place, id=case.id)).data == CASE
    else:
        with pytest.raises(NotFoundError), ada.tenant.inside():
            service.get(actor, GetRecord(**place, id=case.id))
    command = PatchRecord(**place, id=case.id, revision=1, patch={"amount": 3})
    if writes:
        with ada.tenant.inside():
            changed = service.patch(actor, command)
        assert changed.data == {**CASE, "amount": 3}
    else:
        with pytest.raises((NotFoundError, NotPermittedError)), ada.tenant.inside():
            service.patch(actor, command)


def test_strangers_see_nothing(ada: Desk) -> None:
    case = ada.case()
    place = {"app": "cases", "model": "case", "now": clock.now()}
    with pytest.raises(NotFoundError), ada.tenant.inside():
        service.get(ANONYMOUS, GetRecord(**place, id=case.id))


def test_jobs_that_nobody_asked_for_may_do_all(ada: Desk) -> None:
    case = ada.case()
    place = {"app": "cases", "model": "case", "now": clock.now()}
    with ada.tenant.inside():
        assert service.get(system(), GetRecord(**place, id=case.id)).data == CASE
