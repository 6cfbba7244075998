"""What surrounds every page: who, where, in which language, and what just happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from stuga.platform.ui.locale import Locale
from stuga.platform.ui.logo import Logo

Tone: TypeAlias = Literal["good", "warn", "danger", "neutral", "accent"]


class Scheme(StrEnum):
    """Colours: as the system says, or as the person chose."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A place one can go to; `href` begins at the tenant's root."""

    title: str
    href: str = ""
    icon: str = ""
    hint: str = ""
    count: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """A form that takes back what a toast tells of; `action` begins at the tenant's root."""

    action: str
    fields: Mapping[str, str] = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """One sentence about what just happened."""

    text: str
    tone: Tone = "good"
    undo: Undo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMark:
    """What a page must know of its session to say in time that it ends.

    :ivar cookie: names the cookie that tells when, and moves with every page of the browser
    :ivar now: the server's clock, in seconds
    """

    cookie: str
    person: str
    now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bell:
    """How many notifications are not read, as it stands at the bell and as it is said."""

    count: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The frame of one page. All `href`s and `action`s begin at the tenant's `root`."""

    title: str
    locale: Locale
    root: str = ""
    current: str = ""
    tenant_title: str = "Stuga"
    person_name: str = ""
    person_email: str = ""
    csrf: str = ""
    now: datetime | None = None
    apps: Sequence[Link] = ()
    bell: Bell | None = None
    place: Link | None = None
    nav: Sequence[Link] = ()
    person_links: Sequence[Link] = ()
    crumbs: Sequence[Link] = ()
    toasts: Sequence[Toast] = ()
    scheme: Scheme = Scheme.AUTO
    session: SessionMark | None = None
    single_keys: bool = True
    accessibility: str = "/accessibility"
    theme: str = ""
    logo: Logo | None = None
    stylesheets: Sequence[str] = ()
    modules: Sequence[str] = ()

    def url(self, href: str) -> str:
        """Make the address of a place below the tenant's root."""
        return f"{self.root}{href}" if href.startswith("/") else href

    @property
    def from_app(self) -> str:
        """Say in an address which app the page belongs to, if it belongs to one."""
        href = self.place.href if self.place else ""
        return f"?app={href.split('/')[2]}" if href.startswith("/apps/") else ""

    def is_current(self, link: Link) -> bool:
        return bool(link.href) and link.href == self._nearest()

    def nav_groups(self) -> Mapping[str, Sequence[Link]]:
        """Sort the navigation under its headings, in order of first appearance."""
        groups: dict[str, list[Link]] = {}
        for link in self.nav:
            groups.setdefault(link.group, []).append(link)
        return groups

    def _nearest(self) -> str:
        """Find the longest navigation address that the page lies at or below."""
        here = [link.href for link in self.nav if self._lies_below(link.href)]
        return max(here, key=len, default="")

    def _lies_below(self, href: str) -> bool:
        return self.current == href or self.current.startswith(href.rstrip("/") + "/")
