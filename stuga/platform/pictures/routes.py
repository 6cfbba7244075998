"""Pictures of the tenant, which stand on pages that strangers see."""

from typing import Final

from flask import Blueprint, Response

from stuga.platform.authz import Actor
from stuga.platform.pictures import queries
from stuga.platform.pictures.commands import Owner
from stuga.platform.pictures.sending import sent
from stuga.platform.web import public

picture_routes: Final = Blueprint("pictures", __name__)
TENANTS: Final = "/pictures/"
"""Where the tenant's pictures lie, from its root."""


@picture_routes.get("/pictures/<name>")
@public("logos stand on the sign-in page; the address says which bytes they are")
def show_picture(_actor: Actor, name: str) -> Response:
    """Answer one of the tenant's own pictures."""
    return sent(queries.find(Owner(), name), for_all=True)
