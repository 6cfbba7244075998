"""Someone at an app: which version serves, in which words, and which screens they may open."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final
from uuid import UUID

from stuga.models.definition import document
from stuga.models.definition.document import Model, Screen
from stuga.models.definition.reading import text_at, texts_at
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError, NotPermittedError, NotSignedInError
from stuga.platform.ui import Link, Locale
from stuga.runtime.records import definitions
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.definitions import LiveApp
from stuga.runtime.records.rights import rights_on

MOST_WORDINGS: Final = 256
LOCAL_LOA: Final = 1
ICONS: Final = {
    "list": "list",
    "form": "form",
    "detail": "file",
    "dashboard": "dashboard",
    "page": "text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Someone at an app, in one request.

    :ivar definition: of the live version, in the reader's language
    :ivar root: what stands before every address of the tenant
    :ivar browser: of a stranger: what tells their browser from others
    """

    actor: Actor
    app: LiveApp
    definition: document.App
    locale: Locale
    now: datetime
    root: str = ""
    browser: bytes | None = None

    @property
    def home(self) -> str:
        """The app's address from the tenant's root."""
        return f"/apps/{self.app.key}/"

    def path(self, screen: str, *more: object) -> str:
        """Return a screen's address from the tenant's root."""
        return self.home + "/".join([screen, *map(str, more)])

    def url(self, screen: str, *more: object) -> str:
        """Return a screen's whole address."""
        return self.root + self.path(screen, *more)

    def model(self, key: str) -> Model:
        """Return a model in the reader's words.

        :raises NotFoundError: if the version has none of this key
        """
        found = self.definition.models.get(key)
        if found is None:
            raise NotFoundError
        return found

    @property
    def screen_keys(self) -> frozenset[str]:
        """The screens that the actor's roles open."""
        roles = self.definition.roles
        held = (roles[key] for key in self.actor.roles_in(self.app.key) if key in roles)
        return frozenset(key for role in held for key in role.screens)

    @property
    def is_at_home(self) -> bool:
        """Whether the actor holds any role that the app still has."""
        return bool(self.actor.roles_in(self.app.key) & self.definition.roles.keys())

    def may_open(self, key: str, *types: str) -> bool:
        """Tell whether a screen is there, of one of these types, and open to the actor."""
        screen = self.definition.screens.get(key)
        if screen is None or (types and screen.type not in types):
            return False
        return is_open(screen, self.screen_keys)

    def opened(self, key: str) -> Screen:
        """Return a screen that the actor may open.

        :raises NotFoundError: if there is none, or the actor has nothing to do in the app
        :raises NotSignedInError: if a stranger asks for what is not public
        :raises NotPermittedError: if it is for other roles, or for a stronger sign-in
        """
        if self.may_open(key):
            return self.definition.screens[key]
        if not self.actor.signed_in:
            raise NotSignedInError
        if key not in self.definition.screens or not self.is_at_home:
            raise NotFoundError
        raise NotPermittedError(permission="screen.read")

    def screens_for(self, model: str, kind: str) -> Iterator[Screen]:
        """Yield the screens of a type and model that the actor may open: first their roles'."""
        held = self.screen_keys
        for key in sorted(self.definition.screens, key=lambda one: one not in held):
            screen = self.definition.screens[key]
            if screen.model == model and self.may_open(key, kind):
                yield screen

    def first_for(self, model: str, kind: str, wanted: str = "") -> str:
        """Name the wanted screen if it may be opened, else the first of its kind; '' if none."""
        if wanted and self.may_open(wanted, kind):
            return wanted
        return next((one.key for one in self.screens_for(model, kind)), "")

    def opening(self, model: str, wanted: str = "") -> str:
        """Name the screen that shows one record: the wanted, else a detail, else a form."""
        if wanted and self.may_open(wanted, "detail", "form"):
            return wanted
        return self.first_for(model, "detail") or self.first_for(model, "form")

    def adding(self, form: str) -> str:
        """Return what a link to a form for a new record says.

        A form that serves for changing too is called after what it holds, not after an act.
        """
        screens = self.definition.screens
        if all(one.edit != form for one in screens.values()):
            return screens[form].title
        title = self.model(screens[form].model).title
        is_word = title[1:2].islower()
        thing = title[:1].lower() + title[1:] if is_word else title
        return self.locale.text("Add {thing}", thing=thing)

    def makes_new(self, form: str) -> bool:
        """Tell whether some screen leads to a form for making a new record."""
        screens = self.definition.screens.values()
        return form in self.definition.navigation or any(
            form in (one.create, *(text_at(inner.raw, "create") for inner in one.walk()))
            for one in screens
        )

    def nav(self) -> tuple[Link, ...]:
        """Return the app's navigation as far as the actor may go."""
        screens = self.definition.screens
        return tuple(
            Link(title=screens[key].title, href=self.path(key), icon=ICONS[screens[key].type])
            for key in dict.fromkeys(self.definition.navigation)
            if self.may_open(key) and screens[key].type != "detail"
        )

    def place(self) -> Link:
        """Return the app as a place in the frame."""
        return Link(title=self.definition.title, href=self.home)

    def acting(self, model: str) -> Acting:
        """Return the actor with their rights on a model.

        :raises NotFoundError: if they have none
        """
        rights = rights_on(self.actor, self.app, model, now=self.now)
        return Acting(actor=self.actor, app=self.app, rights=rights, now=self.now)


def visit(
    actor: Actor,
    app_key: str,
    *,
    locale: Locale,
    now: datetime,
    root: str = "",
    browser: bytes | None = None,
) -> Visit:
    """Return the actor at an app's live version.

    :raises NotFoundError: if no app of this key serves
    :raises NotSignedInError: in its place to a stranger, who is not told which apps there are
    """
    try:
        app = definitions.live_as_found(app_key)
    except NotFoundError:
        if actor.signed_in:
            raise
        raise NotSignedInError from None
    definition = in_words(app.app_id, app.number, locale.language)
    return Visit(
        actor=actor,
        app=app,
        definition=definition,
        locale=locale,
        now=now,
        root=root,
        browser=browser,
    )


@lru_cache(maxsize=MOST_WORDINGS)
def in_words(app_id: UUID, number: int, language: str) -> document.App:
    """Return a version in a language; it never changes, and is found by a tenant's query only."""
    return definitions.version(app_id, number).definition.in_language(language)


def is_open(screen: Screen, held: Collection[str]) -> bool:
    """Tell whether a screen is open to someone whose roles name these screens."""
    return (screen.key in held or _is_public(screen)) and not _demands_more(screen)


def _is_public(screen: Screen) -> bool:
    return screen.public and screen.type in {"form", "page"}


def _demands_more(screen: Screen) -> bool:
    """Tell whether a screen asks for a stronger sign-in than accounts of our own give."""
    wanted = screen.sign_in or {}
    loa = wanted.get("loa")
    is_stronger = isinstance(loa, int) and loa > LOCAL_LOA
    return is_stronger or bool(texts_at(wanted, "kinds"))
