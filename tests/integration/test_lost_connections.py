"""A database that cuts its connections is told, and found again."""

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import URL

from stuga.platform.db import db
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
