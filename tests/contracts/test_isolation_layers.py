"""What keeps tenants apart has four layers; without any of them a check turns red."""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg
import pytest
from flask import Flask
from sqlalchemy import create_engine, event, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from stuga.models import Base, Person
from stuga.platform.config import Settings
from stuga.platform.db import db, migrate, roles
from stuga.platform.db.session import bind_tenant, init_db, name_tenant
from tests.contracts.test_tables import SHARED
from tests.factories.cast import Tenant, new_tenant
from tests.factories.jobs import run_outbox
from tests.factories.walk import World, places_of
from tests.factories.walk_all import CALLS

TABLES = {table.name for table in Base.metadata.tables.values() if table.name not in SHARED}
NAME = r'"?(\w+)"?(?: AS "?(\w+)"?)?'
LIST = re.compile(rf"\b(INSERT INTO|FROM|JOIN|UPDATE)\s+((?:{NAME}(?:, )?)+)")


@pytest.fixture(scope="module")
def throwaway(superuser_url: URL, settings: Settings) -> Iterator[Flask]:
    """Make an app on a database of its own, whose layers may be taken away."""
    name = f"stuga_{secrets.token_hex(4)}"
    plain = superuser_url.set(drivername="postgresql").render_as_string(hide_password=False)
    roles.prepare_cluster(plain, database=name)
    owner = make_url(settings.owner_database_url).set(database=name)
    migrate.upgrade(owner.render_as_string(hide_password=False))
    app = Flask("throwaway")
    init_db(app, on(settings, name))
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


def on(settings: Settings, database: str) -> Settings:
    """Return settings with every URL leading to another database."""
    names = ("database_url", "reader_database_url", "privacy_database_url", "owner_database_url")
    urls = {name: make_url(getattr(settings, name)).set(database=database) for name in names}
    return replace(
        settings,
        **{name: url.render_as_string(hide_password=False) for name, url in urls.items()},
    )


@pytest.fixture
def ada(throwaway: Flask) -> Tenant:
    return new_tenant(throwaway, "bjorkby", "Björkby")


@pytest.fixture
def rut(throwaway: Flask) -> Tenant:
    return new_tenant(throwaway, "granby", "Granby")


def check_that_a_careless_statement_sees_nothing(ada: Tenant, rut: Tenant) -> None:
    with ada.inside():
        found = db.session.scalars(
            text("SELECT name FROM person WHERE tenant_id = :other"), {"other": rut.id}
        )
        assert "Rut Gran" not in set(found)


def check_that_a_tenant_sees_itself(ada: Tenant, _rut: Tenant) -> None:
    with ada.inside():
        assert "Ada Lind" in set(db.session.scalars(select(Person.name)))


def check_that_statements_name_the_tenant(ada: Tenant, _rut: Tenant) -> None:
    with ada.inside(), statements() as seen:
        db.session.scalars(select(Person.name)).all()
    assert nameless(seen) == []


def check_that_a_new_row_is_the_tenants(ada: Tenant, _rut: Tenant) -> None:
    try:
        with ada.inside():
            person = Person(name="Åsa Öberg")
            db.session.add(person)
            db.session.flush()
            assert person.tenant_id == ada.id
    except DBAPIError as refused:
        raise AssertionError("a new row has no tenant") from refused


CHECKS = (
    check_that_a_careless_statement_sees_nothing,
    check_that_a_tenant_sees_itself,
    check_that_statements_name_the_tenant,
    check_that_a_new_row_is_the_tenants,
)


@contextmanager
def without_policy(app: Flask, superuser_url: URL) -> Iterator[None]:
    with app.app_context():
        url = superuser_url.set(database=db.engine.url.database)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ALTER TABLE person DISABLE ROW LEVEL SECURITY"))
        try:
            yield
        finally:
            connection.execute(text("ALTER TABLE person ENABLE ROW LEVEL SECURITY"))
    engine.dispose()


@contextmanager
def without_begin_hook(_app: Flask, _url: URL) -> Iterator[None]:
    event.remove(db.session, "after_begin", bind_tenant)
    try:
        yield
    finally:
        event.listen(db.session, "after_begin", bind_tenant)


@contextmanager
def without_statement_hook(_app: Flask, _url: URL) -> Iterator[None]:
    event.remove(db.session, "do_orm_execute", name_tenant)
    try:
        yield
    finally:
        event.listen(db.session, "do_orm_execute", name_tenant)


@contextmanager
def without_default(_app: Flask, _url: URL) -> Iterator[None]:
    column = Person.__table__.c.tenant_id
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(column.default, "arg", lambda _context: None)
        # SQLAlchemy remembers a column's default from its first insert, which the cast was
        patch.delitem(vars(column), "_default_description_tuple")
        yield


REMOVED = (
    (without_policy, check_that_a_careless_statement_sees_nothing),
    (without_begin_hook, check_that_a_tenant_sees_itself),
    (without_statement_hook, check_that_statements_name_the_tenant),
    (without_default, check_that_a_new_row_is_the_tenants),
)
Check = Callable[[Tenant, Tenant], None]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_with_every_layer_in_place_all_checks_are_green(
    ada: Tenant, rut: Tenant, check: Check
) -> None:
    check(ada, rut)


@pytest.mark.parametrize(("removed", "check"), REMOVED, ids=lambda one: one.__name__)
def test_without_a_layer_its_check_is_red(
    ada: Tenant, rut: Tenant, superuser_url: URL, removed: Callable[..., object], check: Check
) -> None:
    with removed(ada.app, superuser_url), pytest.raises(AssertionError):
        check(ada, rut)
    check(ada, rut)


def test_every_statement_on_a_tenants_table_names_the_tenant(bjorkby: Tenant) -> None:
    world = World(bjorkby)
    with statements() as seen:
        for call in CALLS:
            call.send(world.browser(call.who), places_of(call, world))
        run_outbox(bjorkby)
    wrong = nameless(seen)
    assert not wrong, "\n\n".join(wrong)
    assert sum(bool(tables_in(one)) for one in seen) > len(CALLS)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect what psycopg sends meanwhile, whoever asks it to."""
    seen: list[str] = []

    def noting(send: Callable[..., object]) -> Callable[..., object]:
        def noted(cursor: object, query: object, *more: object, **named: object) -> object:
            seen.append(str(query))
            return send(cursor, query, *more, **named)

        return noted

    with pytest.MonkeyPatch.context() as patch:
        for name in ("execute", "executemany"):
            patch.setattr(psycopg.Cursor, name, noting(getattr(psycopg.Cursor, name)))
        yield seen


def nameless(seen: list[str]) -> list[str]:
    """Return the statements that reach a tenant's table without naming the tenant there."""
    return [
        one for one in dict.fromkeys(seen) if not all(is_named(one, at) for at in tables_in(one))
    ]


def tables_in(statement: str) -> list[tuple[str, str]]:
    """Return the tenants' tables of a statement: how each is reached, and what it is called."""
    return [
        (found[1], name[2] or name[1])
        for found in LIST.finditer(statement)
        for name in re.finditer(NAME, found[2])
        if name[1] in TABLES
    ]


def is_named(statement: str, mention: tuple[str, str]) -> bool:
    how, name = mention
    if how == "INSERT INTO":
        columns = re.search(rf"INSERT INTO {name}[^(]*\(([^)]*)\)", statement)
        return columns is not None and "tenant_id" in columns[1]
    return f"{name}.tenant_id" in statement
