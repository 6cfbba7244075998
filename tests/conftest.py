"""The world of the tests: real PostgreSQL and Valkey, and a cast of people in two tenants."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.engine import URL, make_url

from stuga.app import create_app
from stuga.local.testing import postgres_for_tests, seaweedfs_for_tests, valkey_for_tests
from stuga.platform.audit.reads import READS
from stuga.platform.config import OFF, Settings
from stuga.platform.db import db, migrate, roles
from stuga.platform.storage import STORAGE
from stuga.platform.storage.s3 import S3Storage
from tests.factories.cast import Tenant, new_tenant
from tests.factories.storage import MemoryStorage

SECRET = bytes(range(32))


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which this run's services live, the same for all its processes."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base  # noqa: TID251  # xdist's


@pytest.fixture(scope="session")
def superuser_url(services: Path) -> Iterator[URL]:
    with postgres_for_tests(services) as url:
        yield make_url(url).set(drivername="postgresql+psycopg")


@pytest.fixture(scope="session")
def broker_url(services: Path) -> Iterator[str]:
    with valkey_for_tests(services) as url:
        yield url


@pytest.fixture(scope="session")
def database(superuser_url: URL) -> str:
    """Return the name of a database of this process's own, made by the real migrations."""
    name = f"stuga_{secrets.token_hex(4)}"
    plain = superuser_url.set(drivername="postgresql").render_as_string(hide_password=False)
    roles.prepare_cluster(plain, database=name)
    migrate.upgrade(url_of(superuser_url, roles.OWNER, name))
    return name


def url_of(superuser_url: URL, role: str, database: str) -> str:
    """Return the URL of a database as one of its roles."""
    return superuser_url.set(username=role, database=database).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def settings(superuser_url: URL, database: str, broker_url: str) -> Settings:
    return Settings(
        database_url=url_of(superuser_url, roles.APP, database),
        reader_database_url=url_of(superuser_url, roles.READER, database),
        privacy_database_url=url_of(superuser_url, roles.PRIVACY, database),
        owner_database_url=url_of(superuser_url, roles.OWNER, database),
        broker_url=broker_url,
        secret=SECRET,
        bcrypt_rounds=4,
        api_rate=OFF,
        api_rate_tenant=OFF,
    )


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    made.extensions[STORAGE] = MemoryStorage()
    yield made
    made.extensions[READS].write()
    with made.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture(scope="session")
def seaweedfs(services: Path) -> Iterator[S3Storage]:
    """Return a real S3, started by the first test that needs it, for all processes of the run."""
    with seaweedfs_for_tests(services) as place:
        yield S3Storage(place)


@pytest.fixture
def file_storage(app: Flask, seaweedfs: S3Storage) -> Iterator[S3Storage]:
    """Let the app store files in SeaweedFS for one test."""
    before = app.extensions[STORAGE]
    app.extensions[STORAGE] = seaweedfs
    yield seaweedfs
    app.extensions[STORAGE] = before


@pytest.fixture
def memory(app: Flask) -> Iterator[MemoryStorage]:
    """Give the app an empty storage in memory for one test."""
    before = app.extensions[STORAGE]
    made = app.extensions[STORAGE] = MemoryStorage()
    yield made
    app.extensions[STORAGE] = before


@pytest.fixture
def bjorkby(app: Flask) -> Tenant:
    """Björkby, with its cast: Ada owns it, Vera builds, Nils works, Aud audits."""
    return new_tenant(app, "bjorkby", "Björkby")


@pytest.fixture
def granby(app: Flask) -> Tenant:
    """Granby, the other tenant, which Rut owns."""
    return new_tenant(app, "granby", "Granby")
