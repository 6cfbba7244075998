"""Measures large data: a model of so many records, beside so many tenants with 20 indexed fields.

Run it as `python bench/large.py --records 1000000 --tenants 1000`; it writes what it finds into
`bench/results-large.md`. Records come by SQL, not by the API; figures are server times of whole
requests, in this process, and their statements.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

import psycopg
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import make_url

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.run import services
from stuga.app import create_app
from stuga.models import App, Person, Version
from stuga.models.definition import document
from stuga.models.definition.digest import digest
from stuga.models.json import JsonObject
from stuga.platform import clock, config
from stuga.platform.authz.actor import system
from stuga.platform.db import db, unit_of_work
from stuga.platform.identity import people, sessions
from stuga.platform.tenancy.entry import bound
from stuga.platform.tenants.commands import CreateTenant
from stuga.platform.tenants.service import create_tenant
from stuga.runtime.records.definitions import LiveModel, live
from stuga.runtime.records.slots import adopt_version

TEXTS, NUMBERS, DATES = 8, 6, 6
WORDS = 500
TURNS = 15
SPARSE = "date_5"
"""A field without a value in each third record."""
OTHERS = 200
"""How many records each of the other tenants has."""
OPEN = {"x-privacy": {"personal": "none"}}
API = "api/v1/apps/large/records/thing"
BATCH = 100_000
LINES: list[str] = []


def say(line: str) -> None:
    """Print a line and keep it for the file."""
    print(line, flush=True)
    LINES.append(line)


def properties() -> dict[str, Any]:
    """Return a searchable name and 20 fields, which are all indexed."""
    named: dict[str, Any] = {"name": {"type": "string", "title": "Name", "maxLength": 200, **OPEN}}
    for number in range(TEXTS):
        named[f"text_{number}"] = {"type": "string", "title": f"Text {number}", **OPEN}
    for number in range(NUMBERS):
        named[f"number_{number}"] = {"type": "number", "title": f"Number {number}", **OPEN}
    for number in range(DATES):
        shape = {"type": "string", "format": "date", "title": f"Date {number}"}
        named[f"date_{number}"] = {**shape, **OPEN}
    return named


def definition() -> JsonObject:
    """Return the app that every tenant has."""
    fields = properties()
    settings = {"label": "{name}", "index": list(fields)[1:], "search": ["name"]}
    rights = dict.fromkeys(("create", "read", "update", "delete"), True)
    role = {"title": "All", "screens": ["list"], "models": {"thing": rights}}
    listed = {"type": "list", "model": "thing", "title": "List", "columns": list(fields)[:8]}
    thing = {
        "type": "object",
        "title": "Thing",
        "properties": fields,
        "required": ["name"],
        "additionalProperties": False,
        "x-model": settings,
    }
    return {
        "$schema": "urn:stuga:app:1",
        "key": "large",
        "title": "Large",
        "language": "en",
        "models": {"thing": thing},
        "screens": {"list": listed},
        "navigation": ["list"],
        "roles": {"all": role},
    }


def values(model: LiveModel) -> tuple[str, dict[str, str]]:
    """Return the SQL of a record's data, and of each slot, over the number `n`."""
    data, slots = ["'name', 'Person ' || n"], {}
    for at, (key, field) in enumerate(model.view.fields.items()):
        if key not in model.slots:
            continue
        column = model.slots[key].column
        if key.startswith("text"):
            words = [f"word {word * 7919 % WORDS:03}" for word in range(WORDS)]
            keys = [field.kind.slot_value(one, field.schema, model.language) for one in words]
            place = f"[1 + (n * {at + 1} / {at + 1} + n / 7 * {at}) % {WORDS}]"
            data.append(f"'{key}', (ARRAY{words}::text[]){place}")
            slots[column] = f"(ARRAY{keys}::text[]){place}"
        elif key.startswith("number"):
            value = f"((n::bigint * {31 + at} % 1000003)::float8 / 4)"
            data.append(f"'{key}', {value}")
            slots[column] = value
        else:
            value = f"('{date(2000, 1, 1)}'::date + (n::bigint * {7 + at} % 9000)::int)"
            if key == SPARSE:
                value = f"(CASE WHEN n % 3 > 0 THEN {value} END)"
            data.append(f"'{key}', {value}::text")
            slots[column] = f"({value}::timestamp AT TIME ZONE 'UTC')"
    return f"jsonb_strip_nulls(jsonb_build_object({', '.join(data)}))", slots


