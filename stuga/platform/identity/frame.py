"""The frame of a page for the present request: who, where, and what just happened."""

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from flask import current_app, g, request

from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz import Actor, Permission, may
from stuga.platform.identity import bell
from stuga.platform.pictures.routes import TENANTS
from stuga.platform.ui import (
    Bell,
    Link,
    Locale,
    Scheme,
    SessionMark,
    Shell,
    Toast,
    Undo,
    chosen_language,
    msgid,
)
from stuga.platform.ui.logo import Logo, logo_of
from stuga.platform.ui.theme import Theme
from stuga.platform.web import cookies, csrf
from stuga.platform.web.application import tenant

APPS_OF: Final = "stuga.apps_of"
AppsOf = Callable[[Actor], Sequence[Link]]
"""Given by `create_app`: the apps an actor may use, as links."""


def locale_of(actor: Actor) -> Locale:
    """Return the person's language, else the browser's, else the tenant's; in the tenant's zone."""
    place = tenant()
    asked = request.cookies.get("stuga-language", "")
    wanted = [actor.language, asked, *request.accept_languages.values(), place.language]
    return Locale(chosen_language(wanted), place.zone)


def tongue() -> Locale:
    """Return the language in which a program is answered: its person's, else the one it asks for.

    English where neither is known; the tenant's is for people.
    """
    actor: Actor | None = g.get("actor")
    asked = request.cookies.get("stuga-language", "")
    wanted = [actor.language if actor else "", asked, *request.accept_languages.values(), "en"]
    place = g.get("tenant")
    return Locale(chosen_language(wanted), place.zone) if place else Locale(chosen_language(wanted))


def frame(actor: Actor, title: str, **more: Any) -> Shell:  # noqa: ANN401  # as Shell takes it
    """Return the shell of a page; `more` is whatever else `Shell` knows.

    Toasts left by the answer before this one are shown, and gone after.
    """
    locale = more.pop("locale", None) or locale_of(actor)
    current = more.pop("current", request.path)
    own: JsonObject = more.pop("theme", {})
    theme = Theme.read(tenant().theme, own)
    scheme = request.cookies.get("stuga-scheme", "")
    return Shell(
        title=title,
        locale=locale,
        root=request.script_root,
        current=current,
        tenant_title=tenant().title,
        person_name=actor.name,
        person_email=actor.email,
        theme=theme.address,
        logo=_logo(own, more.pop("pictures", ""), more.get("place")),
        session=_session(actor),
        single_keys=actor.single_keys,
        csrf=csrf.token_for(cookies.form_secret()),
        now=clock.now(),
        apps=_places(actor, locale),
        bell=_bell(actor, locale),
        toasts=_taken_toasts(),
        scheme=Scheme(scheme) if scheme in set(Scheme) else Scheme.AUTO,
        **more,
    )


def _logo(own: JsonObject, pictures: str, place: Link | None) -> Logo | None:
    """Return the app's logo, else the tenant's.

    :param pictures: where the app's lie, if the page is an app's
    """
    of_app = logo_of(own, pictures, place.title) if place and pictures else None
    return of_app or logo_of(tenant().theme, TENANTS, tenant().title)


def _session(actor: Actor) -> SessionMark | None:
    if actor.session_ends is None:
        return None
    now = int(clock.now().timestamp())
    return SessionMark(cookie=cookies.ends_name(), person=str(actor.person_id), now=now)


def _places(actor: Actor, locale: Locale) -> Sequence[Link]:
    if not actor.signed_in:
        return ()
    apps_of: AppsOf = current_app.extensions[APPS_OF]
    places = list(apps_of(actor))
    if may(actor, Permission.APP_WRITE):
        places.append(Link(title=locale.text("Builder"), href="/build/", icon="build"))
    if admin_nav(actor, locale):
        places.append(_administration(locale))
    return places


def _bell(actor: Actor, locale: Locale) -> Bell | None:
    count = bell.unread(actor)
    if count is None:
        return None
    return Bell(count=bell.told(count), words=bell.words(count, locale))


def _administration(locale: Locale) -> Link:
    return Link(title=locale.text("Administration"), href="/admin/", icon="shield")


def admin_frame(actor: Actor, title: str, **more: Any) -> Shell:  # noqa: ANN401  # as above
    """Return the shell of a page of the administration, with its navigation at the side."""
    locale = locale_of(actor)
    place = _administration(locale)
    overview = Link(title=locale.text("Overview"), href="/admin/", icon="dashboard")
    more.setdefault("stylesheets", ("administration",))
    return frame(
        actor,
        title,
        locale=locale,
        place=place,
        nav=[overview, *admin_nav(actor, locale)],
        **more,
    )


def admin_nav(actor: Actor, locale: Locale) -> Sequence[Link]:
    """Return the navigation of the administration, as far as the actor may go."""
    places = (
        (Permission.RETENTION_READ, msgid("Retention"), "/admin/retention", "retention"),
        (Permission.AUDIT_READ, msgid("Audit trail"), "/admin/audit", "audit"),
        (Permission.PERSON_READ, msgid("People"), "/admin/people", "people"),
        (Permission.TOKEN_READ, msgid("Service tokens"), "/admin/tokens", "token"),
        (Permission.TENANT_WRITE, msgid("Look"), "/admin/look", "sun"),
    )
    return [
        Link(title=locale.text(title), href=href, icon=icon)
        for permission, title, href, icon in places
        if may(actor, permission)
    ]


def keep_typed(texts: Sequence[tuple[str, str]]) -> None:
    """Show these texts on the page of the error that this request comes to, so none is lost."""
    g.typed_texts = texts


def typed_texts() -> Sequence[tuple[str, str]]:
    """Return what the person had typed, as names and texts; nothing if no form was sent."""
    texts: Sequence[tuple[str, str]] = g.get("typed_texts", ())
    return texts


def leave_toast(text: str, *, undo_action: str = "", fields: dict[str, str] | None = None) -> None:
    """Leave a sentence for the next page, with an act that takes it back where there is one."""
    toast = {"text": text, "undo": undo_action, "fields": fields or {}}
    raw = json.dumps(toast, ensure_ascii=False).encode()
    cookies.leave_note(base64.urlsafe_b64encode(raw).decode())


def _taken_toasts() -> Sequence[Toast]:
    note = cookies.take_note()
    if not note:
        return ()
    try:
        toast = json.loads(base64.urlsafe_b64decode(note))
        action = str(toast["undo"])
        undo = Undo(action=action, fields=dict(toast["fields"])) if action[:1] == "/" else None
        return (Toast(text=str(toast["text"]), undo=undo),)
    except (ValueError, KeyError, TypeError):
        return ()


def remember_actor(actor: Actor) -> None:
    """Make someone who has just signed in the actor of this very request."""
    g.actor = actor
