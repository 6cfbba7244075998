"""Reports on an app's accessibility: from anyone it is for, to those who answer for it."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from stuga.models import AccessibilityReport
from stuga.models.definition.refusals import Refused
from stuga.models.definition.storable import is_broken
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor, Permission, may
from stuga.platform.authz.grants import GRANTS
from stuga.platform.db import db
from stuga.platform.errors import InvalidError, NotFoundError, NotPermittedError, NotSignedInError
from stuga.platform.identity import people
from stuga.platform.identity.notices import service as notices
from stuga.platform.identity.notices.commands import Tell
from stuga.platform.identity.notices.kinds import Kind
from stuga.runtime.serving.visits import Visit

LONGEST: Final = 5000
LONGEST_REPLY: Final = 200
MOST_SHOWN: Final = 200
READERS: Final = (Permission.TENANT_WRITE, Permission.APP_WRITE)
"""Who holds one of these reads reports."""


def opened(at: Visit) -> None:
    """Go on only if the app is for the actor: something of it is public, or they hold a role.

    :raises NotSignedInError: if a stranger asks for an app of which nothing is public
    :raises NotFoundError: if a person has nothing to do with the app
    """
    is_public = any(at.may_open(key) for key in at.definition.screens)
    if at.is_at_home or is_public or may_read(at.actor):
        return
    raise NotFoundError if at.actor.signed_in else NotSignedInError


def may_read(actor: Actor) -> bool:
    """Tell whether the actor reads reports: who runs the tenant, and who builds apps."""
    return any(may(actor, one) for one in READERS)


def report(at: Visit, text: str, reply_to: str) -> None:
    """Keep a report.

    :raises InvalidError: at `/text` or `/reply_to`
    """
    errors: dict[str, Refused] = {}
    for name, typed, longest in (("text", text, LONGEST), ("reply_to", reply_to, LONGEST_REPLY)):
        if len(typed) > longest:
            errors[f"/{name}"] = Refused("max-length", {"limit": longest})
        elif is_broken(typed):
            errors[f"/{name}"] = Refused("text-broken")
    if not text:
        errors["/text"] = Refused("required")
    if errors:
        raise InvalidError(errors)
    db.session.add(
        AccessibilityReport(
            app_id=at.app.app_id,
            person_id=at.actor.person_id,
            text=text,
            reply_to=reply_to,
            at=at.now,
        )
    )
    target = Target(kind="accessibility", app=at.app.key, version=at.app.number)
    audit.record(at.actor, Act.REPORT_CREATE, target=target)
    _tell(at)


def _tell(at: Visit) -> None:
    """Tell those who read reports; not whoever wrote this one."""
    roles = frozenset.union(*(GRANTS[one] for one in READERS))
    for person in people.ids_with(roles):
        if person != at.actor.person_id:
            notices.tell(
                Tell(
                    kind=Kind.ACCESS_REPORTED,
                    person=person,
                    app=at.app.key,
                    path=f"{at.home}docs/accessibility/reports",
                    now=at.now,
                )
            )


def reports(at: Visit) -> Sequence[AccessibilityReport]:
    """Return the reports on an app, the newest first.

    :raises NotPermittedError: for whom they are not
    """
    if not may_read(at.actor):
        raise NotPermittedError(permission=Permission.TENANT_WRITE.value)
    wanted = select(AccessibilityReport).where(AccessibilityReport.app_id == at.app.app_id)
    newest = wanted.order_by(AccessibilityReport.id.desc()).limit(MOST_SHOWN)
    found = db.session.scalars(newest).all()
    target = Target(kind="accessibility", app=at.app.key, count=len(found))
    audit.record(at.actor, Act.REPORT_LIST, target=target)
    return found
