"""The tenant's first page, and the statement on accessibility."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, make_response

from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor, Permission, TenantRole, may
from stuga.platform.identity import frame
from stuga.platform.identity.persons.queries import names_of
from stuga.platform.ui import Locale, msgid, page
from stuga.platform.web import public, signed_in
from stuga.runtime.serving import statement
from stuga.runtime.serving.places import other_places, tiles_of
from stuga.runtime.serving.request import PLACES

home_pages: Final = Blueprint("home-pages", __name__)
ANSWERABLE: Final = (TenantRole.OWNER, TenantRole.ADMIN)
MOST_NAMES: Final = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """What stands where the apps would be."""

    title: str
    text: str


@home_pages.get("/")
@signed_in
def show_home(actor: Actor) -> Response:
    """Show the apps that the actor may use, and the tenant's other places."""
    locale = frame.locale_of(actor)
    apps = tiles_of(actor, locale)
    audit.record_read(actor, Act.SCREEN_READ, target=Target(kind="home", count=len(apps)))
    html = page(
        "runtime/serving/home.html",
        frame.frame(actor, locale.text("Start"), locale=locale, stylesheets=PLACES),
        apps=apps,
        places=other_places(actor, locale),
        hint=_hint(actor, locale),
    )
    return make_response(html)


def _hint(actor: Actor, locale: Locale) -> Hint:
    """Say what someone who uses no app can do about it."""
    if may(actor, Permission.APP_WRITE):
        return Hint(
            locale.text("You have no apps yet"),
            locale.text(
                "Publish an app in the builder, then give people its roles, and yourself one: "
                "building gives no right to records."
            ),
        )
    title = locale.text("There is nothing for you here yet")
    whom = names_of(ANSWERABLE, most=MOST_NAMES)
    if not whom:
        text = locale.text("Ask whoever runs these pages for a role in an app.")
        return Hint(title, text)
    return Hint(
        title, locale.text("Ask {names} for a role in an app.", names=locale.listed(whom, "or"))
    )


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
