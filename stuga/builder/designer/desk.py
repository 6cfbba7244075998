"""An app on the desk of someone who builds it: its draft, what is wrong, what was just done."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from stuga.builder.apps.commands import Draft
from stuga.builder.checking import problems
from stuga.builder.designer.edits.inverse import patch_between
from stuga.builder.designer.service import Changed
from stuga.models.definition.check import Problem
from stuga.models.definition.document import App, Screen
from stuga.platform.authz import Actor, Permission, may
from stuga.platform.identity import frame
from stuga.platform.ui import Link, Locale, Shell, icons

TYPE_ICONS: Final = {
    "form": "form",
    "list": "list",
    "detail": "file",
    "dashboard": "dashboard",
    "page": "text",
}


@dataclass(frozen=True)
class Desk:
    """What every page about one app is made of.

    :ivar said: one sentence about what was just done
    :ivar error: one sentence about why something was not done
    """

    actor: Actor
    draft: Draft
    locale: Locale
    change: Changed | None = None
    said: str = ""
    error: str = ""

    @property
    def key(self) -> str:
        return self.draft.app.key

    @property
    def home(self) -> str:
        """The app's address in the builder, from the tenant's root."""
        return f"/build/{self.key}"

    @property
    def revision(self) -> int:
        return self.draft.state.revision

    @cached_property
    def app(self) -> App:
        """The draft as the product reads it; what is broken is left out."""
        return App.read(self.draft.document)

    @cached_property
    def problems(self) -> Sequence[Problem]:
        return problems(self.draft.document)

    @property
    def errors(self) -> int:
        """How many problems block publishing."""
        return sum(one.severity == "error" for one in self.problems)

    @property
    def icon(self) -> str:
        """The app's icon, as far as we have it drawn."""
        return drawn(self.draft.app.icon)

    @property
    def may_write(self) -> bool:
        return may(self.actor, Permission.APP_WRITE)

    @property
    def may_publish(self) -> bool:
        return may(self.actor, Permission.APP_PUBLISH)

    @cached_property
    def undo(self) -> str:
        """What takes the last act back, as JSON Patch; '' if nothing was changed."""
        if self.change is None:
            return ""
        return _written(patch_between(self.draft.document, self.change.before))

    @cached_property
    def redo(self) -> str:
        """What does the last act again after it was taken back."""
        if self.change is None:
            return ""
        return _written(patch_between(self.change.before, self.draft.document))

    def shell(self, title: str, current: str, **more: Any) -> Shell:  # noqa: ANN401  # as `frame`
        """Return the frame of a page about the app, with the app's parts at the side."""
        more.setdefault("stylesheets", ("builder", "parts"))
        more.setdefault("nav", self.nav())
        crumbs = (Link(title=self.locale.text("Apps"), href="/build/"), *more.pop("crumbs", ()))
        return frame.frame(
            self.actor,
            title,
            locale=self.locale,
            current=current,
            place=Link(title=self.draft.app.title, href=f"{self.home}/"),
            crumbs=crumbs,
            modules=(*more.pop("modules", ()), "designer/builder"),
            **more,
        )

    def screen_icon(self, key: str) -> str:
        """Return the icon of a screen's type."""
        return TYPE_ICONS.get(self.app.screens[key].type, "file")

    def nav(self) -> Sequence[Link]:
        """Return the parts of the app as places to go."""
        say, home = self.locale.text, self.home
        models, screens = say("Models"), say("Screens")
        return [
            Link(title=say("Overview"), href=f"{home}/", icon="app"),
            *(
                Link(
                    title=one.title, href=f"{home}/models/{one.key}", icon="database", group=models
                )
                for one in self.app.models.values()
            ),
            *(self._screen_link(one, screens) for one in self.app.screens.values()),
            *self._app_links(say("App")),
        ]

    def _screen_link(self, screen: Screen, group: str) -> Link:
        icon = TYPE_ICONS.get(screen.type, "file")
        return Link(
            title=screen.title, href=f"{self.home}/screens/{screen.key}", icon=icon, group=group
        )

    def _app_links(self, group: str) -> Sequence[Link]:
        say, home = self.locale.text, self.home
        count = len(self.problems) or None
        return [
            Link(title=say("Roles"), href=f"{home}/roles", icon="people", group=group),
            Link(title=say("Privacy"), href=f"{home}/privacy", icon="shield", group=group),
            Link(title=say("Pictures"), href=f"{home}/pictures", icon="image", group=group),
            Link(title=say("Languages"), href=f"{home}/languages", icon="translate", group=group),
            Link(
                title=say("Problems"),
                href=f"{home}/problems",
                icon="warn",
                group=group,
                count=count,
            ),
            Link(title=say("Publish"), href=f"{home}/publish", icon="upload", group=group),
            Link(title=say("Versions"), href=f"{home}/versions", icon="history", group=group),
            Link(title=say("Definition"), href=f"{home}/json", icon="code", group=group),
            Link(
                title=say("Accessibility"),
                href=f"{home}/accessibility",
                icon="accessibility",
                group=group,
            ),
            Link(title=say("Look"), href=f"{home}/look", icon="sun", group=group),
            Link(title=say("Settings"), href=f"{home}/settings", icon="settings", group=group),
        ]


def drawn(icon: str) -> str:
    """Return an icon that there is: a definition may name another."""
    return icon if icon in icons.names() else "app"


def _written(patch: object) -> str:
    return json.dumps(patch, ensure_ascii=False, separators=(",", ":")) if patch else ""
