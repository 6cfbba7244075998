"""Cases that people comment on."""

import copy
from uuid import UUID

from stuga.models.json import JsonObject
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.records import Desk


def talked_app(*, comments: bool = True) -> JsonObject:
    """Return the small app with a page of a case and comments on it."""
    made = copy.deepcopy(SMALL_CASES)
    made["models"]["case"]["x-model"]["comments"] = comments
    made["screens"]["case"] = {
        "type": "detail",
        "model": "case",
        "title": "Case",
        "elements": [{"type": "field", "field": "kind"}],
    }
    for role in ("handler", "reader"):
        made["roles"][role]["screens"] += ["case"]
    made["roles"]["clerk"]["screens"] = ["case"]
    return made


def talked_case(tenant: Tenant, **data: str) -> UUID:
    """Publish the app with a handler, a reader, a clerk of permits, and one case."""
    roles = {"owner": "handler", "member": "handler", "auditor": "reader", "admin": "clerk"}
    publish(tenant, talked_app(), roles=roles)
    return Desk(tenant).case(**data).id


def page_of(record: UUID) -> str:
    return f"/apps/cases/case/{record}"


def api_of(record: UUID) -> str:
    return f"/api/v1/apps/cases/records/case/{record}/comments"
