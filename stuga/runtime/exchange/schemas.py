"""Imports as JSON: what comes in, what goes out."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate

from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import BadRequestError
from stuga.runtime.exchange.commands import Failure, Progress

MOST_FAILURES: Final = 100


class ImportArguments(Schema):
    """The query arguments of an import."""

    class Meta:
        unknown = RAISE

    file_name = fields.String(load_default="", validate=validate.Length(max=200))
    again = fields.Boolean(load_default=False)
    dry_run = fields.Boolean(load_default=False)
    columns = fields.String(load_default="")
    key = fields.String(load_default="", validate=validate.Length(max=1000))
    sheet = fields.String(load_default="", validate=validate.Length(max=200))


class StartArguments(Schema):
    """The query arguments of starting an import that has been tried."""

    class Meta:
        unknown = RAISE

    again = fields.Boolean(load_default=False)


class ColumnSchema(Schema):
    """Where one column goes; `by` says what its cells name a reference by."""

    class Meta:
        unknown = RAISE

    field = fields.String(required=True)
    by = fields.String(load_default="")


class FormSchema(ImportArguments):
    """The parts of a multipart import beside its file."""

    class Meta:
        unknown = EXCLUDE


def key_in(text: str) -> tuple[str, ...]:
    """Return the fields of a key, as `order,product`."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def columns_in(text: str) -> Mapping[str, Mapping[str, str] | None]:
    """Return where columns are to go: name -> field, or none to leave it out.

    :raises BadRequestError: if it is not JSON of that form
    """
    if not text:
        return {}
    try:
        given = json.loads(text)
        if not isinstance(given, dict):
            raise BadRequestError("columns: an object was expected.")
        return {name: None if one is None else _column(one) for name, one in given.items()}
    except (ValueError, RecursionError):
        raise BadRequestError("columns: this is not JSON.") from None


def _column(given: object) -> Mapping[str, str]:
    raw: dict[str, Any] = {"field": given} if isinstance(given, str) else _object(given)
    try:
        loaded: Mapping[str, str] = ColumnSchema().load(raw)
    except ValidationError as error:
        raise BadRequestError(f"columns: {error}.") from None
    return loaded


def _object(given: object) -> dict[str, Any]:
    if isinstance(given, dict):
        return given
    raise BadRequestError("columns: each is a field's key, an object, or null.")


def import_json(
    progress: Progress, failures: Sequence[Failure] = (), *, detail: str = ""
) -> JsonObject:
    """Return how far an import has come, why it failed, and the first rows that did."""
    counts = progress.counts
    failed: list[JsonValue] = [_failure_json(one) for one in failures]
    return {
        "id": str(progress.id),
        "app": progress.app_key,
        "model": progress.model,
        "file_name": progress.file_name,
        "state": progress.state,
        "dry_run": progress.is_trial,
        "total": progress.total,
        "done": progress.done,
        "key": [*progress.key],
        "created": counts.created,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
        "failed": counts.refused,
        "reason": progress.reason,
        "detail": detail,
        "may_resume": progress.may_resume,
        "failures": failed,
    }


def _failure_json(failure: Failure) -> JsonObject:
    errors: JsonObject = {**failure.errors}
    cells: list[JsonValue] = [*failure.cells]
    return {"row": failure.row, "cells": cells, "errors": errors}