def fill(model: LiveModel, tenant_id: UUID, count: int) -> None:
    """Make so many records, in a few statements."""
    data, slots = values(model)
    at = "'2020-01-01'::timestamptz + n * interval '1 second'"
    columns = {
        "tenant_id": ":tenant",
        "model_id": ":model",
        "app_version": "1",
        "data": data,
        "search": "'person ' || n",
        "created_at": at,
        "updated_at": at,
        "activity_at": at,
        **slots,
    }
    statement = (
        f"INSERT INTO record ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
        " FROM generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS n"
    )
    for first in range(1, count + 1, BATCH):
        with unit_of_work():
            given = {"tenant": tenant_id, "model": model.id, "first": first}
            given["last"] = min(first + BATCH - 1, count)
            db.session.execute(text(statement), given)


def add_tenant(app: Flask, slug: str, count: int) -> tuple[UUID, str]:
    """Make a tenant with the app and so many records; return it and its owner's session."""
    command = CreateTenant(
        slug=slug,
        title=slug,
        language="en",
        zone="Europe/Stockholm",
        owner_name="Ada Lind",
        owner_email=f"ada@{slug}.example",
    )
    made = definition()
    read = document.App.read(made)
    with app.app_context():
        tenant = create_tenant(system(), command)
    with app.app_context(), bound(tenant.id), unit_of_work():
        row = App(key=read.key, title=read.title, draft=made, live_number=1)
        db.session.add(row)
        db.session.flush()  # the version needs the app's id
        db.session.add(Version(app_id=row.id, number=1, document=made, digest=digest(made)))
        db.session.flush()  # what is adopted looks at the versions there are
        adopt_version(row.id, read, 1)
        person = db.session.get_one(Person, (tenant.id, tenant.owner_id))
        people.grant_app_role(person, "large", "all")
        token = sessions.start(person.id, now=clock.now(), life=timedelta(hours=12))
    with app.app_context(), bound(tenant.id):
        fill(live("large").models["thing"], tenant.id, count)
    return tenant.id, token


@contextmanager
def counted() -> Iterator[list[str]]:
    """Gather the statements that are sent inside."""
    seen: list[str] = []
    send = psycopg.Cursor.execute

    def counting(cursor: Any, query: Any, *given: Any, **options: Any) -> Any:  # noqa: ANN401
        seen.append(str(query))
        return send(cursor, query, *given, **options)

    psycopg.Cursor.execute = counting  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        psycopg.Cursor.execute = send  # type: ignore[method-assign]


class Caller:
    """Asks as the owner of a tenant."""

    def __init__(self, app: Flask, slug: str, token: str) -> None:
        self._client = app.test_client()
        self._client.set_cookie(f"__Host-stuga-{slug}", token, secure=True)
        self._root = f"/t/{slug}/"

    def get(self, path: str) -> Any:  # noqa: ANN401
        answer = self._client.get(self._root + path, base_url="https://localhost")
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:300]}")
        return answer

    def measured(self, name: str, path: str) -> None:
        """Print the median time of a request, the worst, and how many statements it takes."""
        self.get(path)
        with counted() as statements:
            self.get(path)
        times = [self._timed(path) for _ in range(TURNS)]
        median, most = statistics.median(times), max(times)
        say(f"| {name} | {median:.1f} ms | {most:.1f} ms | {len(statements)} |")

    def _timed(self, path: str) -> float:
        began = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - began) * 1000


def middle(caller: Caller) -> tuple[str, str]:
    """Return the pages after and before the middle of a sorted list."""
    first = f"{API}?sort=number_0&limit=50&filter[number_0][gte]={1000003 / 8}"
    there = quote(caller.get(first).get_json()["next"])
    after = f"{first}&cursor={there}"
    back = quote(caller.get(after).get_json()["previous"])
    return after, f"{first}&cursor={back}"


def measure(caller: Caller) -> None:
    """Print a line for each way of asking."""
    head()
    either = '{"any":[{"field":"text_0","is":"word 007"},{"field":"number_1","lt":100}]}'
    neither = '{"not":{"any":[{"field":"text_0","is":"word 007"},{"field":"date_5","empty":true}]}}'
    for name, query in (
        ("list of 50", "?limit=50"),
        ("list of 200", "?limit=200"),
        ("list of 50 with a capped count", "?limit=50&count=true"),
        ("one text", "?filter[text_3]=word 011&limit=50"),
        ("filter, sort and capped count", "?filter[text_1]=word 011&sort=-number_2&count=true"),
        ("a range of dates, sorted", "?filter[date_0][gte]=2020-01-01&sort=date_0"),
        ("sorted by a field that a third lacks", "?sort=-date_5,number_3"),
        ("those that lack it, counted", "?filter[date_5][empty]=true&count=true"),
        ("either of two, counted", f"?filter={quote(either)}&count=true"),
        ("neither of two, counted", f"?filter={quote(neither)}&count=true"),
        ("search for one", "?q=person 4711"),
        ("search for a common word, counted", "?q=person&count=true"),
        ("search that finds nothing", "?q=nobody at all"),
        ("aggregate: count all", "/aggregate?measure=count"),
        ("aggregate: sum and mean of a number", "/aggregate?measure=sum:number_0,avg:number_0"),
        ("aggregate by a text", "/aggregate?group=text_0&measure=count,sum:number_0"),
        ("aggregate by months", "/aggregate?group=date_1:month&measure=count,max:number_2"),
        ("aggregate by two fields", "/aggregate?group=text_0,date_1:year&measure=count"),
        ("aggregate of few", "/aggregate?group=date_1:year&filter[text_2]=word 011"),
    ):
        caller.measured(name, API + query)
    after, before = middle(caller)
    caller.measured("the page after the middle", after)
    caller.measured("the page before it", before)
    caller.measured("the list's page", "apps/large/list")


