"""The floor: the same work by hand, Flask and psycopg, one function an operation.

Same server, same table, same row security; validates, and leaves one audit row an operation.
No sign-in, no roles, no slots, no history, no salted detail.
"""

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, Response, request
from jsonschema import Draft202012Validator, FormatChecker
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool

ENTRY = (
    "INSERT INTO audit_entry (tenant_id, id, purge_month, stream, body, at, action, op, outcome,"
    " via, app, model, target_id)"
    " VALUES (%s, %s, %s, 'change', %s, %s, %s, 'x', 'success', 'api', 'bench', 'case', %s)"
)
PURGE = date(2032, 1, 1)
COLUMNS = "id, revision, data, created_at, updated_at"


class Floor:
    """What the three functions share: a pool, a tenant, a model, a validator."""

    def __init__(self) -> None:
        environment = os.environ  # noqa: TID251
        self.tenant = uuid.UUID(environment["FLOOR_TENANT"])
        self.model = uuid.UUID(environment["FLOOR_MODEL"])
        schema = json.loads(environment["FLOOR_SCHEMA"])
        self.validator = Draft202012Validator(schema, format_checker=FormatChecker())
        url = environment["STUGA_DATABASE_URL"].replace("+psycopg", "")
        rows = {"row_factory": dict_row}
        self.pool = ConnectionPool(url, min_size=4, max_size=8, open=True, kwargs=rows)

    @contextmanager
    def inside(self) -> Iterator[Any]:
        """Be in a transaction of the tenant."""
        with self.pool.connection() as connection:
            connection.execute(f"SET LOCAL app.tenant_id = '{self.tenant}'")
            yield connection

    def entry(self, connection: Any, action: str, target: Any) -> None:  # noqa: ANN401
        """Leave one audit row."""
        at = datetime.now(UTC)  # noqa: TID251
        entry_id = uuid.uuid4()  # noqa: TID251
        body = json.dumps({"action": action, "at": at.isoformat(), "id": str(entry_id)}).encode()
        connection.execute(ENTRY, (self.tenant, entry_id, PURGE, body, at, action, target))

    def create(self) -> Response:
        """Validate and insert."""
        data = request.get_json()
        if next(self.validator.iter_errors(data), None) is not None:
            return found({"error": "invalid"}, 422)
        with self.inside() as connection:
            row = connection.execute(
                "INSERT INTO record (tenant_id, model_id, app_version, data)"
                " VALUES (%s, %s, 1, %s) RETURNING id, revision, created_at",
                (self.tenant, self.model, Jsonb(data)),
            ).fetchone()
            self.entry(connection, "record.create", row["id"])
        return found({**row, "data": data}, 201)

    def get(self, record_id: uuid.UUID) -> Response:
        """Select one."""
        with self.inside() as connection:
            row = connection.execute(
                f"SELECT {COLUMNS} FROM record WHERE tenant_id = %s AND id = %s",
                (self.tenant, record_id),
            ).fetchone()
            self.entry(connection, "record.read", record_id)
        return found(row)

    def page(self) -> Response:
        """Select fifty, the newest, or of one kind by amount."""
        where, order, values = "", "created_at", [self.tenant, self.model]
        if "kind" in request.args:
            where, order = "AND t1 = %s AND data ->> 'kind' = %s AND n1 IS NOT NULL", "n1"
            values += [request.args["kind"]] * 2
        with self.inside() as connection:
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM record"
                f" WHERE tenant_id = %s AND model_id = %s AND deleted_at IS NULL {where}"
                f" ORDER BY {order} DESC, id DESC LIMIT 50",
                values,
            ).fetchall()
            self.entry(connection, "record.list", None)
        return found(rows)


def found(rows: Any, status: int = 200) -> Response:  # noqa: ANN401
    """Answer with JSON."""
    text = json.dumps(rows, default=str, ensure_ascii=False)
    return Response(text, status=status, mimetype="application/json")


def floor() -> Flask:
    """Make the hand-written application."""
    app, work = Flask("floor"), Floor()
    app.post("/cases")(work.create)
    app.get("/cases/<uuid:record_id>")(work.get)
    app.get("/cases")(work.page)
    return app
