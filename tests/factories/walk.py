"""Walks routes: a world in which every one of them can be called, and how a call is made."""

import copy
import io
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from uuid import UUID

from sqlalchemy import select
from werkzeug.test import TestResponse

from stuga.models import AuditEntry, ServiceToken
from stuga.models import Session as SignedIn
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import clock
from stuga.platform.db import db, reading_trail
from stuga.platform.identity.persons import service as persons
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.doors import PASSWORD, give_password
from tests.factories.records import Desk

PLACE: Final = re.compile(r"{(\w+)}")
HOUSEHOLDS: Final = itertools.count(1)
NONE_SO: Final = "00000000-0000-7000-8000-000000000000"
KEPT: Final[JsonObject] = {
    "start": {"field": "closed_on"},
    "keep_max": "P1Y",
    "action": "anonymise",
    "fields": {"applicant": {"method": "redact"}},
}


def walked_app() -> JsonObject:
    """Return a small app with a screen of every type."""
    made = copy.deepcopy(SMALL_CASES)
    count: JsonObject = {
        "type": "metric",
        "key": "all",
        "title": "All",
        "model": "case",
        "value": {"count": True},
    }
    files: JsonObject = {
        "scan": {"type": "string", "title": "Scan", "x-field": {"kind": "file"}},
        "photo": {"type": "string", "title": "Photo", "x-field": {"kind": "image"}},
    }
    made["models"]["case"]["properties"] |= files
    made["models"]["case"]["x-model"]["comments"] = True
    made["screens"]["inbox"] |= {
        "layouts": ["table", "board", "calendar"],
        "board_by": "kind",
        "calendar_by": "closed_on",
    }
    made["screens"]["edit"]["elements"].append({"type": "field", "field": "photo"})
    made["screens"] |= {
        "case": {
            "type": "detail",
            "model": "case",
            "title": "Case",
            "elements": [{"type": "field", "field": "applicant"}],
        },
        "overview": {"type": "dashboard", "title": "Overview", "elements": [count]},
        "about": {
            "type": "page",
            "title": "About",
            "elements": [{"type": "text", "key": "intro", "text": "What this is for."}],
        },
        "paper": {
            "type": "form",
            "model": "paper",
            "title": "Paper",
            "elements": [
                {"type": "field", "field": "title"},
                {"type": "field", "field": "case"},
            ],
        },
    }
    made["roles"]["handler"]["screens"] += ["case", "overview", "about", "paper"]
    return made


Places: TypeAlias = Mapping[str, str]
Given: TypeAlias = "Callable[[World], Places]"


class World:
    """A tenant with a published app, its owner a handler in it, and what calls act on."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant
        self.app = publish(tenant, walked_app(), roles={"owner": "handler", "member": "handler"})
        self._browsers: dict[str, Browser] = {}
        self._places: dict[Given, Places] = {}

    def browser(self, who: str) -> Browser:
        """Return one of the people's browsers, the same for every call, or a new stranger's."""
        if not who:
            return stranger_at(self.tenant)
        if who not in self._browsers:
            self._browsers[who] = self.tenant.browser(who)
        return self._browsers[who]

    def named(self, call: "Call") -> Places:
        """Name what a call acts on: the same things again for calls that will not act on them."""
        if call.given not in self._places:
            self._places[call.given] = places_of(call, self)
        return self._places[call.given]

    def trail(self) -> Sequence[str]:
        """Return the acts of the tenant's trail, the first first."""
        with self.tenant.inside(), reading_trail() as session:
            wanted = select(AuditEntry.action).order_by(AuditEntry.at, AuditEntry.id)
            return session.scalars(wanted).all()


