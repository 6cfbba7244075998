"""Who a program acts as, and who a page does."""

from flask import Blueprint, Response

from stuga.models.json import JsonObject, JsonValue
from stuga.platform.authz import Actor
from stuga.platform.identity.profile import service
from stuga.platform.web import answer, cookies, csrf, signed_in
from stuga.platform.web.application import tenant

profile_routes = Blueprint("profile-routes", __name__)


@profile_routes.get("/api/v1/me")
@signed_in
def read_me(actor: Actor) -> Response:
    """Answer who is acting, with which roles, in which tenant."""
    service.read_me(actor)
    return answer(_described(actor))


@profile_routes.get("/session")
@signed_in
def read_session(actor: Actor) -> Response:
    """Answer who is signed in, and what their forms carry; asking keeps the session alive."""
    token = csrf.token_for(cookies.form_secret())
    return answer({"person": str(actor.person_id), "csrf": token})


def _described(actor: Actor) -> JsonObject:
    place = tenant()
    app_roles: JsonObject = {app: [*sorted(held)] for app, held in actor.app_roles.items()}
    tenant_roles: list[JsonValue] = [*sorted(role.value for role in actor.tenant_roles)]
    scopes: list[JsonValue] = [*sorted(actor.scopes)]
    return {
        "kind": actor.kind.value,
        "id": str(actor.id),
        "name": actor.name,
        "email": actor.email or None,
        "language": actor.language or None,
        "tenant_roles": tenant_roles,
        "app_roles": app_roles,
        "scopes": scopes,
        "tenant": {"slug": place.slug, "title": place.title, "zone": place.zone},
    }
