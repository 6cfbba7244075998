"""Makes the demo where it is missing."""

from dataclasses import dataclass, replace

from flask import Flask

from stuga.app import create_app
from stuga.demo import DOMAIN, MAILBOXES, SLUG, apps
from stuga.models import Person
from stuga.platform import clock
from stuga.platform.authz import TenantRole
from stuga.platform.authz.actor import system
from stuga.platform.config import Settings
from stuga.platform.db import db, unit_of_work
from stuga.platform.identity import people, sessions
from stuga.platform.identity.who import person_for_job
from stuga.platform.tenancy.entry import bound
from stuga.platform.tenants.commands import CreateTenant
from stuga.platform.tenants.service import create_tenant, tenant_by_slug


@dataclass(frozen=True, slots=True)
class Link:
    """A way in that works once."""

    title: str
    path: str


def seed(settings: Settings) -> list[Link]:
    """Make the demo where it is missing; return one sign-in link for each of its people."""
    app = create_app(replace(settings, statement_seconds=0))
    try:
        return _seeded(app)
    finally:
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()


def _seeded(app: Flask) -> list[Link]:
    to_vera, to_nils, to_ada, to_aud = (f"{one}@{DOMAIN}" for one in MAILBOXES)
    with app.app_context():
        if tenant_by_slug(SLUG) is not None:
            return []
        made = create_tenant(
            system(),
            CreateTenant(
                slug=SLUG,
                title="Björkby kommun",
                language="sv",
                zone="Europe/Stockholm",
                owner_name="Ada Lind",
                owner_email=to_ada,
            ),
        )
    now = clock.now()
    with app.app_context(), bound(made.id), unit_of_work():
        vera = people.add("Vera Ström", to_vera, {TenantRole.BUILDER})
        nils = people.add("Nils Berg", to_nils)
        aud = people.add("Aud Moe", to_aud, {TenantRole.AUDITOR})
        ada = db.session.get_one(Person, (made.id, made.owner_id))
        db.session.flush()  # what follows reads these people's rights
        apps.publish_apps(person_for_job(vera.id), now=now)
        apps.give_roles([nils, ada])
        apps.fill(nils.id, now=now)
        cast = (
            ("Vera Ström, builder", vera.id),
            ("Nils Berg, end user", nils.id),
            ("Ada Lind, owner and tenant admin", made.owner_id),
            ("Aud Moe, auditor", aud.id),
        )
        return [
            Link(title, f"/t/{SLUG}/sign-in/link/{sessions.make_link(person, now=now)}")
            for title, person in cast
        ]
