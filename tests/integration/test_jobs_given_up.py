"""Jobs that fail: tried again, given up after the last attempt, and whoever waits is told."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest
from celery import current_app
from sqlalchemy import select

from stuga.models import App, Outbox
from stuga.models.json import JsonObject
from stuga.platform import jobs
from stuga.platform.authz import ActorKind
from stuga.platform.db import db, outbox
from stuga.platform.jobs import Job
from stuga.platform.jobs.lease import MAX_ATTEMPTS, Leased
from stuga.platform.jobs.relay import leased_of
from stuga.platform.jobs.work import perform
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.jobs import made_due, run_until_given_up

KIND = "test.rename"


@dataclass
class Renaming:
    """How a job goes that writes a title and fails."""

    attempts: int = 0
    sound_from: int = MAX_ATTEMPTS + 1
    untold: int = 0
    told: list[Job] = field(default_factory=list)


class Going:
    now = Renaming()


@pytest.fixture
def renaming() -> Renaming:
    Going.now = Renaming()
    return Going.now


def give_up(job: Job) -> None:
    Going.now.told.append(job)
    an_app().title = "Given up"
    db.session.flush()
    if len(Going.now.told) <= Going.now.untold:
        raise ConnectionError


@jobs.task(KIND, given_up=give_up)
def work(_job: Job) -> None:
    Going.now.attempts += 1
    an_app().title = "Half done"
    db.session.flush()
    if Going.now.attempts < Going.now.sound_from:
        raise ConnectionError


def an_app() -> App:
    return db.session.scalars(select(App)).one()


@pytest.fixture
def tenant(bjorkby: Tenant) -> Tenant:
    """Return a tenant whose outbox holds one job, which Nils has asked for."""
    publish(bjorkby)
    with bjorkby.inside():
        outbox.leave(KIND, {"of": "a test"}, person_id=bjorkby.people["member"])
    return bjorkby


def title(tenant: Tenant) -> str:
    with tenant.inside():
        return an_app().title


def rows(tenant: Tenant) -> list[Outbox]:
    with tenant.inside():
        return list(db.session.scalars(select(Outbox).where(Outbox.kind == KIND)))


def leased(tenant: Tenant) -> Leased:
    [row] = [one for one in leased_of(tenant.app, tenant.id) if one.kind == KIND]
    return row


def test_the_last_failed_attempt_gives_up_and_tells_in_the_same_transaction(
    tenant: Tenant, renaming: Renaming
) -> None:
    assert run_until_given_up(tenant, KIND) == MAX_ATTEMPTS

    assert renaming.attempts == MAX_ATTEMPTS
    assert title(tenant) == "Given up"
    [row] = rows(tenant)
    assert (row.error, row.dead_at is None) == ("ConnectionError", False)
    [told] = renaming.told
    payload: JsonObject = {"of": "a test"}
    assert (told.payload, told.actor.kind) == (payload, ActorKind.SYSTEM)


def test_an_attempt_that_succeeds_at_last_gives_nothing_up(
    tenant: Tenant, renaming: Renaming
) -> None:
    renaming.sound_from = MAX_ATTEMPTS

    run_until_given_up(tenant, KIND)

    assert title(tenant) == "Half done"
    assert rows(tenant) == []
    assert renaming.told == []


def test_nothing_is_given_up_that_nobody_could_be_told_of(
    tenant: Tenant, renaming: Renaming
) -> None:
    renaming.untold = 2

    run_until_given_up(tenant, KIND)

    assert renaming.attempts == MAX_ATTEMPTS
    assert title(tenant) == "Given up"
    assert len(renaming.told) == renaming.untold + 1
    [row] = rows(tenant)
    assert (row.error, row.dead_at is None) == ("ConnectionError", False)


def test_attempts_that_end_their_worker_count_too(tenant: Tenant, renaming: Renaming) -> None:
    for _ in range(MAX_ATTEMPTS):
        row = leased(tenant)
        with pytest.raises(WorkerEndsError):
            perform(tenant.app, end_the_worker, tenant.id, row.id, row.token)
        assert renaming.told == []
        made_due(tenant, KIND)

    run_until_given_up(tenant, KIND)

    assert renaming.attempts == 0
    assert title(tenant) == "Given up"
    assert [row.error for row in rows(tenant)] == ["WorkerLostError"]


class WorkerEndsError(BaseException):
    """As a worker's end: nothing that comes after the attempt is carried out."""


def end_the_worker(_job: Job) -> None:
    raise WorkerEndsError


def test_a_message_that_comes_twice_finds_nothing_to_do(tenant: Tenant, renaming: Renaming) -> None:
    row = leased(tenant)
    for _ in range(2):
        sent(tenant, row)

    assert renaming.attempts == 1
    assert [one.attempts for one in rows(tenant)] == [1]


def test_a_message_of_an_attempt_that_was_cut_off_finds_nothing_to_do(
    tenant: Tenant, renaming: Renaming
) -> None:
    row = leased(tenant)
    with pytest.raises(WorkerEndsError):
        perform(tenant.app, end_the_worker, tenant.id, row.id, row.token)

    sent(tenant, row)

    assert renaming.attempts == 0
    assert [one.attempts for one in rows(tenant)] == [1]


def sent(tenant: Tenant, row: Leased) -> None:
    current_app.tasks[KIND].run(str(tenant.id), str(row.id), str(row.token))


def test_a_stale_token_begins_nothing(tenant: Tenant, renaming: Renaming) -> None:
    row = leased(tenant)
    sent(tenant, Leased(row.id, row.kind, UUID(int=7)))

    assert renaming.attempts == 0
    assert [one.attempts for one in rows(tenant)] == [0]
