"""Tells people that a job of theirs is over, with the way to its page."""

from datetime import datetime
from uuid import UUID

from stuga.models.definition.document import Screen
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import people
from stuga.platform.identity.notices import service
from stuga.platform.identity.notices.commands import Tell
from stuga.platform.identity.notices.kinds import Kind
from stuga.platform.identity.who import person_for_job
from stuga.runtime.records.definitions import LiveApp, live


def tell_over(
    created_by: UUID | None,
    kind: Kind,
    *,
    app_key: str,
    model: str | None,
    page: str,
    now: datetime,
) -> None:
    """Tell whoever asked for a job, if that is a person who is still there.

    :param page: where its page lies below a list of the model, as `export/<id>`
    """
    actor = _person(created_by)
    if actor is None or actor.person_id is None:
        return
    told = Tell(
        kind=kind,
        person=actor.person_id,
        app=app_key,
        path=_path(actor, app_key, model, page),
        now=now,
    )
    service.tell(told)


def _person(created_by: UUID | None) -> Actor | None:
    person = None if created_by is None else people.find(created_by)
    return person_for_job(person.id) if person and person.state == "active" else None


def _path(actor: Actor, app_key: str, model: str | None, page: str) -> str:
    """Return the job's page below the first list that the person may open; '' if there is none."""
    try:
        app = live(app_key)
    except NotFoundError:
        return ""
    found = next((one for one in _lists(actor, app) if one.model == model), None)
    return f"/apps/{app_key}/{found.key}/{page}" if found else ""


def _lists(actor: Actor, app: LiveApp) -> list[Screen]:
    roles = app.definition.roles
    held = [roles[key].screens for key in actor.roles_in(app.key) if key in roles]
    opened = {screen for screens in held for screen in screens}
    screens = app.definition.screens.values()
    return [one for one in screens if one.type == "list" and one.key in opened]
