"""Someone acting on the records of one model at one moment: what every step needs to know."""

from dataclasses import dataclass
from datetime import datetime

from stuga.models.definition.document import Screen
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.runtime.records.commands import InModel
from stuga.runtime.records.definitions import LiveApp, LiveModel, live_as_found
from stuga.runtime.records.rights import ModelRights, rights_on, rights_through


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who acts, where, with which rights.

    :ivar screen: the form that was posted; None for the API, imports and jobs
    """

    actor: Actor
    app: LiveApp
    rights: ModelRights
    now: datetime
    screen: Screen | None = None

    @property
    def model(self) -> LiveModel:
        return self.rights.model


def acting_in(actor: Actor, command: InModel, *, screen: str = "") -> Acting:
    """Find the live model of a command and the actor's rights on it: one query.

    :raises NotFoundError: if it is not there for the actor
    """
    app = live_as_found(command.app)
    if not screen:
        rights = rights_on(actor, app, command.model, now=command.now)
        return Acting(actor=actor, app=app, rights=rights, now=command.now)
    posted = app.definition.screens.get(screen)
    if posted is None or posted.type != "form" or posted.model != command.model:
        raise NotFoundError
    rights = rights_through(actor, app, posted, now=command.now)
    return Acting(actor=actor, app=app, rights=rights, now=command.now, screen=posted)
