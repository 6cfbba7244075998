"""Where one can go: the apps an actor may use, and the tenant's places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, String, any_, bindparam, select

from stuga.models import App
from stuga.models.definition import document
from stuga.platform.authz import Actor, Permission, may
from stuga.platform.db.prepared import TENANT, Prepared
from stuga.platform.identity import frame
from stuga.platform.identity.framing import framed
from stuga.platform.ui import Link, Locale
from stuga.platform.ui.icons import names
from stuga.runtime.serving.visits import ICONS, in_words, is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """An app on the home page."""

    title: str
    text: str
    href: str
    icon: str


def apps_of(actor: Actor) -> Sequence[Link]:
    """Return the apps in which the actor holds a role, by title: one query."""
    tiles = tiles_of(actor, frame.locale_of(actor))
    return [Link(title=one.title, href=one.href, icon=one.icon) for one in tiles]


def tiles_of(actor: Actor, locale: Locale) -> Sequence[Tile]:
    """Return the same as tiles, with what each app is for."""
    found = []
    for key, app in _used_by(actor, locale):
        icon = app.icon if app.icon in names() else "app"
        found.append(Tile(title=app.title, text=app.description, href=f"/apps/{key}/", icon=icon))
    return sorted(found, key=lambda tile: tile.title.casefold())


def screens_of(actor: Actor, locale: Locale) -> Iterator[Link]:
    """Yield the apps that the actor may use, and what their navigation leads to, as far as open."""
    apps, screens = locale.text("Apps"), locale.text("Screens")
    used = sorted(_used_by(actor, locale), key=lambda one: one[1].title.casefold())
    for key, app in used:
        icon = app.icon if app.icon in names() else "app"
        yield Link(title=app.title, href=f"/apps/{key}/", icon=icon, group=apps)
    for key, app in used:
        held = {
            one
            for role in actor.roles_in(key) & app.roles.keys()
            for one in app.roles[role].screens
        }
        for name in dict.fromkeys(app.navigation):
            screen = app.screens.get(name)
            if screen is not None and screen.type != "detail" and is_open(screen, held):
                yield Link(
                    title=screen.title,
                    href=f"/apps/{key}/{name}",
                    icon=ICONS[screen.type],
                    hint=app.title,
                    group=screens,
                )


def keys_of(actor: Actor, locale: Locale) -> Sequence[str]:
    """Return the keys of the apps that the actor may use, in the order of their titles."""
    used = sorted(_used_by(actor, locale), key=lambda one: one[1].title.casefold())
    return [key for key, _ in used]


def _used_by(actor: Actor, locale: Locale) -> Sequence[tuple[str, document.App]]:
    """Return the keys and live versions of apps in which the actor holds a role: one query."""
    if not actor.app_roles:
        return ()
    known = framed(actor)
    rows = _LIVE.rows(keys=list(actor.app_roles)) if known is None else known.apps
    found = (
        (key, in_words(UUID(str(app_id)), number, locale.language)) for app_id, key, number in rows
    )
    return [(key, app) for key, app in found if actor.roles_in(key) & app.roles.keys()]


# Made once: every page asks it.
_LIVE: Final = Prepared(
    lambda: select(App.id, App.key, App.live_number).where(
        App.tenant_id == TENANT,
        App.key == any_(bindparam("keys", type_=ARRAY(String))),
        App.live_number.is_not(None),
        App.deleted_at.is_(None),
    )
)


def other_places(actor: Actor, locale: Locale) -> Sequence[Tile]:
    """Return where apps are made and where the tenant is run, for those who may."""
    found = []
    if may(actor, Permission.APP_WRITE):
        found.append(
            Tile(
                title=locale.text("Builder"),
                text=locale.text("Make apps, change them and publish new versions."),
                href="/build/",
                icon="build",
            )
        )
    if frame.admin_nav(actor, locale):
        found.append(
            Tile(
                title=locale.text("Administration"),
                text=locale.text("People and roles, retention, and the audit trail."),
                href="/admin/",
                icon="shield",
            )
        )
    return found
