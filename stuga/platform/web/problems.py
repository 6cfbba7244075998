"""Gives each family of domain errors its status, and writes problem+json (RFC 9457)."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final, TypeAlias

from flask import Response, current_app, request

from stuga.models.definition.saying import ENGLISH, Tongue, in_words
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import errors
from stuga.platform.errors import DomainError, InvalidError, TooManyError, UnavailableError
from stuga.platform.web import edges

STATUS: Final[Mapping[type[DomainError], HTTPStatus]] = {
    errors.BadRequestError: HTTPStatus.BAD_REQUEST,
    errors.NotSignedInError: HTTPStatus.UNAUTHORIZED,
    errors.NotPermittedError: HTTPStatus.FORBIDDEN,
    errors.NotFoundError: HTTPStatus.NOT_FOUND,
    errors.PreconditionFailedError: HTTPStatus.PRECONDITION_FAILED,
    errors.PreconditionRequiredError: HTTPStatus.PRECONDITION_REQUIRED,
    errors.ConflictError: HTTPStatus.CONFLICT,
    errors.InvalidError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TooManyError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.TooSlowError: HTTPStatus.GATEWAY_TIMEOUT,
    errors.UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    edges.MethodError: HTTPStatus.METHOD_NOT_ALLOWED,
    edges.FormError: HTTPStatus.NOT_ACCEPTABLE,
    edges.MediaTypeError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    edges.AddressTooLongError: HTTPStatus.REQUEST_URI_TOO_LONG,
}

TONGUE_OF: Final = "stuga.tongue_of"
TongueOf: TypeAlias = Callable[[], Tongue]
"""Given by `create_app`: the language in which a program is answered."""


def status_of(error: DomainError) -> HTTPStatus:
    """Return the status of an error's nearest family."""
    for family in type(error).__mro__:
        if family in STATUS:
            return STATUS[family]
    return HTTPStatus.INTERNAL_SERVER_ERROR


def problem_of(error: DomainError, tongue: Tongue = ENGLISH) -> JsonObject:
    """Return the problem document of an error, its title and sentences in a language."""
    problem: JsonObject = {
        "type": f"urn:stuga:problem:{error.code}",
        "title": tongue.text(error.title),
        "status": status_of(error).value,
        "code": error.code,
    }
    if error.detail:
        problem["detail"] = in_words(error.detail, tongue)
    if isinstance(error, InvalidError):
        problem["errors"] = refusals(error)
    for name, value in error.members().items():
        problem[name] = in_words(value, tongue)
    return problem


def refusals(error: InvalidError) -> list[JsonValue]:
    """Return what was refused, one object a place."""
    found: list[JsonValue] = []
    for pointer, refused in error.errors.items():
        one: JsonObject = {"pointer": pointer, "code": refused.code}
        one.update(refused.arguments)
        found.append(one)
    return found


def problem_response(problem: JsonObject, status: int, *, retry_after: int = 0) -> Response:
    """Answer with a problem document."""
    response = Response(
        json.dumps(problem, ensure_ascii=False),
        status=status,
        mimetype="application/problem+json",
    )
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="stuga"'
    return response


def respond(error: DomainError) -> Response:
    """Answer a domain error to a program."""
    tongue_of: TongueOf = current_app.extensions[TONGUE_OF]
    tongue = tongue_of()
    response = problem_response(
        problem_of(error, tongue), status_of(error), retry_after=wait_for(error)
    )
    response.headers["Content-Language"] = tongue.tag
    if isinstance(error, edges.MethodError):
        response.headers["Allow"] = error.allowed
    return response


def wait_for(error: DomainError) -> int:
    """Return after how many seconds it is worth asking again; 0 if nobody knows."""
    return error.seconds if isinstance(error, TooManyError | UnavailableError) else 0


def wants_page() -> bool:
    """Tell whether a person's browser asks, and not a program."""
    if request.path.startswith(("/api/", "/schemas/")):
        return False
    best = request.accept_mimetypes.best_match(["application/json", "text/html"], "text/html")
    return best == "text/html"
