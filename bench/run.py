"""Measures Stuga against the hand-written floor, in one run on the services it brings along."""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import text
from sqlalchemy.engine import make_url

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import screens, work
from bench.world import RECORDS, World, case, make
from stuga.app import create_app
from stuga.local.keys import keys_of
from stuga.local.parts import WEB_OPTIONS
from stuga.local.postgres import postgres_at
from stuga.local.processes import Process
from stuga.local.valkey import Valkey
from stuga.platform import config
from stuga.platform.authz.actor import system
from stuga.platform.db import db, migrate, roles, unit_of_work
from stuga.platform.tenancy.entry import bound
from stuga.runtime.retention import queries, service, sweeping
from stuga.runtime.retention.commands import PutRule, StartRun

HERE = Path(__file__).parent
SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))  # noqa: TID251
OURS, FLOOR = 8941, 8942
LINES: list[str] = []


def say(line: str) -> None:
    """Print a line and keep it for the file."""
    print(line, flush=True)
    LINES.append(line)


@contextmanager
def services(home: Path) -> Iterator[dict[str, str]]:
    """Run PostgreSQL, with fsync, and Valkey; give the settings of the parts."""
    keys = keys_of(home)
    (home / "log").mkdir(exist_ok=True)
    (home / "run").mkdir(exist_ok=True)
    postgres, valkey = postgres_at(home), Valkey(home=home)
    processes = [Process(postgres.child())]
    processes[0].wait_until_ready()
    try:
        roles.prepare_cluster(postgres.url())
        migrate.upgrade(_url(postgres.url(), roles.OWNER))
        processes.append(Process(valkey.child()))
        processes[1].wait_until_ready()
        yield {
            "STUGA_DATABASE_URL": _url(postgres.url(), roles.APP),
            "STUGA_READER_DATABASE_URL": _url(postgres.url(), roles.READER),
            "STUGA_PRIVACY_DATABASE_URL": _url(postgres.url(), roles.PRIVACY),
            "STUGA_OWNER_DATABASE_URL": _url(postgres.url(), roles.OWNER),
            "STUGA_BROKER_URL": valkey.broker_url,
            "STUGA_PUBLIC_URL": f"http://localhost:{OURS}",
            "STUGA_API_RATE": "off",
            "STUGA_API_RATE_TENANT": "off",
            **keys,
        }
    finally:
        for process in reversed(processes):
            process.stop()


def _url(superuser: str, role: str) -> str:
    url = make_url(superuser).set(
        drivername="postgresql+psycopg", username=role, database=roles.DATABASE
    )
    return url.render_as_string(hide_password=False)


@contextmanager
def served(target: str, port: int, settings: dict[str, str]) -> Iterator[None]:
    """Serve an application with granian as in production."""
    command = [sys.executable, "-P", "-m", "granian", *WEB_OPTIONS, f"--port={port}", target]
    environment = {**os.environ, **settings, "PYTHONPATH": str(HERE.parent)}  # noqa: TID251
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet) as server:
        try:
            _wait_for(port)
            yield
        finally:
            server.terminate()
            server.wait(timeout=40)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing answers on port {port}")