def head() -> None:
    """Print the head of a table."""
    say("")
    say("| request | median | worst | statements |")
    say("| --- | ---: | ---: | ---: |")


def small_lists(caller: Caller) -> None:
    """Print a line for each way of asking a tenant with few records."""
    head()
    caller.measured("list of 50", f"{API}?limit=50")
    query = "filter[text_3]=word 011&sort=-number_2&count=true"
    caller.measured("filter, sort and capped count", f"{API}?{query}")
    caller.measured("search", f"{API}?q=person 11")
    caller.measured("aggregate", f"{API}/aggregate?group=text_0&measure=count,sum:number_0")


@contextmanager
def without_indexes(settings: dict[str, str]) -> Iterator[None]:
    """Take the indexes of records away, and make them again afterwards."""
    with psycopg.connect(_owner(settings), autocommit=True) as connection:
        found = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename = 'record' AND indexname <> 'record_pkey'"
        ).fetchall()
        for name, _ in found:
            connection.execute(f"DROP INDEX {name}")
        yield
        connection.execute("SET maintenance_work_mem = '512MB'")
        for _, definition in found:
            connection.execute(definition)


def planning(settings: dict[str, str], tenant_id: UUID) -> None:
    """Print how long PostgreSQL plans a filtered list of a tenant."""
    url = make_url(settings["STUGA_DATABASE_URL"]).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        connection.execute(f"SET LOCAL app.tenant_id = '{tenant_id}'")
        model = connection.execute("SELECT id FROM model").fetchone()
        assert model is not None
        asked = (
            f"EXPLAIN (SUMMARY) SELECT id FROM record WHERE tenant_id = '{tenant_id}'"
            f" AND model_id = '{model[0]}' AND deleted_at IS NULL AND t4 = 'word 011'"
            " AND n3 IS NOT NULL ORDER BY n3 DESC, id DESC LIMIT 51"
        )
        times = [connection.execute(asked).fetchall()[-1][0] for _ in range(TURNS)]
    found = statistics.median(float(one.split()[-2]) for one in times)
    say("")
    say(f"PostgreSQL plans a filtered, sorted list in {found:.2f} ms.")


def main() -> None:
    """Fill and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--tenants", type=int, default=1_000)
    asked = parser.parse_args()
    say(f"# Large data, measured {datetime.now(UTC):%Y-%m-%d}")  # noqa: TID251
    say("")
    say(
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}, PostgreSQL 18 with fsync and 128 MB of its own;"
        f" median and worst of {TURNS} requests at one connection, 20 indexed fields."
    )
    say("")
    with tempfile.TemporaryDirectory() as folder, services(Path(folder)) as settings:
        _measure_all(create_app(config.load(settings)), settings, asked)
    (Path(__file__).parent / "results-large.md").write_text("\n".join(LINES) + "\n", "utf-8")


def _measure_all(app: Flask, settings: dict[str, str], asked: argparse.Namespace) -> None:
    began = time.perf_counter()
    with without_indexes(settings):
        _, token = add_tenant(app, "large", asked.records)
    analyse(settings)
    say(f"{asked.records:,} records in {time.perf_counter() - began:.0f} s.")
    large = Caller(app, "large", token)
    measure(large)
    small_id, small_token = add_tenant(app, "small", OTHERS)
    small = Caller(app, "small", small_token)
    say("")
    say(f"One tenant of {OTHERS} records beside it:")
    small_lists(small)
    planning(settings, small_id)
    began = time.perf_counter()
    for number in range(asked.tenants):
        add_tenant(app, f"other-{number}", OTHERS)
    analyse(settings)
    say("")
    say(f"The same beside {asked.tenants:,} more ({time.perf_counter() - began:.0f} s):")
    small_lists(small)
    planning(settings, small_id)
    say("")
    say(f"And of the {asked.records:,} again:")
    measure(large)


def _owner(settings: dict[str, str]) -> str:
    url = make_url(settings["STUGA_OWNER_DATABASE_URL"]).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def analyse(settings: dict[str, str]) -> None:
    """Let the planner know how much there is."""
    with psycopg.connect(_owner(settings), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE record")


if __name__ == "__main__":
    main()
