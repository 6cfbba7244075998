"""The pages about people."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, make_response, request

from stuga.platform import clock
from stuga.platform.authz import Actor, Permission, may
from stuga.platform.errors import InvalidError
from stuga.platform.identity import frame, role_forms, roles
from stuga.platform.identity.persons import service
from stuga.platform.identity.persons.commands import (
    AddPerson,
    FindPeople,
    SetAppRoles,
    SetState,
    SetTenantRoles,
)
from stuga.platform.identity.persons.queries import Held
from stuga.platform.identity.persons.service import Invited
from stuga.platform.identity.words import sentences
from stuga.platform.ui import Link, Locale, msgid, page
from stuga.platform.web import see_other, signed_in

person_pages = Blueprint("persons", __name__)
_FOLDER: Final = "platform/identity/persons"
_STATES: Final = ("active", "invited", "disabled")
STATE_WORDS: Final = {
    "active": (msgid("Active"), "good"),
    "invited": (msgid("Invited"), "accent"),
    "disabled": (msgid("Shut out"), "neutral"),
}


@person_pages.get("/admin/people")
@signed_in
def show_people(actor: Actor) -> str:
    """Show people by name, with what they may do."""
    state = request.args.get("state", "")
    command = FindPeople(
        words=request.args.get("q", "")[:200],
        state=state if state in _STATES else "",
        cursor=request.args.get("cursor", ""),
    )
    found = service.find_people(actor, command)
    locale = frame.locale_of(actor)
    shell = frame.admin_frame(actor, locale.text("People"))
    return page(
        f"{_FOLDER}/people.html",
        shell,
        found=found,
        command=command,
        next_page=_next(command, found.next_cursor),
        states=[(key, locale.text(STATE_WORDS[key][0])) for key in _STATES],
        state_words=STATE_WORDS,
        titles=roles.TITLES,
        apps={app.key: app for app in roles.published(locale.language)},
        may_write=may(actor, Permission.PERSON_WRITE),
        now=clock.now(),
    )


def _next(command: FindPeople, cursor: str) -> str:
    given = {"q": command.words, "state": command.state, "cursor": cursor}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"/admin/people?{query}" if cursor else ""


@person_pages.get("/admin/people/new")
@signed_in
def show_new(actor: Actor) -> Response:
    """Show the form for a new person."""
    service.read_form(actor)
    return _new_form(actor)


@person_pages.post("/admin/people/new")
@signed_in
def add(actor: Actor) -> Response:
    """Add a person, and show their link: once, here, and nowhere else."""
    command = AddPerson(
        name=request.form.get("name", ""),
        email=request.form.get("email", ""),
        tenant_roles=role_forms.tenant_roles_in(request.form),
        app_roles=role_forms.app_roles_in(request.form),
        now=clock.now(),
    )
    try:
        invited = service.add_person(actor, command)
    except InvalidError as error:
        return _new_form(actor, error)
    return _link_page(actor, invited, HTTPStatus.CREATED)


@person_pages.get("/admin/people/<uuid:person_id>")
@signed_in
def show_person(actor: Actor, person_id: UUID) -> str:
    """Show one person: what they may do, and how they get in."""
    held = service.read_person(actor, person_id)
    locale = frame.locale_of(actor)
    shell = frame.admin_frame(actor, held.person.name, crumbs=_crumbs(locale, held.person.name))
    grantable = roles.grantable(actor)
    mine = person_id == actor.person_id
    above = bool(held.tenant_roles & frozenset(roles.GIVEN) - grantable)
    return page(
        f"{_FOLDER}/person.html",
        shell,
        held=held,
        person=held.person,
        mine=mine,
        above=above,
        ticked=_ticked(held),
        state_words=STATE_WORDS,
        given=roles.GIVEN,
        grantable=grantable,
        titles=roles.TITLES,
        hints=roles.HINTS,
        apps=roles.published(locale.language),
        may_write=may(actor, Permission.PERSON_WRITE),
    )


@person_pages.post("/admin/people/<uuid:person_id>/link")
@signed_in
def make_link(actor: Actor, person_id: UUID) -> Response:
    """Make a new sign-in link and show it once."""
    return _link_page(actor, service.make_link(actor, person_id, now=clock.now()))


@person_pages.post("/admin/people/<uuid:person_id>/roles")
@signed_in
def set_roles(actor: Actor, person_id: UUID) -> Response:
    """Give and take tenant roles."""
    held = role_forms.tenant_roles_in(request.form)
    service.set_tenant_roles(actor, SetTenantRoles(person_id=person_id, roles=held))
    return _saved(actor, person_id)


@person_pages.post("/admin/people/<uuid:person_id>/app-roles")
@signed_in
def set_app_roles(actor: Actor, person_id: UUID) -> Response:
    """Give and take roles of apps."""
    held = role_forms.app_roles_in(request.form)
    service.set_app_roles(actor, SetAppRoles(person_id=person_id, roles=held))
    return _saved(actor, person_id)


@person_pages.post("/admin/people/<uuid:person_id>/disable")
@signed_in
def disable(actor: Actor, person_id: UUID) -> Response:
    """Keep a person out."""
    service.set_state(actor, SetState(person_id=person_id, enabled=False, now=clock.now()))
    words = frame.locale_of(actor).text("Shut out, and signed out everywhere.")
    frame.leave_toast(words, undo_action=f"/admin/people/{person_id}/enable")
    return see_other(f"/admin/people/{person_id}")


@person_pages.post("/admin/people/<uuid:person_id>/enable")
@signed_in
def enable(actor: Actor, person_id: UUID) -> Response:
    """Let a person in again."""
    service.set_state(actor, SetState(person_id=person_id, enabled=True, now=clock.now()))
    frame.leave_toast(frame.locale_of(actor).text("Let in again."))
    return see_other(f"/admin/people/{person_id}")


@person_pages.post("/admin/people/<uuid:person_id>/sessions/end")
@signed_in
def end_sessions(actor: Actor, person_id: UUID) -> Response:
    """Sign a person out everywhere."""
    ended = service.end_sessions(actor, person_id, now=clock.now())
    locale = frame.locale_of(actor)
    frame.leave_toast(locale.plural("{n} session was ended.", "{n} sessions were ended.", ended))
    return see_other(f"/admin/people/{person_id}")


def _ticked(held: Held) -> Sequence[str]:
    """Return the values of the boxes that are ticked."""
    of_apps = [f"{key}:{role}" for key, each in held.app_roles.items() for role in each]
    return [*(role.value for role in held.tenant_roles), *of_apps]


def _saved(actor: Actor, person_id: UUID) -> Response:
    frame.leave_toast(frame.locale_of(actor).text("Roles saved. They count from now on."))
    return see_other(f"/admin/people/{person_id}")


def _new_form(actor: Actor, refused: InvalidError | None = None) -> Response:
    locale = frame.locale_of(actor)
    title = locale.text("Add a person")
    html = page(
        f"{_FOLDER}/new.html",
        frame.admin_frame(actor, title, crumbs=_crumbs(locale, title)),
        given=roles.GIVEN,
        grantable=roles.grantable(actor),
        titles=roles.TITLES,
        hints=roles.HINTS,
        apps=roles.published(locale.language),
        typed=request.form,
        ticked=[*request.form.getlist("role"), *request.form.getlist("app_role")],
        errors=sentences(refused, locale) if refused else {},
    )
    return make_response(html, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK)


def _link_page(actor: Actor, invited: Invited, status: int = HTTPStatus.OK) -> Response:
    locale = frame.locale_of(actor)
    title = locale.text("Sign-in link for {name}", name=invited.name)
    crumbs = _crumbs(locale, invited.name, invited.id)
    shell = frame.admin_frame(actor, title, crumbs=crumbs, modules=("copy",))
    link = f"{request.url_root.rstrip('/')}/sign-in/link/{invited.token}"
    return make_response(page(f"{_FOLDER}/link.html", shell, invited=invited, link=link), status)


def _crumbs(locale: Locale, name: str, person_id: UUID | None = None) -> Sequence[Link]:
    """Return the way here: People, and whose page."""
    href = f"/admin/people/{person_id}" if person_id else ""
    return (Link(title=locale.text("People"), href="/admin/people"), Link(title=name, href=href))
