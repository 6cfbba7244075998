"""Serves the JSON Schemas of the definition language at `/schemas/…`, outside every tenant."""

import json
from functools import cache
from typing import Final

from flask import Blueprint, Response, request

from stuga.models.definition.reading import text_at
from stuga.models.definition.structure import schema_documents
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import NotFoundError
from stuga.platform.web import answer, outside

schemas: Final = Blueprint("schemas", __name__, url_prefix="/schemas")
AN_HOUR: Final = 3600
WHY: Final = "Definitions are an open format; their schemas hold nothing of any tenant."


@schemas.get("/")
@outside(WHY)
def list_schemas() -> Response:
    return _kept(answer({"schemas": [*_listed()]}))


@schemas.get("/<name>")
@outside(WHY)
def get_schema(name: str) -> Response:
    document = schema_documents().get(name)
    if document is None:
        raise NotFoundError
    response = Response(_written(name), mimetype="application/schema+json")
    return _kept(response)


def _listed() -> list[JsonValue]:
    return [_described(name, document) for name, document in schema_documents().items()]


def _described(name: str, document: JsonObject) -> JsonObject:
    place = f"/schemas/{name}"
    return {"id": text_at(document, "$id"), "title": text_at(document, "title"), "href": place}


@cache
def _written(name: str) -> str:
    return json.dumps(schema_documents()[name], ensure_ascii=False, indent=2) + "\n"


def _kept(response: Response) -> Response:
    """Let anyone keep the answer for a while, and ask for it again by its digest."""
    response.add_etag()
    response.cache_control.public = True
    response.cache_control.max_age = AN_HOUR
    response.make_conditional(request)
    return response
