"""The administration's first page."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint

from stuga.platform.authz import Actor, Permission, may
from stuga.platform.identity import frame
from stuga.platform.identity.administration import service
from stuga.platform.ui import Locale, msgid, page
from stuga.platform.web import signed_in
from stuga.platform.web.application import tenant

administration_pages = Blueprint("administration", __name__)


@dataclass(frozen=True, slots=True)
class _Tile:
    """One place of the administration, and what one does there."""

    permission: Permission
    title: str
    text: str
    href: str
    icon: str
    count: str = ""


_TILES: Final = (
    _Tile(
        Permission.PERSON_READ,
        msgid("People"),
        msgid("Who is here, which roles they hold, and how they get in."),
        "/admin/people",
        "people",
        "people",
    ),
    _Tile(
        Permission.RETENTION_READ,
        msgid("Retention"),
        msgid("How long records live, and what is forgotten when."),
        "/admin/retention",
        "retention",
        "rules",
    ),
    _Tile(
        Permission.AUDIT_READ,
        msgid("Audit trail"),
        msgid("Who has read, changed or been refused what."),
        "/admin/audit",
        "audit",
    ),
    _Tile(
        Permission.TOKEN_READ,
        msgid("Service tokens"),
        msgid("How other systems get in, and how far."),
        "/admin/tokens",
        "token",
        "tokens",
    ),
    _Tile(
        Permission.TENANT_WRITE,
        msgid("Look"),
        msgid("Colour, corners and density of every page."),
        "/admin/look",
        "sun",
    ),
)


@administration_pages.get("/admin/")
@signed_in
def show_overview(actor: Actor) -> str:
    """Show what the actor may look after."""
    counts = service.overview(actor)
    shell = frame.admin_frame(actor, frame.locale_of(actor).text(msgid("Administration")))
    tiles = [tile for tile in _TILES if may(actor, tile.permission)]
    return page(
        "platform/identity/administration/overview.html",
        shell,
        tiles=[
            (tile, _counted(tile.count, counts.get(tile.count), shell.locale)) for tile in tiles
        ],
        tenant=tenant(),
    )


def _counted(name: str, count: int | None, locale: Locale) -> str:
    if count is None:
        return ""
    if name == "people":
        return locale.plural("{n} person", "{n} people", count)
    if name == "rules":
        return locale.plural("{n} rule in force", "{n} rules in force", count)
    return locale.plural("{n} token", "{n} tokens", count)
