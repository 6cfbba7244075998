"""Published apps, as far as their roles go."""

from stuga.models import App, Version
from stuga.platform.db import db
from tests.factories.cast import Tenant

CASES = {
    "title": "Case handling",
    "roles": {"handler": {"title": "Handler"}, "reader": {"title": "Reader"}},
    "texts": {"sv": {"app.title": "Ärenden", "role.handler.title": "Handläggare"}},
}


def publish_roles(tenant: Tenant, key: str = "cases") -> None:
    """Publish an app with the roles handler and reader."""
    with tenant.inside():
        app = App(key=key, title=CASES["title"], draft=CASES, live_number=1)
        db.session.add(app)
        db.session.flush()
        db.session.add(Version(app_id=app.id, number=1, document=CASES, digest="0"))
