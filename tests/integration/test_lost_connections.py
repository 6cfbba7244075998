"""A database that cuts its connections, or takes too long, is told, and found again."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import URL

from stuga.platform.config import Settings
from stuga.platform.db import db
from stuga.platform.db.session import LIMIT, init_db
from tests.factories.apps import publish
from tests.factories.cast import Tenant

CASES = "/api/v1/apps/cases/records/case"
MOST_CONNECTIONS = 12


def test_requests_go_on_after_every_connection_was_cut(bjorkby: Tenant, superuser_url: URL) -> None:
    publish(bjorkby)
    nils = bjorkby.browser("member")
    assert nils.get(CASES).status_code == 200
    with bjorkby.app.app_context():
        database = db.engine.url.database
    engine = create_engine(superuser_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        cut = connection.execute(
            text(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :d"
            ),
            {"d": database},
        ).scalar_one()
    assert cut >= 1
    answers = [nils.get(CASES).status_code for _ in range(MOST_CONNECTIONS)]
    assert set(answers) <= {200, 503}
    assert answers[-1] == 200
    with bjorkby.app.app_context():
        for other in db.engines.values():
            other.dispose()


def test_what_takes_too_long_is_given_up_and_says_so(
    bjorkby: Tenant, superuser_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(bjorkby)
    nils = bjorkby.browser("member")
    assert nils.get(CASES).status_code == 200
    with bjorkby.app.app_context():
        url = superuser_url.set(database=db.engine.url.database)
    monkeypatch.setitem(bjorkby.app.config, LIMIT, "; SET LOCAL statement_timeout = '200ms'")
    with create_engine(url, poolclass=NullPool).begin() as held:
        held.execute(text("LOCK TABLE record IN ACCESS EXCLUSIVE MODE"))
        answer = nils.get(CASES)
        page = nils.get("/apps/cases/inbox", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.get_json()["code"]) == (504, "too-slow")
    assert page.status_code == 504
    assert "This takes too long" in page.text
    assert nils.get(CASES).status_code == 200


@pytest.mark.parametrize(
    ("seconds", "limit"), [(30, "; SET LOCAL statement_timeout = '30s'"), (0, "")]
)
def test_a_page_is_given_a_limit_and_a_job_is_not(
    settings: Settings, seconds: int, limit: str
) -> None:
    app = Flask("limited")
    init_db(app, replace(settings, statement_seconds=seconds))
    assert app.config[LIMIT] == limit
