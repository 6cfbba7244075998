"""Rounds of beat: what fails in one tenant keeps no other from its turn."""

from uuid import UUID

import pytest
from sqlalchemy.exc import OperationalError

from stuga.platform.jobs.rounds import Place, go_round
from stuga.platform.tenancy import current_tenant_id
from tests.factories.cast import Tenant


class BrokenError(Exception):
    """What a visit meets."""


@pytest.mark.usefixtures("app")
def test_a_visit_that_fails_keeps_no_other_from_being_made(bjorkby: Tenant, granby: Tenant) -> None:
    visited: list[tuple[str, UUID]] = []

    def first(place: Place) -> None:
        visited.append(("first", current_tenant_id()))
        if place.id == bjorkby.id:
            raise BrokenError

    def second(_: Place) -> None:
        visited.append(("second", current_tenant_id()))

    with pytest.raises(ExceptionGroup) as told:
        go_round(first, second)

    assert [type(one) for one in told.value.exceptions] == [BrokenError]
    for name in ("first", "second"):
        for tenant in (bjorkby, granby):
            assert visited.count((name, tenant.id)) == 1


@pytest.mark.usefixtures("bjorkby", "granby")
def test_what_meets_every_tenant_alike_ends_the_round_at_once() -> None:
    visited: list[UUID] = []

    def visit(place: Place) -> None:
        visited.append(place.id)
        raise OperationalError("SELECT 1", {}, BrokenError())

    with pytest.raises(OperationalError):
        go_round(visit)
    assert len(visited) == 1
