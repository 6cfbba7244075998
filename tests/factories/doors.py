"""Ways in, as a stranger's browser takes them, and what the trail and the logs keep of it."""

import re
import secrets
from collections.abc import Sequence

from flask import Flask
from sqlalchemy import create_engine, text
from werkzeug.test import TestResponse

from stuga.models import Person
from stuga.platform.audit import queries
from stuga.platform.audit.queries import Entry, Wanted
from stuga.platform.crypto import Purpose, ring
from stuga.platform.crypto.passwords import hash_password
from stuga.platform.db import db
from tests.factories.cast import Tenant

PASSWORD = "grusväg lampa torsdag"
ROUNDS = 4


def some_address() -> str:
    """Return an address of its own, so that no test throttles another."""
    return f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{secrets.randbelow(256)}"


def give_password(
    tenant: Tenant, who: str, password: str = PASSWORD, *, rounds: int = ROUNDS
) -> str:
    """Give one of the people a password; return their e-mail address."""
    with tenant.inside():
        person = db.session.get_one(Person, (tenant.id, tenant.people[who]))
        pepper = ring().key(Purpose.PEPPER)
        person.password_hash = hash_password(password, pepper=pepper, rounds=rounds)
        return person.email or ""


class Stranger:
    """A browser that has no session yet, at an address of its own."""

    def __init__(self, tenant: Tenant, address: str = "") -> None:
        self.tenant = tenant
        self.client = tenant.app.test_client()
        self.address = address or some_address()

    def get(self, path: str) -> TestResponse:
        return self.send("GET", path)

    def post(self, path: str, form: dict[str, str], *, page: str) -> TestResponse:
        """Open the page that has the form, and send it with the page's token."""
        token = csrf_in(self.get(page))
        return self.send("POST", path, data={"_csrf": token, **form})

    def sign_in(self, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
        form = {"email": email, "password": password, **more}
        return self.post("/sign-in", form, page="/sign-in")

    def send(self, method: str, path: str, **more: object) -> TestResponse:
        return self.client.open(
            f"/t/{self.tenant.slug}{path}",
            method=method,
            base_url="https://localhost",
            environ_overrides={"REMOTE_ADDR": self.address},
            **more,
        )


def csrf_in(page: TestResponse) -> str:
    """Return the token that a page's forms carry."""
    found = re.search(r'name="_csrf" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def trail_of(tenant: Tenant) -> Sequence[Entry]:
    """Return the tenant's newest entries, the newest first."""
    with tenant.inside():
        return queries.page_of_entries(Wanted(), None, 200)


def system_log_of(tenant: Tenant) -> list[tuple[str, str, str]]:
    """Return kind, outcome and reason of the tenant's attempts, as the operator reads them."""
    return [
        (row.kind, row.outcome, row.reason)
        for row in as_owner(
            tenant.app,
            "SELECT kind, outcome, reason FROM system_log.system_event WHERE tenant = :tenant "
            "ORDER BY at, id",
            tenant=tenant.id,
        )
    ]


def as_owner(app: Flask, sql: str, **values: object) -> Sequence[object]:
    """Run SQL as the tables' owner, as an operator could."""
    engine = create_engine(app.extensions["stuga.settings"].owner_database_url)
    with engine.begin() as connection:
        result = connection.execute(text(sql), values)
        rows = result.all() if result.returns_rows else []
    engine.dispose()
    return rows
