"""The tenant's first page, and the statement on accessibility."""

from typing import Final

from flask import Blueprint, Response, make_response

from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor, TenantRole
from stuga.platform.identity import frame
from stuga.platform.identity.persons.queries import names_of
from stuga.platform.ui import msgid, page
from stuga.platform.web import public, signed_in
from stuga.runtime.serving import statement
from stuga.runtime.serving.places import other_places, tiles_of

home_pages: Final = Blueprint("home-pages", __name__)
ANSWERABLE: Final = (TenantRole.OWNER, TenantRole.ADMIN)
MOST_NAMES: Final = 3


@home_pages.get("/")
@signed_in
def show_home(actor: Actor) -> Response:
    """Show the apps that the actor may use, and the tenant's other places."""
    locale = frame.locale_of(actor)
    apps = tiles_of(actor, locale)
    whom = () if apps else names_of(ANSWERABLE, most=MOST_NAMES)
    audit.record(actor, Act.SCREEN_READ, target=Target(kind="home", count=len(apps)))
    html = page(
        "runtime/serving/home.html",
        frame.frame(actor, locale.text("Start"), locale=locale),
        apps=apps,
        places=other_places(actor, locale),
        whom=locale.listed(whom) if whom else "",
    )
    return make_response(html)


@home_pages.get("/accessibility")
@public("everyone may know how accessible these pages are, and whom to tell where they are not")
def show_statement(actor: Actor) -> Response:
    """Show the statement on accessibility."""
    locale = frame.locale_of(actor)
    title = locale.text(msgid("Accessibility of these pages"))
    shell = frame.frame(actor, title, locale=locale)
    return make_response(
        page(
            "runtime/serving/accessibility.html",
            shell,
            title=title,
            sections=statement.sections(locale),
        )
    )
