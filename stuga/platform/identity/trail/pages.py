"""The pages of the audit trail."""

import json
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, request

from stuga.platform import clock
from stuga.platform.audit import Act
from stuga.platform.authz import Actor, Permission, may
from stuga.platform.identity import frame, roles
from stuga.platform.identity.trail import facts, service
from stuga.platform.identity.trail.schemas import ReadTrail, TrailSchema
from stuga.platform.identity.trail.sentences import actor_name, kind_of_act
from stuga.platform.identity.trail.timeline import (
    OPS,
    OUTCOMES,
    VIA,
    changes_of,
    days_of,
    line_of,
)
from stuga.platform.ui import Link, Locale, msgid, page
from stuga.platform.web import arguments, signed_in
from stuga.platform.web.application import tenant

trail_pages = Blueprint("trail-pages", __name__)
_FOLDER: Final = "platform/identity/trail"
Choices = Sequence[tuple[str, str]]
FILTERS: Final = {
    "from": msgid("From"),
    "to": msgid("To"),
    "person": msgid("Who"),
    "op": msgid("Kind"),
    "action": msgid("Act"),
    "outcome": msgid("How it ended"),
    "via": msgid("By way of"),
    "app": msgid("App"),
    "model": msgid("Model"),
    "target": msgid("Id"),
}


@trail_pages.get("/admin/audit")
@signed_in
def show_trail(actor: Actor) -> str:
    """Show the trail as a timeline, with its filter."""
    asked: ReadTrail = arguments(TrailSchema(tenant().zone))
    found = service.read_trail(actor, asked.wanted, cursor=asked.cursor, limit=asked.limit)
    locale = frame.locale_of(actor)
    given = {name: request.args.get(name, "") for name in FILTERS}
    apps = roles.told_apart(roles.published(locale.language))
    choices = _with_chosen(_choices(actor, locale, apps), given)
    shell = frame.admin_frame(actor, locale.text(msgid("Audit trail")))
    return page(
        f"{_FOLDER}/trail.html",
        shell,
        days=days_of(found.entries, locale, clock.now(), {app.key: app for app in apps}),
        given=given,
        choices=choices,
        chips=_chips(given, choices, locale),
        next_page=_address({**given, "cursor": found.next_cursor}) if found.next_cursor else "",
        first_page=_address(given) if asked.cursor else "",
        via_words=VIA,
        may_decide=may(actor, Permission.TENANT_WRITE),
    )


@trail_pages.get("/admin/audit/<uuid:entry_id>")
@signed_in
def show_entry(actor: Actor, entry_id: UUID) -> str:
    """Show one entry: what happened, what changed, by whom, from where."""
    entry = service.read_entry(actor, entry_id)
    locale = frame.locale_of(actor)
    apps = {app.key: app for app in roles.told_apart(roles.published(locale.language))}
    line = line_of(entry, locale, apps)
    crumbs = (
        Link(title=locale.text("Audit trail"), href="/admin/audit"),
        Link(title=locale.datetime(entry.at)),
    )
    person_id = entry.part("who").get("id")
    return page(
        f"{_FOLDER}/entry.html",
        frame.admin_frame(actor, line.words, crumbs=crumbs),
        entry=entry,
        line=line,
        who=actor_name(entry, locale),
        changes=changes_of(entry, locale),
        facts=facts.of_act(entry, locale),
        who_facts=facts.of_who(entry, locale),
        net_facts=facts.of_net(entry, locale),
        by_them=_address({"person": str(person_id)}) if person_id else "",
        envelope=json.dumps(entry.envelope, ensure_ascii=False, indent=2),
    )


def _choices(actor: Actor, locale: Locale, apps: Sequence[roles.AppRoles]) -> Mapping[str, Choices]:
    """Return what each filter offers: value and title."""
    acts = sorted(((act.value, kind_of_act(act, locale)) for act in Act), key=lambda one: one[1])
    return {
        "person": service.people_to_choose() if may(actor, Permission.PERSON_READ) else (),
        "op": [(op.value, locale.text(title)) for op, title in OPS.items()],
        "action": acts,
        "outcome": [(key, locale.text(title)) for key, title in OUTCOMES.items()],
        "via": [(key, locale.text(title)) for key, title in VIA.items()],
        "app": [(app.key, app.title) for app in apps],
    }


def _with_chosen(choices: Mapping[str, Choices], given: Mapping[str, str]) -> dict[str, Choices]:
    """Offer also what the address asks for, though nothing of today has that name."""
    return {
        name: offered
        if not given[name] or given[name] in dict(offered)
        else (*offered, (given[name], given[name]))
        for name, offered in choices.items()
    }


def _chips(
    given: Mapping[str, str], choices: Mapping[str, Choices], locale: Locale
) -> Sequence[Mapping[str, str]]:
    """Return what narrows the trail now, each with the address of the trail without it."""
    return [
        {
            "title": locale.text(FILTERS[name]),
            "value": dict(choices.get(name, ())).get(value, value),
            "without": _address({**given, name: ""}),
        }
        for name, value in given.items()
        if value
    ]


def _address(given: Mapping[str, str]) -> str:
    query = urlencode({name: value for name, value in given.items() if value})
    return f"/admin/audit?{query}" if query else "/admin/audit"
