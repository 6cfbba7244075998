"""What came with a request: JSON bodies, query arguments, `If-Match`."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from flask import Request, request
from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict

from stuga.models.definition.refusals import Refused
from stuga.models.definition.storable import is_broken, unstorable
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import (
    BadRequestError,
    InvalidError,
    NotFoundError,
    PreconditionRequiredError,
)
from stuga.platform.web.edges import check_sent

MERGE_PATCH: Final = "application/merge-patch+json"
_MAX_DEPTH: Final = 32
_FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_TAG: Final = re.compile(r'^"(\d{1,9})(?:\.[0-9a-f]{24})?"$', re.ASCII)


def json_body() -> JsonObject:
    """Return the body, which must be a JSON object.

    :raises MediaTypeError: if it is no JSON by its own word
    :raises BadRequestError: naming line and column where it is malformed
    :raises InvalidError: naming the texts and numbers that nothing can keep
    """
    return _object(("application/json", MERGE_PATCH))


def merge_patch_body() -> JsonObject:
    """Return a JSON merge patch (RFC 7396)."""
    return _object((MERGE_PATCH, "application/json"))


def _object(types: tuple[str, ...]) -> JsonObject:
    check_sent(request, types)
    try:
        loaded = json.loads(
            request.get_data(cache=False).decode("utf-8"),
            object_pairs_hook=_without_doubles,
            parse_constant=_refuse_constant,
        )
    except UnicodeDecodeError as error:
        raise BadRequestError(f"The body is not UTF-8 (byte {error.start}).") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadRequestError(f"The body is not JSON: {error.msg} at {place}.") from None
    except (RecursionError, ValueError) as error:
        raise BadRequestError(f"The body is not JSON that is taken here: {error}.") from None
    if not isinstance(loaded, dict):
        raise BadRequestError("The body must be a JSON object.")
    if _depth(loaded) > _MAX_DEPTH:
        raise BadRequestError(f"The body is nested deeper than {_MAX_DEPTH} levels.")
    if refused := unstorable(loaded):
        raise InvalidError(refused)
    return loaded


def _without_doubles(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        counted = Counter(name for name, _ in pairs)
        [(name, _)] = counted.most_common(1)
        raise ValueError(f"the member {name[:100]!r} is given twice")
    return found


def _refuse_constant(name: str) -> JsonValue:
    raise ValueError(f"{name} is no JSON number")


def _depth(value: JsonValue) -> int:
    """Return how deep a value nests, without recursion, so that nothing can overflow it."""
    deepest, level = 0, [value]
    while level and deepest <= _MAX_DEPTH:
        deepest += 1
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return deepest


def body(schema: Schema, content: JsonObject | None = None) -> Any:  # noqa: ANN401  # whatever command the schema makes
    """Turn the body into a command.

    :param content: the body, if it is read already; it can be read once
    :raises InvalidError: naming each member that was refused
    """
    return _loaded(schema, json_body() if content is None else content)


def arguments(schema: Schema) -> Any:  # noqa: ANN401  # whatever command the schema makes
    """Turn the query arguments into a command; a name that is not known is refused.

    :raises BadRequestError: naming it
    """
    for name, several in request.args.lists():
        if len(several) > 1:
            raise BadRequestError(f"{name}: it is given twice.")
    try:
        return schema.load(request.args.to_dict())
    except ValidationError as error:
        words = "; ".join(f"{name}: {text}" for name, text in _sentences(error).items())
        raise BadRequestError(words) from None


def _loaded(schema: Schema, given: JsonObject) -> Any:  # noqa: ANN401  # as above
    try:
        return schema.load(given)
    except ValidationError as error:
        refused = {
            f"/{name}": Refused("schema", {"message": text})
            for name, text in _sentences(error).items()
        }
        raise InvalidError(refused) from None


def _sentences(error: ValidationError) -> Mapping[str, str]:
    found: dict[str, str] = {}
    _collect(error.messages, "", found)
    return found


def _collect(messages: object, path: str, found: dict[str, str]) -> None:
    if isinstance(messages, dict):
        for name, inner in messages.items():
            _collect(inner, f"{path}/{name}" if path else str(name), found)
    elif isinstance(messages, list):
        found[path.removesuffix("/_schema")] = " ".join(str(each) for each in messages)


def refuse_broken(here: Request) -> None:
    """Go on only if address and form hold no sign that nothing can keep.

    :raises NotFoundError: if the path does
    :raises BadRequestError: naming the argument or the field that does
    """
    if is_broken(here.path):
        raise NotFoundError
    if here.query_string:
        _refuse_broken_in(here.args)
    if here.mimetype in _FORMS:
        _refuse_broken_in(here.form)


def _refuse_broken_in(given: MultiDict[str, str]) -> None:
    for name, text in given.items(multi=True):
        if is_broken(name) or is_broken(text):
            raise BadRequestError(f"{name!a}: it holds a sign that cannot be kept.")


def if_match() -> int:
    """Return the revision that `If-Match` names.

    :raises PreconditionRequiredError: if there is none
    :raises BadRequestError: if it is no revision of ours
    """
    given = request.headers.get("If-Match")
    if given is None:
        raise PreconditionRequiredError('Send If-Match with the revision, as "3".')
    match = _TAG.match(given.strip())
    if match is None:
        raise BadRequestError('If-Match must be one revision in quotation marks, as "3".')
    return int(match[1])
