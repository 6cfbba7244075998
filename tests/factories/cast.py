"""Tenants with their people. Each test has its own, so nothing needs cleaning."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from urllib3.filepost import encode_multipart_formdata
from werkzeug.datastructures import MultiDict

from stuga.models import Person
from stuga.platform import clock
from stuga.platform.authz import Actor, TenantRole
from stuga.platform.authz.actor import system
from stuga.platform.db import db, unit_of_work
from stuga.platform.identity import people, sessions
from stuga.platform.identity.who import person_for_job
from stuga.platform.tenancy.entry import bound
from stuga.platform.tenants.commands import CreateTenant
from stuga.platform.tenants.service import create_tenant
from stuga.platform.web import csrf


@dataclass(frozen=True)
class Tenant:
    """A tenant of a test. `people` has `owner`, `builder`, `member`, `auditor`, `admin`."""

    app: Flask
    id: UUID
    slug: str
    people: dict[str, UUID]

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Be inside the tenant, in a transaction that is committed at the end."""
        with self.app.app_context(), bound(self.id), unit_of_work():
            yield

    def actor(self, who: str) -> Actor:
        """Return one of the people as an actor, with the rights of now."""
        with self.app.app_context(), bound(self.id):
            return person_for_job(self.people[who])

    def give(self, who: str, app_key: str, role: str) -> None:
        """Give one of the people an app role."""
        with self.inside():
            person = db.session.get_one(Person, (self.id, self.people[who]))
            people.grant_app_role(person, app_key, role)

    def browser(self, who: str = "") -> "Browser":
        """Return a browser, signed in as one of the people, or a stranger's."""
        return Browser(self, who)


class Browser:
    """A test client of one tenant: paths begin at its root, forms carry their token."""

    def __init__(self, tenant: Tenant, who: str) -> None:
        self.tenant = tenant
        self.client: FlaskClient = tenant.app.test_client()
        self.secret = ""
        if who:
            with tenant.inside():
                now = clock.now()
                life = tenant.app.extensions["stuga.settings"].session_life
                self.secret = sessions.start(tenant.people[who], now=now, life=life)
            self.client.set_cookie(f"__Host-stuga-{tenant.slug}", self.secret, secure=True)

    @property
    def csrf(self) -> str:
        with bound(self.tenant.id):
            return csrf.token_for(self.secret)

    def get(self, path: str, **more: object):  # noqa: ANN201  # a test response
        return self._open("GET", path, **more)

    def post(self, path: str, **more: object):  # noqa: ANN201  # a test response
        return self._open("POST", path, **more)

    def put(self, path: str, **more: object):  # noqa: ANN201  # a test response
        return self._open("PUT", path, **more)

    def patch(self, path: str, **more: object):  # noqa: ANN201  # a test response
        return self._open("PATCH", path, **more)

    def delete(self, path: str, **more: object):  # noqa: ANN201  # a test response
        return self._open("DELETE", path, **more)

    def _open(self, method: str, path: str, **more: object):  # noqa: ANN202  # a test response
        headers = {"X-CSRF-Token": self.csrf, **more.pop("headers", {})}
        if more.get("content_type") == "multipart/form-data" or _has_files(more.get("data")):
            more |= sent_as_form(more["data"])
        return self.client.open(
            f"/t/{self.tenant.slug}{path}",
            method=method,
            base_url="https://localhost",
            headers=headers,
            **more,
        )


def _has_files(data: object) -> bool:
    return isinstance(data, Mapping) and any(isinstance(one, tuple) for one in data.values())


def sent_as_form(data: Mapping[str, object]) -> dict[str, object]:
    """Write a form with files as browsers do; files are given as content and name."""
    pairs = data.items(multi=True) if isinstance(data, MultiDict) else data.items()
    parts: list[tuple[str, object]] = []
    for name, value in pairs:
        for one in value if isinstance(value, list) else [value]:
            is_file = isinstance(one, tuple)
            parts.append((name, (one[1], one[0].read()) if is_file else str(one)))
    body, kind = encode_multipart_formdata(parts)
    return {"data": body, "content_type": kind}


def new_tenant(app: Flask, name: str, title: str) -> Tenant:
    """Make a tenant of its own for a test, with one person for each tenant role."""
    slug = f"{name}-{secrets.token_hex(4)}"
    command = CreateTenant(
        slug=slug,
        title=title,
        language="en",
        zone="Europe/Stockholm",
        owner_name="Ada Lind" if name == "bjorkby" else "Rut Gran",
        owner_email=f"owner@{slug}.example",
    )
    with app.app_context():
        made = create_tenant(system(), command)
    cast = {"owner": made.owner_id}
    with app.app_context(), bound(made.id), unit_of_work():
        for who, person_name, role in (
            ("builder", "Vera Ström", TenantRole.BUILDER),
            ("member", "Nils Berg", TenantRole.MEMBER),
            ("admin", "Adam Ek", TenantRole.ADMIN),
            ("auditor", "Aud Moe", TenantRole.AUDITOR),
        ):
            cast[who] = people.add(person_name, f"{who}@{slug}.example", {role}).id
    return Tenant(app, made.id, slug, cast)