def nothing(_world: World) -> Places:
    """Give nothing: the path has no places, or the world's own."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Call:
    """How one route is called well.

    :ivar given: makes what is acted on, and names it: `{record}` in path, body and headers
    :ivar quiet: why it leaves no entry; '' where it leaves one
    :ivar acts: the entries of a call that does several things at once, one each
    """

    endpoint: str
    path: str
    method: str = "GET"
    who: str = "owner"
    given: Given = nothing
    json: JsonObject | None = None
    form: JsonObject | None = None
    raw: tuple[bytes, str] | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    quiet: str = ""
    acts: Sequence[str] = ()

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")

    @property
    def is_unsafe(self) -> bool:
        return self.method != "GET"

    def send(self, browser: Browser, places: Places) -> TestResponse:
        """Call the route as a browser."""
        more: dict[str, object] = {"headers": filled(self.headers, places)}
        if self.json is not None:
            more["json"] = filled(self.json, places)
        if self.form is not None:
            more["data"] = filled(self.form, places)
        if self.raw is not None:
            more["data"], more["content_type"] = self.raw
        if self.files:
            more["data"] = {name: (io.BytesIO(one), name) for name, one in self.files.items()}
        return getattr(browser, self.method.lower())(filled(self.path, places), **more)


def stranger_at(tenant: Tenant) -> Browser:
    """Return a browser that nobody is signed in with, and that has seen a form already.

    Each is of a household of its own, whose forms are not counted with those of others.
    """
    stranger = tenant.browser("")
    stranger.client.environ_base["REMOTE_ADDR"] = f"2001:db8:{next(HOUSEHOLDS):x}::1"
    stranger.secret = "a browser of a stranger"
    cookie = f"__Host-stuga-{tenant.slug}-form"
    stranger.client.set_cookie(cookie, stranger.secret, secure=True)
    return stranger


def filled(value: JsonValue, places: Places) -> JsonValue:
    """Put ids and keys into the places of a value."""
    if isinstance(value, str):
        return PLACE.sub(lambda found: places.get(found[1], found[0]), value)
    if isinstance(value, Mapping):
        return {name: filled(one, places) for name, one in value.items()}
    if isinstance(value, list):
        return [filled(one, places) for one in value]
    return value


def places_of(call: Call, world: World) -> Places:
    """Make what a call acts on, and name it."""
    return {"app": world.app, **call.given(world)}


def a_record(world: World) -> Places:
    return {"record": str(Desk(world.tenant, "owner").case().id)}


def a_trashed_record(world: World) -> Places:
    desk = Desk(world.tenant, "owner")
    made = desk.case()
    desk.delete(made.id)
    return {"record": str(made.id)}


def a_person(world: World) -> Places:
    return {"person": str(world.tenant.people["auditor"])}


def a_disabled_person(world: World) -> Places:
    person = a_person(world)
    world.browser("owner").post(f"/admin/people/{person['person']}/disable")
    return person


def a_link(world: World) -> Places:
    with world.tenant.inside():
        owner = world.tenant.actor("owner")
        made = persons.make_link(owner, world.tenant.people["member"], now=clock.now())
    return {"link": made.token}


def a_session(world: World) -> Places:
    world.tenant.browser("owner")
    with world.tenant.inside():
        newest = select(SignedIn.id).where(SignedIn.person_id == world.tenant.people["owner"])
        found: UUID = db.session.scalars(newest.order_by(SignedIn.id.desc())).first()
    return {"session": str(found)}


def a_token(world: World) -> Places:
    form = {"title": "Economy", "scope": "audit.read", "ends_on": days_ahead(30)}
    made = world.browser("owner").post("/admin/tokens/new", data=form)
    assert made.status_code == 201, made.text
    with world.tenant.inside():
        newest = select(ServiceToken.id).order_by(ServiceToken.id.desc())
        return {"token": str(db.session.scalars(newest).first())}


def an_entry(world: World) -> Places:
    with world.tenant.inside(), reading_trail() as session:
        return {"entry": str(session.scalars(select(AuditEntry.id)).first())}


def a_password(world: World) -> Places:
    return {"email": give_password(world.tenant, "member"), "password": PASSWORD}


def days_ahead(days: int) -> str:
    """Return a day of the calendar, so many from now."""
    return f"{clock.now().date().fromordinal(clock.now().date().toordinal() + days)}"
