"""The Flask application: tenant, request id, unit of work and problems around every view."""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from typing import Final, NoReturn
from uuid import UUID

import flask
import psycopg
from flask import Flask, Response, current_app, g, request
from flask.globals import app_ctx, request_ctx
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
)
from werkzeug.routing import RequestRedirect

from stuga.models.json import JsonObject
from stuga.platform import errors
from stuga.platform.db.unit_of_work import finish, give_up
from stuga.platform.errors import DomainError
from stuga.platform.telemetry import Request, bind_request, log
from stuga.platform.tenancy.entry import bound
from stuga.platform.web import bodies, cookies, edges, headers, packing, problems, tags
from stuga.platform.web.access import Entry, access_of, brings_files
from stuga.platform.web.multipart import FormRequest
from stuga.platform.web.tenant_path import ADDRESS, NETWORK, SLUG

TENANT_OF: Final = "stuga.tenant_of"
ERROR_PAGE: Final = "stuga.error_page"
ON_DENIED: Final = "stuga.on_denied"
MOST_WITH_FILES: Final = "MAX_CONTENT_LENGTH_WITH_FILES"
_AGENTS: Final = re.compile(r"(Firefox|Edg|Chrome|Safari|curl|python)[^/ ]*/?(\d*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantPlace:
    """The tenant a request is for, as the edge needs it."""

    id: UUID
    slug: str
    title: str
    language: str
    zone: str
    theme: JsonObject = field(default_factory=dict)
    reads_at_once: bool = False


TenantOf = Callable[[str, str], TenantPlace | None]
"""From a slug in the path (or '') and the host to the tenant."""
ErrorPage = Callable[[DomainError, int], ResponseReturnValue]


def tenant() -> TenantPlace:
    """Return the tenant of the present request.

    :raises NotFoundError: outside every tenant
    """
    found: TenantPlace | None = g.get("tenant")
    if found is None:
        raise errors.NotFoundError
    return found


class Application(Flask):
    """Flask, with our edge around every view."""

    # Inside, the request is taken out of its proxy once: each look through one costs as much as a
    # part of the answer.
    request_class = FormRequest

    def full_dispatch_request(self) -> Response:
        """Serve a request inside its tenant, and never let an exception out."""
        if edges.is_ahead(request_ctx.request):
            return headers.secure(Response(status=HTTPStatus.SERVICE_UNAVAILABLE))
        with self._inside_tenant() as place, bind_request(_described(place)):
            response = super().full_dispatch_request()
            cookies.set_pending(response)
            return headers.secure(packing.packed(tags.tagged(response)))

    @contextmanager
    def _inside_tenant(self) -> Iterator[TenantPlace | None]:
        tenant_of: TenantOf = self.extensions[TENANT_OF]
        here, kept = request_ctx.request, app_ctx.g
        slug = here.environ.get(SLUG, "")
        place = tenant_of(slug, here.host)
        kept.tenant = place
        kept.slug = slug
        if place is None:
            yield None
        else:
            with bound(place.id):
                yield place

    def dispatch_request(self) -> ResponseReturnValue:
        """Call the view in one transaction: kept if it answers well, undone if it does not."""
        here = request_ctx.request
        try:
            edges.check_address(here)
            self._check_place(here)
            self._let_files_in(here)
            bodies.refuse_broken(here)
            response = self.make_response(super().dispatch_request())
            if response.status_code >= HTTPStatus.BAD_REQUEST and not g.get("keep", False):
                give_up()
            else:
                edges.check_form(here, response)
                finish()
        except BaseException:
            give_up()
            raise
        return response

    def raise_routing_exception(self, request: flask.Request) -> NoReturn:
        """Lead nowhere else from an address of the API that is almost one."""
        if isinstance(request.routing_exception, RequestRedirect) and edges.is_api(request):
            raise errors.NotFoundError
        super().raise_routing_exception(request)

    def make_default_options_response(self) -> Response:
        """Tell what may be done at an address, and nothing else."""
        response = super().make_default_options_response()
        response.status_code = HTTPStatus.NO_CONTENT
        return response

    def _check_place(self, here: flask.Request) -> None:
        """Keep routes of a tenant and routes outside of all apart."""
        if here.endpoint is None:
            return
        access = access_of(self.view_functions[here.endpoint])
        is_outside = access is not None and access.entry is Entry.OUTSIDE
        kept = app_ctx.g
        if is_outside == (kept.tenant is not None) or (kept.slug and kept.tenant is None):
            raise errors.NotFoundError

    def _let_files_in(self, here: flask.Request) -> None:
        """Take larger bodies where files come along; what is not a file stays as small as ever."""
        if here.endpoint is not None and brings_files(self.view_functions[here.endpoint]):
            here.max_content_length = self.config[MOST_WITH_FILES]


def keep() -> None:
    """Commit although the answer is an error: the refusal itself is a result."""
    g.keep = True


def _described(place: TenantPlace | None) -> Request:
    here = request_ctx.request
    return Request(
        id=uuid.uuid4().hex,  # noqa: TID251  # names a request in logs; no row has it
        via="api" if here.path.startswith("/api/") else "page",
        address=here.environ.get(ADDRESS, ""),
        network=here.environ.get(NETWORK, ""),
        agent=_agent_of(here.headers.get("User-Agent", "")),
        host=here.host,
        reads_at_once=place is not None and place.reads_at_once,
    )


@lru_cache(maxsize=256)
def _agent_of(told: str) -> str:
    agent = _AGENTS.search(told)
    return " ".join(part for part in agent.groups() if part) if agent else ""


def handle_errors(app: Application) -> None:
    """Answer every error as problem+json, or as a page with the same words."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(psycopg.OperationalError, _database)
    app.register_error_handler(Exception, _unexpected)


def _answered(error: DomainError) -> ResponseReturnValue:
    status = problems.status_of(error)
    if isinstance(error, errors.NotPermittedError):
        on_denied: Callable[[errors.NotPermittedError], None] = current_app.extensions[ON_DENIED]
        on_denied(error)
    if problems.wants_page():
        error_page: ErrorPage = current_app.extensions[ERROR_PAGE]
        return error_page(error, status)
    return problems.respond(error)


def _domain(error: DomainError) -> ResponseReturnValue:
    return _answered(error)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    ours = _in_our_words(error)
    if ours is not None:
        return _answered(ours)
    problem: JsonObject = {
        "type": "about:blank",
        "title": error.name,
        "status": error.code,
        "code": "http",
    }
    return problems.problem_response(problem, error.code)


def _in_our_words(error: HTTPException) -> DomainError | None:
    match error:
        case RequestEntityTooLarge():
            most = (request.max_content_length or 0) // 1_000_000
            return errors.TooLargeError(f"At most {most} MB are taken here.")
        case NotFound():
            return errors.NotFoundError()
        case BadRequest():
            return errors.BadRequestError("Its parts do not fit together.")
        case MethodNotAllowed() if problems.wants_page():
            return errors.NotFoundError("Nothing is shown at this address.")
        case MethodNotAllowed():
            return edges.MethodError(error.valid_methods or ())
        case _:
            return None


def _database(error: Exception) -> ResponseReturnValue:
    cause = error.orig if isinstance(error, OperationalError) else error
    if isinstance(cause, psycopg.errors.QueryCanceled):
        log.warning("statement.too-slow")
        return _answered(
            errors.TooSlowError("Ask for less at once: add a filter, or group by fewer.")
        )
    log.error("database.unavailable", error=type(cause).__name__)
    return _answered(errors.UnavailableError("The database does not answer. Try again soon."))


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("request.failed", exc_info=error)
    return _answered(DomainError("The error has been noted. Nothing was changed."))
