"""Björkby with something in every room, so that every page has something to show."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from flask import Flask
from sqlalchemy import select

from stuga.models import Person
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.db import db
from tests.factories.apps import publish
from tests.factories.building import begun, definition, saved
from tests.factories.cast import Browser, Tenant, new_tenant
from tests.factories.imports import csv_of
from tests.factories.jobs import run_outbox
from tests.factories.shipped import (
    a_case,
    made,
    publish_bookings,
    publish_cases,
    some_cases,
    some_items,
    template,
)
from tests.factories.walk import a_link, days_ahead, walked_app
from tests.factories.walk_migrations import a_migration, a_pending_migration
from tests.factories.walk_retention import a_run

STAFF: Final = csv_of(
    "Namn;Personnummer;E-post;Börjat;Lön;Avdelning;Allergier;Kod;Övrigt;Lapp",
    "Åsa Öberg;19510202-9815;asa@example.se;03/04/2020;32 500,50;Vård;nötter;007;;Blå lapp",
    "Sten Ek;19530404-9835;sten@example.se;05/06/2021;31 000,00;Skola;;012;Slutar i maj;Röd",
    "Mona Lund;19520303-9820;mona@exa mple;01/02/2019;nej;Vård;;101;;Grön",
)
ITEMS: Final = csv_of(
    "Name;Number;Category;Longest loan;Colour",
    "Mobile stage;ST-0001;Outdoor and events;2;grey",
    "Extension lead, 50 m;EL-0044;Tools;;yellow",
    "Drone;DR-0002;Flying;many;black",
)
TOWNS: Final = csv_of("Town;Street;Opened", "Mora;Bangatan;2024-02-01", "Bø;;2025-13-40")
NOTES: Final = (
    {"kind": "call", "happened_at": "2026-03-04T08:30:00Z", "text": "Asked what is missing."},
    {"kind": "meeting", "happened_at": "2026-03-09T12:00:00Z", "text": "Looked at the drawings."},
    {"kind": "letter", "happened_at": "2026-03-12T09:15:00Z", "text": "Sent the list of papers."},
)
ABOUT: Final = """Everyone who lives here may apply. **It costs nothing.**