def load(port: int, method: str, path: str, connections: int, **more: Any) -> dict[str, float]:  # noqa: ANN401
    """Put load on one path from a process of its own."""
    body = json.dumps(more["body"]) if "body" in more else ""
    headers = {"Host": f"localhost:{port}", **more.get("headers", {})}
    if body:
        headers |= {"Content-Type": "application/json", "Content-Length": str(len(body.encode()))}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    job = {
        "port": port,
        "request": f"{method} {path} HTTP/1.1\r\n{head}\r\n{body}",
        "n": connections,
        "seconds": SECONDS,
        "warm": SECONDS / 4,
    }
    done = subprocess.run(
        [sys.executable, str(HERE / "load.py")],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    if found["failed"]:
        raise RuntimeError(f"{method} {path}: {found['failed']:.0f} answers were not as expected")
    return found


def compare(world: World) -> None:
    """Measure the same operations on both, one after the other."""
    root, signed = world.records_path, world.signed
    body = case(5)
    operations: list[tuple[str, str, str, str, dict[str, Any]]] = [
        ("create", "POST", root, "/cases", {"body": body}),
        ("get", "GET", f"{root}/{world.record_id}", f"/cases/{world.record_id}", {}),
        ("list 50", "GET", root, "/cases", {}),
        (
            "filter + sort",
            "GET",
            f"{root}?filter[kind]=permit&sort=-amount",
            "/cases?kind=permit",
            {},
        ),
    ]
    say("| operation | connections | ours /s | floor /s | ratio | ours ms | floor ms | p99 ms |")
    say("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, method, ours_path, floor_path, more in operations:
        for connections in (1, 16):
            ours = load(OURS, method, ours_path, connections, headers=signed, **more)
            floor = load(FLOOR, method, floor_path, connections, **more)
            say(
                f"| {name} | {connections} | {ours['per_second']:.0f} | {floor['per_second']:.0f} |"
                f" **{ours['per_second'] / floor['per_second']:.2f}** | {ours['median_ms']:.1f} |"
                f" {floor['median_ms']:.1f} | {ours['p99_ms']:.1f} |"
            )


def pages(world: World) -> None:
    """Measure pages at one connection: what the server takes, with loopback."""
    cookie = {"Cookie": f"__Host-stuga-{world.slug}={world.cookie}", "Accept": "text/html"}
    root = f"/t/{world.slug}/apps/bench"
    say("")
    say("| page | median ms | p99 ms |")
    say("| --- | ---: | ---: |")
    for name, path in (
        ("form of 44 fields", f"{root}/whole"),
        ("list of 50 by 8", f"{root}/list"),
        ("list, filtered and sorted", f"{root}/list?filter[kind]=permit&sort=-amount"),
        ("board of 100,000 records", f"{root}/list?view=board"),
        ("month of 1,550 records", f"{root}/list?view=calendar&on=2023-01-15"),
        ("reference search", f"{root}/note/options/case?q=Person+77"),
    ):
        found = load(OURS, "GET", path, 1, headers=cookie)
        say(f"| {name} | {found['median_ms']:.1f} | {found['p99_ms']:.1f} |")
    cold = work.once(world, OURS, f"{root}/figures", cookie)
    say(f"| six charts, counted | {cold * 1000:.0f} | |")
    found = load(OURS, "GET", f"{root}/figures", 1, headers=cookie)
    say(f"| six charts, kept | {found['median_ms']:.1f} | {found['p99_ms']:.1f} |")


def phone(world: World) -> None:
    """Measure a form in a browser slowed four times, on a line of 150 ms and 1.6 Mbit/s."""
    paint, use = screens.first_paint(world, OURS)
    say("")
    say(f"On a slow phone the form of 44 fields is painted after {paint:.0f} ms and can be used")
    say(f"after {use:.0f} ms. While one types, the longest task takes")
    say(f"{screens.typing(world, OURS):.0f} ms (0: none above 50).")


def server_times(world: World) -> None:
    """Measure lists of the API at one connection, and what takes longer than a request."""
    say("")
    say("| work | median | p99 |")
    say("| --- | ---: | ---: |")
    counted = f"{world.records_path}?filter[kind]=permit&sort=-amount&count=true"
    for name, path in (
        ("list of 50", world.records_path),
        ("filter, sort and count", counted),
    ):
        found = load(OURS, "GET", path, 1, headers=world.signed)
        say(f"| {name} | {found['median_ms']:.1f} ms | {found['p99_ms']:.1f} ms |")
    say(f"| {work.AT_ONCE:,} records in one call | {work.bulk(world, OURS):.2f} s | |")


def sweep(settings: dict[str, str], world: World) -> None:
    """Anonymise 10,000 due records among 100,000."""
    app = create_app(config.load(settings))
    now = datetime(2026, 11, 1, tzinfo=UTC)
    rule = {
        "start": {"event": "created"},
        "keep_max": "P1Y",
        "action": "anonymise",
        "fields": {"name": {"method": "redact"}},
    }
    with app.app_context(), bound(world.tenant_id):
        with unit_of_work():
            command = PutRule(
                app="bench", model="case", key="year", title="A year", rule=rule, now=now
            )
            service.put_rule(system(), command)
        with unit_of_work():
            db.session.execute(
                text(
                    "UPDATE record SET due_at = CASE WHEN n < 10000 THEN created_at ELSE :later END"
                    " FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM record) AS o"
                    " WHERE record.id = o.id"
                ),
                {"later": now + timedelta(days=3650)},
            )
        moment = now + timedelta(days=365)
        with unit_of_work():
            run_id = sweeping.begin(system(), StartRun(now=moment)).id
        began = time.perf_counter()
        more = True
        while more:
            with unit_of_work():
                more = sweeping.do_slice(system(), run_id)
        took = time.perf_counter() - began
        with unit_of_work():
            done = queries.get_run(run_id).report["records"]
    say("")
    say(f"Sweep: {done} due among {RECORDS} records anonymised in {took:.1f} s.")


def main() -> None:
    """Measure, print, and write `bench/results.md`."""
    say(f"# Measured {datetime.now(UTC):%Y-%m-%d}")  # noqa: TID251
    say("")
    say(
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}, PostgreSQL 18 with fsync; the load, both servers"
        f" and the database share the cores; {SECONDS:.0f} s a figure."
    )
    say("")
    with tempfile.TemporaryDirectory() as folder, services(Path(folder)) as settings:
        began = time.perf_counter()
        app = create_app(config.load(settings))
        world = make(app)
        _analyse(settings)
        say(f"{RECORDS} records made in {time.perf_counter() - began:.0f} s.")
        say("")
        environment = {**settings, **world.floor_settings()}
        ours = served("stuga.app:wsgi", OURS, environment)
        with ours, served("bench.floor:floor", FLOOR, environment):
            compare(world)
            pages(world)
            server_times(world)
            with app.app_context():
                took = work.csv_import(app, world, OURS)
            say(f"| CSV of {work.ROWS:,} rows | {took:.1f} s | |")
            phone(world)
        sweep(settings, world)
    (HERE / "results.md").write_text("\n".join(LINES) + "\n", encoding="utf-8")


def _analyse(settings: dict[str, str]) -> None:
    """Let the planner know what is there, as autovacuum would in a minute."""
    url = settings["STUGA_OWNER_DATABASE_URL"].replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE record")


if __name__ == "__main__":
    main()
