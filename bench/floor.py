"""The floor: the same work by hand, Flask and psycopg, one function an operation.

Same server, same table, same row security; validates, and leaves one audit row an operation.
No sign-in, no roles, no slots, no history, no salted detail.
"""

import json
import os
import uuid
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


def floor() -> Flask:
    """Make the hand-written application."""
    environment = os.environ  # noqa: TID251
    tenant = uuid.UUID(environment["FLOOR_TENANT"])
    model = uuid.UUID(environment["FLOOR_MODEL"])
    schema = json.loads(environment["FLOOR_SCHEMA"])
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    url = environment["STUGA_DATABASE_URL"].replace("+psycopg", "")
    pool = ConnectionPool(url, min_size=4, max_size=8, open=True, kwargs={"row_factory": dict_row})
    app = Flask("floor")

    def entry(connection: Any, action: str, target: Any) -> None:  # noqa: ANN401
        at = datetime.now(UTC)  # noqa: TID251
        entry_id = uuid.uuid4()  # noqa: TID251
        body = json.dumps({"action": action, "at": at.isoformat(), "id": str(entry_id)}).encode()
        connection.execute(ENTRY, (tenant, entry_id, PURGE, body, at, action, target))

    def found(rows: Any, status: int = 200) -> Response:  # noqa: ANN401
        text = json.dumps(rows, default=str, ensure_ascii=False)
        return Response(text, status=status, mimetype="application/json")

    @app.post("/cases")
    def create() -> Response:
        data = request.get_json()
        if next(validator.iter_errors(data), None) is not None:
            return found({"error": "invalid"}, 422)
        with pool.connection() as connection:
            connection.execute(f"SET LOCAL app.tenant_id = '{tenant}'")
            row = connection.execute(
                "INSERT INTO record (tenant_id, model_id, app_version, data)"
                " VALUES (%s, %s, 1, %s) RETURNING id, revision, created_at",
                (tenant, model, Jsonb(data)),
            ).fetchone()
            assert row is not None
            entry(connection, "record.create", row["id"])
        return found({**row, "data": data}, 201)

    @app.get("/cases/<uuid:record_id>")
    def get(record_id: uuid.UUID) -> Response:
        with pool.connection() as connection:
            connection.execute(f"SET LOCAL app.tenant_id = '{tenant}'")
            row = connection.execute(
                "SELECT id, revision, data, created_at, updated_at FROM record"
                " WHERE tenant_id = %s AND id = %s",
                (tenant, record_id),
            ).fetchone()
            entry(connection, "record.read", record_id)
        return found(row)

    @app.get("/cases")
    def page() -> Response:
        where, order, values = "", "created_at", [tenant, model]
        if "kind" in request.args:
            where, order = "AND t1 = %s AND data ->> 'kind' = %s", "n1"
            values += [request.args["kind"]] * 2
        with pool.connection() as connection:
            connection.execute(f"SET LOCAL app.tenant_id = '{tenant}'")
            rows = connection.execute(
                "SELECT id, revision, data, created_at, updated_at FROM record"
                f" WHERE tenant_id = %s AND model_id = %s AND deleted_at IS NULL {where}"
                f" {'AND n1 IS NOT NULL' if where else ''}"
                f" ORDER BY {order} DESC, id DESC LIMIT 50",
                values,
            ).fetchall()
            entry(connection, "record.list", None)
        return found(rows)

    return app