- Tell what you want to do
- Add a drawing
- Wait for our answer: two weeks at most"""
COMMENTS: Final = (
    (
        "member",
        "The neighbours have called twice. **The drawings lack a scale**, see the *decision*.",
    ),
    ("owner", "@Nils Berg, could you ask for new ones?\n\n- scale 1:100\n- with the railing"),
    ("member", "Asked today; they come on Friday."),
)
PATCH: Final = {"priority": "low", "description": "The neighbours have been asked, and agree."}
_COUNTED: Final[JsonObject] = {"type": "chart", "model": "case", "y": {"count": True}}
CHARTS: Final[Sequence[JsonObject]] = (
    {"key": "w", "title": "Received", "mark": "line", "x": {"field": "received_on", "bin": "week"}},
    {
        "key": "d",
        "title": "Due",
        "mark": "area",
        "x": {"field": "due_on", "bin": "month"},
        "color": "kind",
    },
    {"key": "p", "title": "By priority", "mark": "arc", "x": "priority"},
)
TWO_YEARS: Final = {
    "act": "put",
    "start": "field:closed_on",
    "most": "2",
    "most_unit": "years",
    "least_unit": "years",
    "action": "record",
    "title": "Two years after closing",
    "law": "Arkivlag (1990:782)",
}


@dataclass
class Furnished:
    """A tenant whose pages have something to show, and `empty`, one in which nothing has begun.

    :ivar places: what addresses name in braces: `apps/{cases}/case/{case}`
    :ivar language: the one that pages are read in
    """

    tenant: Tenant
    empty: Tenant
    places: dict[str, str] = field(default_factory=dict)
    language: str = "en"

    @cached_property
    def owner(self) -> Browser:
        return self.tenant.browser("owner")

    def browser(self, who: str) -> Browser:
        """Return a browser, as what furnishes worlds for walks asks for it."""
        return self.owner if who == "owner" else self.tenant.browser(who)


def furnished(app: Flask, language: str = "") -> Furnished:
    """Make both tenants; `language` is the one that everybody reads."""
    found = Furnished(new_tenant(app, "bjorkby", "Björkby"), new_tenant(app, "granby", "Granby"))
    parts = (
        _cases,
        _bookings,
        _people,
        _trail,
        _retention,
        _drafts,
        _sheets,
        _imports,
        _exports,
        _migrations,
    )
    for furnish in parts:
        found.places.update(furnish(found))
    found.language = language or found.language
    for tenant in (found.tenant, found.empty) if language else ():
        with tenant.inside():
            for person in db.session.scalars(select(Person)):
                person.language = language
    return found


def _cases(at: Furnished) -> dict[str, str]:
    app = publish_cases(at.tenant, *({**_COUNTED, **chart} for chart in CHARTS))
    cases = some_cases(at.tenant, app, 60)
    case, thrown = str(cases[1].id), str(cases[2].id)
    notes = ({"case": case, **note} for note in NOTES)
    made(at.tenant, app, "note", *notes)
    decision = {"case": case, "outcome": "approved", "decided_on": "2026-03-20"}
    more = {"reasons": "It fits the plan.", "granted": 1200.5}
    [decided] = made(at.tenant, app, "decision", {**decision, **more})
    here, as_made = f"/api/v1/apps/{app}/records/case", {"If-Match": '"1"'}
    assert at.owner.patch(f"{here}/{case}", json=PATCH, headers=as_made).status_code == 200
    assert at.owner.delete(f"{here}/{thrown}", headers=as_made).status_code == 204
    for who, said in COMMENTS:
        sent = at.browser(who).post(f"{here}/{case}/comments", json={"text": said})
        assert sent.status_code == 201, sent.text
    small = walked_app()
    small["screens"]["about"]["elements"][0]["text"] = ABOUT
    publish(at.tenant, small, roles={"member": "handler", "auditor": "clerk"})
    return {"cases": app, "case": case, "decision": str(decided.id), "small": "cases"}


def _bookings(at: Furnished) -> dict[str, str]:
    app = publish_bookings(at.tenant)
    [item, lost, *_others, spare] = some_items(at.tenant, app)
    thrown = {"do": "delete", "ids": [str(lost.id)]}
    many = at.tenant.browser("member").post(f"/api/v1/apps/{app}/bulk/item", json=thrown)
    assert many.status_code == 200, many.text
    times = {"starts_at": "2026-03-20T08:00:00Z", "ends_at": "2026-03-21T15:00:00Z"}
    lent = {"item": str(item.id), "borrower": str(at.tenant.people["member"]), "state": "out"}
    [booked] = made(at.tenant, app, "booking", {**lent, **times, "purpose": "Open day"})
    ids = {"item": item.id, "spare": spare.id, "booking": booked.id, "many": many.get_json()["id"]}
    return {"bookings": app, **{name: str(one) for name, one in ids.items()}}


def _people(at: Furnished) -> dict[str, str]:
    at.owner.post("/admin/people/new", data={"name": "Åsa Öberg", "email": "asa@example.se"})
    at.owner.post(f"/admin/people/{at.tenant.people['admin']}/disable")
    token = {"title": "Economy", "scope": "audit.read", "ends_on": days_ahead(300)}
    assert at.owner.post("/admin/tokens/new", data=token).status_code == 201
    return {who: str(person) for who, person in at.tenant.people.items()} | a_link(at)


def _trail(at: Furnished) -> dict[str, str]:
    nils = at.tenant.actor("member")
    case = Target(kind="record", app="case-handling", model="case", fields=["amount"])
    with at.tenant.inside():
        detail = Detail(label="C-2026-00017", changes={"amount": [1200, 1450]})
        entry = audit.record(nils, Act.RECORD_UPDATE, target=case, detail=detail)
    at.tenant.browser("member").get("/admin/people")
    return {"entry": str(entry)}


def _retention(at: Furnished) -> dict[str, str]:
    """Put two rules in force, run them once, and let more fall due."""
    app = at.places["cases"]
    here = f"/admin/retention/{app}"
    at.owner.post(f"{here}/decision/accept", data={"proposal": "decided-10y"})
    assert at.owner.post(f"{here}/case/new", data=TWO_YEARS).status_code == 303
    closed(at.tenant, app, 2019)
    run_outbox(at.tenant)
    run = a_run(at)
    run_outbox(at.tenant)
    closed(at.tenant, app, 2020)
    run_outbox(at.tenant)
    return {"rule": "closed_on-p2y", **run}


def closed(tenant: Tenant, app: str, year: int) -> None:
    """Make cases that were closed in a year."""
    old = ({"closed_on": f"{year}-0{month}-11", "state": "closed"} for month in range(1, 5))
    made(tenant, app, "case", *({**a_case(n), **more} for n, more in enumerate(old)), who="owner")


def _drafts(at: Furnished) -> dict[str, str]:
    """Let case handling have changed, so that publishing asks; fill another draft with faults."""
    changed = json.loads(template("case_handling"))
    changed["models"]["case"]["properties"]["subject"]["maxLength"] = 30
    changed["models"]["case"]["properties"]["floor"] = {"type": "string", "title": "Floor"}
    changed["texts"]["nb"].pop("app.title", None)
    vera = at.tenant.browser("builder")
    saved(vera, changed, revision=1)
    faulty = definition("felling")
    faulty["title"] = "Felling permits"
    faulty["texts"] = {"sv": {"app.title": "Lov att fälla"}}
    faulty["screens"]["apply"]["elements"].append({"type": "field", "field": "gone"})
    faulty["screens"]["inbox"]["colour"] = "red"
    begun(at.tenant, faulty)
    blank = {"title": "Visits", "language": "en", "template": ""}
    assert vera.post("/build/new", data=blank).status_code == 303
    return {"faulty": "felling", "blank": "visits"}


def _sheets(at: Furnished) -> dict[str, str]:
    here = "/build/new/spreadsheet"
    small = uploaded(at.owner, here, TOWNS, "towns.csv")
    return {"sheet": uploaded(at.owner, here, STAFF, "personal.csv"), "small_sheet": small}


def _imports(at: Furnished) -> dict[str, str]:
    nils, here = at.tenant.browser("member"), f"/apps/{at.places['bookings']}/items/import"
    through = f"/api/v1/apps/{at.places['bookings']}/imports/item?again=true"
    waiting = uploaded(nils, here, ITEMS, "items.csv")
    done = nils.post(through, data=ITEMS, content_type="text/csv").get_json()
    run_outbox(at.tenant)
    return {"waiting": waiting, "done": str(done["id"])}


def _exports(at: Furnished) -> dict[str, str]:
    through = f"/api/v1/apps/{at.places['bookings']}/exports/item"
    begun_export = at.tenant.browser("member").post(through)
    assert begun_export.status_code == 202, begun_export.text
    run_outbox(at.tenant)
    return {"export": begun_export.get_json()["id"]}


def _migrations(at: Furnished) -> dict[str, str]:
    """Publish changes that carry records along: one is over, one waits for a worker."""
    over, waits = a_migration(at), a_pending_migration(at)
    page = "build/{moving}/publishing/{migration}"
    return {"carried": page.format(**over), "carrying": page.format(**waits)}


def uploaded(browser: Browser, page: str, content: bytes, name: str) -> str:
    """Upload a file on a page; return the id of what it began."""
    answer = browser.post(page, data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"].rsplit("/", 1)[1])
