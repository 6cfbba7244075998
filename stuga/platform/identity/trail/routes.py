"""The trail for programs."""

from flask import Blueprint, Response

from stuga.models.json import JsonValue
from stuga.platform.authz import Actor
from stuga.platform.identity.trail import service
from stuga.platform.identity.trail.schemas import ReadTrail, TrailSchema, entry_as_json
from stuga.platform.web import answer, arguments, signed_in
from stuga.platform.web.application import tenant

trail_routes = Blueprint("trail-routes", __name__)


@trail_routes.get("/api/v1/audit")
@signed_in
def read_trail(actor: Actor) -> Response:
    """Answer one page of entries, the newest first."""
    asked: ReadTrail = arguments(TrailSchema(tenant().zone))
    page = service.read_trail(actor, asked.wanted, cursor=asked.cursor, limit=asked.limit)
    items: list[JsonValue] = [entry_as_json(entry) for entry in page.entries]
    return answer({"items": items, "next": page.next_cursor or None})
