"""Builds apps through the API, as a builder's browser would, and reads the trail they leave."""

import copy
import json
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from stuga.models import App, AuditEntry, Model, Record
from stuga.models.json import JsonObject
from stuga.platform.db import db, reading_trail
from stuga.platform.tenancy.entry import bound
from tests.factories.apps import SMALL_CASES
from tests.factories.cast import Browser, Tenant

APPS = "/api/v1/apps"
CASES = f"{APPS}/cases"


def tag(revision: int) -> dict[str, str]:
    """Return the header that says which revision one starts from."""
    return {"If-Match": f'"{revision}"'}


def written(content: JsonObject) -> dict[str, str]:
    """Return a body with its members in their order; the client's own `json=` sorts them."""
    return {"data": json.dumps(content), "content_type": "application/json"}


def definition(key: str = "cases") -> JsonObject:
    """Return a definition that can be published, for a test to change."""
    made = copy.deepcopy(SMALL_CASES)
    made["key"] = key
    return made


def begun(tenant: Tenant, document: JsonObject | None = None, who: str = "builder") -> Browser:
    """Begin an app from a definition; return the browser it was done with."""
    browser = tenant.browser(who)
    response = browser.post(APPS, **written({"document": document or definition()}))
    assert response.status_code == 201, response.get_json()
    return browser


def publish(browser: Browser, *confirm: str, revision: int = 1, key: str = "cases"):  # noqa: ANN201  # a test response
    """Ask for the draft to be published."""
    body = {"note": "As agreed", "confirm": list(confirm)}
    return browser.post(f"{APPS}/{key}/versions", json=body, headers=tag(revision))


def saved(browser: Browser, document: JsonObject, *, revision: int) -> int:
    """Save a draft; return its new revision."""
    response = browser.put(
        f"{APPS}/{document['key']}/draft", headers=tag(revision), **written(document)
    )
    assert response.status_code == 200, response.get_json()
    return int(response.get_json()["revision"])


def stored(tenant: Tenant, model: str, *several: JsonObject, app: str = "cases") -> Sequence[UUID]:
    """Put records straight into their table; return their ids."""
    with tenant.inside():
        app_id = select(App.id).where(App.key == app, App.deleted_at.is_(None))
        found = select(Model.id).where(Model.key == model, Model.app_id.in_(app_id))
        model_id = db.session.scalar(found)
        rows = [Record(model_id=model_id, app_version=1, data=data) for data in several]
        db.session.add_all(rows)
        db.session.flush()  # the ids are PostgreSQL's
        return [row.id for row in rows]


def trail(tenant: Tenant) -> list[str]:
    """Return the acts of the tenant's trail, the first first."""
    with tenant.app.app_context(), bound(tenant.id), reading_trail() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
