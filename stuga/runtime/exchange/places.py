"""The list into which someone imports: what it is called, and whether they may be there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stuga.models.definition import document
from stuga.models.definition.document import Model, Screen
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError, NotPermittedError
from stuga.platform.ui import Link, Locale
from stuga.runtime.exchange import service
from stuga.runtime.exchange.keys import EITHER
from stuga.runtime.records import definitions
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.rights import Verb

_ICONS = {"list": "list", "form": "form", "dashboard": "dashboard", "page": "text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A list screen, in the reader's words, and the reader's rights on its model."""

    acting: Acting
    definition: document.App
    screen: Screen
    locale: Locale

    @property
    def model(self) -> Model:
        return self.definition.models[self.screen.model]

    @property
    def home(self) -> str:
        """The app's address from the tenant's root."""
        return f"/apps/{self.definition.key}/"

    @property
    def list_path(self) -> str:
        return self.home + self.screen.key

    @property
    def path(self) -> str:
        """Where imports into this list begin."""
        return f"{self.list_path}/import"

    def nav(self) -> tuple[Link, ...]:
        """Return the app's navigation as far as the actor may go."""
        held = _screens_of(self.acting.actor, self.definition)
        screens = self.definition.screens
        return tuple(
            Link(title=screens[key].title, href=self.home + key, icon=_ICONS[screens[key].type])
            for key in dict.fromkeys(self.definition.navigation)
            if key in held and key in screens and screens[key].type in _ICONS
        )


def place_at(  # one place, said whole
    actor: Actor,
    app_key: str,
    screen_key: str,
    *,
    locale: Locale,
    now: datetime,
    verbs: Sequence[Verb] = EITHER,
) -> Place:
    """Return a list into which the actor may import, or from which they may do another act.

    :raises NotFoundError: if it is not there, or the actor has nothing to do in the app
    :raises NotPermittedError: if it is for other roles, or they may do so with no record
    """
    app = definitions.live(app_key)
    definition = app.definition.in_language(locale.language)
    screen = definition.screens.get(screen_key)
    held = actor.roles_in(app_key) & definition.roles.keys()
    if screen is None or screen.type != "list" or not held:
        raise NotFoundError
    if screen_key not in _screens_of(actor, definition):
        raise NotPermittedError(permission="screen.read")
    acting = service.acting_for(actor, app_key, screen.model, now=now, verbs=verbs)
    return Place(acting=acting, definition=definition, screen=screen, locale=locale)


def _screens_of(actor: Actor, definition: document.App) -> frozenset[str]:
    roles = definition.roles
    held = (roles[key] for key in actor.roles_in(definition.key) if key in roles)
    return frozenset(key for role in held for key in role.screens)
