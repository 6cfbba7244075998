"""`stuga doctor`: a line for each check, and what to do where one fails."""

import pytest
from click.testing import CliRunner, Result

from stuga.cli.doctor import doctor
from stuga.models import Outbox
from stuga.platform import clock
from stuga.platform.config import Settings
from stuga.platform.db import db
from stuga.platform.storage.s3 import S3Storage
from tests.factories.cast import Tenant


@pytest.fixture
def environment(settings: Settings, seaweedfs: S3Storage) -> dict[str, str]:
    place = seaweedfs._place  # noqa: SLF001  # no part of the product needs it
    return {
        "STUGA_DATABASE_URL": settings.database_url,
        "STUGA_READER_DATABASE_URL": settings.reader_database_url,
        "STUGA_PRIVACY_DATABASE_URL": settings.privacy_database_url,
        "STUGA_BROKER_URL": settings.broker_url,
        "STUGA_SECRET": settings.secret.hex(),
        "STUGA_S3_ENDPOINT": place.endpoint,
        "STUGA_S3_ACCESS_KEY": place.access_key,
        "STUGA_S3_SECRET_KEY": place.secret_key,
        "STUGA_S3_FILES_BUCKET": place.files,
        "STUGA_S3_QUARANTINE_BUCKET": place.quarantine,
    }


def looked_at(environment: dict[str, str]) -> Result:
    return CliRunner().invoke(doctor, env=environment)


def lines(result: Result, state: str) -> dict[str, str]:
    told = [line.split(maxsplit=1) for line in result.output.splitlines()]
    found = [line.split(": ", 1) for first, line in told if first == state]
    return dict(found)


def test_a_sound_installation_is_told_to_be(environment: dict[str, str]) -> None:
    result = looked_at(environment)

    assert lines(result, "ok").keys() >= {
        "settings", "database", "role", "row security", "schema", "broker", "storage", "clock",
    }  # fmt: skip
    assert environment["STUGA_SECRET"] not in result.output


def test_a_role_that_may_look_past_row_security_is_named(
    environment: dict[str, str], settings: Settings
) -> None:
    result = looked_at({**environment, "STUGA_DATABASE_URL": settings.owner_database_url})

    assert result.exit_code == 1
    assert "must own nothing" in lines(result, "FAIL")["role"]


def test_what_does_not_answer_fails_alone(environment: dict[str, str]) -> None:
    away = {"STUGA_BROKER_URL": "redis://127.0.0.1:1/0", "STUGA_S3_ENDPOINT": "http://127.0.0.1:1"}

    result = looked_at({**environment, **away})

    assert result.exit_code == 1
    assert lines(result, "FAIL").keys() >= {"broker", "storage"}
    assert lines(result, "ok").keys() >= {"database", "role", "row security", "schema", "clock"}


def test_jobs_that_were_given_up_are_counted_by_kind(
    environment: dict[str, str], bjorkby: Tenant, granby: Tenant
) -> None:
    for tenant in (bjorkby, granby):
        with tenant.inside():
            db.session.add(Outbox(kind="test.doctor", payload={}, dead_at=clock.now()))
    waiting = Outbox(kind="test.waits", payload={})
    with bjorkby.inside():
        db.session.add(waiting)

    result = looked_at(environment)

    assert result.exit_code == 1
    assert "test.doctor (2)" in lines(result, "FAIL")["jobs"]
    assert "test.waits" not in result.output
