"""What a page of an app takes from the present request."""

from collections.abc import Sequence
from typing import Final

from flask import request

from stuga.platform import clock
from stuga.platform.authz import Actor, Permission, may
from stuga.platform.identity import frame
from stuga.platform.ui import Link, Shell
from stuga.platform.web import cookies, csrf
from stuga.runtime.files.opening import holder_of
from stuga.runtime.serving.picture_pages import PLACE as PICTURES
from stuga.runtime.serving.visits import Visit, visit


def visit_of(actor: Actor, app_key: str) -> Visit:
    """Return the actor at an app, in their language and at this moment."""
    return visit(
        actor,
        app_key,
        locale=frame.locale_of(actor),
        now=clock.now(),
        root=request.script_root,
        browser=None if actor.signed_in else holder_of(cookies.known_form_secret()),
    )


PLACES: Final = ("places",)
"""The styles of pages that are no screen."""


def shell_of(at: Visit, title: str, *crumbs: Link, stylesheets: Sequence[str] = ()) -> Shell:
    """Return the frame of a page of an app, with its navigation."""
    return frame.frame(
        at.actor,
        title,
        locale=at.locale,
        theme=at.definition.theme,
        pictures=f"{at.home}{PICTURES}/",
        accessibility=f"{at.home}docs/accessibility",
        place=at.place(),
        nav=[*at.nav(), *_for_programs(at)],
        crumbs=crumbs,
        stylesheets=stylesheets,
    )


def _for_programs(at: Visit) -> Sequence[Link]:
    """Lead those who build apps or give tokens out to what programs may ask here."""
    if at.is_at_home and (
        may(at.actor, Permission.APP_WRITE) or may(at.actor, Permission.TOKEN_WRITE)
    ):
        group = at.locale.text("For programs")
        return (Link(title="API", href=f"{at.home}docs/api", icon="code", group=group),)
    return ()


def token() -> str:
    """Return what this browser's forms must carry."""
    return csrf.token_for(cookies.form_secret())
