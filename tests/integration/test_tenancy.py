"""No row of one tenant is seen or written from another: policy, hook and default together."""

import pytest
from flask import Flask
from sqlalchemy import insert, select, text
from sqlalchemy.exc import ProgrammingError, StatementError

from stuga.models import Person
from stuga.models.base import NoTenantBoundError
from stuga.platform.db import db, own_transaction
from stuga.platform.tenancy.entry import TenantBoundError, bound
from tests.factories.cast import Tenant


def names() -> set[str]:
    return set(db.session.scalars(select(Person.name)))


def test_a_tenant_sees_its_own_people_only(bjorkby: Tenant, granby: Tenant) -> None:
    with bjorkby.inside():
        assert "Ada Lind" in names()
        assert "Rut Gran" not in names()
    with granby.inside():
        assert "Rut Gran" in names()


def test_a_statement_past_the_hook_is_stopped_by_the_policy(
    bjorkby: Tenant, granby: Tenant
) -> None:
    with bjorkby.inside():
        found = db.session.execute(
            text("SELECT count(*) FROM person WHERE tenant_id = :other"), {"other": granby.id}
        )
        assert found.scalar() == 0


def test_a_row_for_another_tenant_is_refused(bjorkby: Tenant, granby: Tenant) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), bjorkby.inside():
        db.session.execute(insert(Person), [{"tenant_id": granby.id, "name": "Eve"}])


def test_nothing_is_seen_without_a_tenant(app: Flask, bjorkby: Tenant) -> None:
    assert bjorkby.people
    with app.app_context():
        assert names() == set()


def test_a_row_without_a_tenant_is_a_mistake(app: Flask) -> None:
    with app.app_context(), own_transaction() as session:
        with pytest.raises(StatementError) as refused:
            session.execute(insert(Person), [{"name": "Nobody"}])
        assert isinstance(refused.value.orig, NoTenantBoundError)


def test_a_tenant_cannot_be_switched(bjorkby: Tenant, granby: Tenant) -> None:
    with bjorkby.inside(), pytest.raises(TenantBoundError), bound(granby.id):
        pass


def test_an_unknown_tenant_is_not_found(bjorkby: Tenant) -> None:
    response = bjorkby.app.test_client().get("/t/nobody/api/v1/me")
    assert response.status_code == 404
    assert response.get_json()["code"] == "not-found"
