"""Measures work that takes longer than a request: many records in one call, a CSV file."""

import csv
import io
import json
import statistics
import time
import urllib.request
from collections.abc import Callable
from typing import Any

from celery import current_app
from flask import Flask

from bench.world import World, case
from stuga.platform.jobs.relay import leased_of

ROWS = 5_000
AT_ONCE = 1_000
TURNS = 5


def bulk(world: World, port: int) -> float:
    """Return the median seconds that a thousand new records take in one call."""
    operations = [{"do": "create", "data": case(number)} for number in range(AT_ONCE)]
    body = json.dumps({"operations": operations}).encode()
    headers = {"Content-Type": "application/json"}

    def once() -> None:
        answer = _sent(world, port, f"{world.records_path}/bulk", body, headers)
        assert json.load(answer)["done"] == AT_ONCE

    return statistics.median(_timed(once) for _ in range(TURNS))


def csv_import(app: Flask, world: World, port: int) -> float:
    """Return the seconds from sending a CSV file to its last row, jobs done in this process."""
    path = f"/t/{world.slug}/api/v1/apps/bench/imports/case"
    content = _file()

    def whole() -> None:
        _sent(world, port, path, content, {"Content-Type": "text/csv"})
        while leased := leased_of(app, world.tenant_id):
            for row in leased:
                current_app.tasks[row.kind].run(str(world.tenant_id), str(row.id), str(row.token))

    return _timed(whole)


def once(world: World, port: int, path: str, headers: dict[str, str]) -> float:
    """Return the seconds that a page takes when it is asked for once."""
    return _timed(lambda: _sent(world, port, path, None, headers).read())


def _file() -> bytes:
    written = io.StringIO()
    rows = [case(number) for number in range(ROWS)]
    table = csv.DictWriter(written, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    return written.getvalue().encode()


def _sent(world: World, port: int, path: str, body: bytes | None, headers: dict[str, str]) -> Any:  # noqa: ANN401
    signed = {"Host": f"localhost:{port}", **world.signed, **headers}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, signed)
    return urllib.request.urlopen(request, timeout=120)


def _timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
