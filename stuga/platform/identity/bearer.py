"""Bearer tokens of services: Authlib reads the header and words the refusal; rights are ours."""

import re
from typing import Final
from uuid import UUID

from authlib.oauth2 import (  # type: ignore[import-untyped]
    OAuth2Error,
    ResourceProtector,
)
from authlib.oauth2.rfc6750 import (  # type: ignore[import-untyped]
    BearerTokenValidator,
    InvalidTokenError,
)
from flask import Request, Response, after_this_request

from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import NotSignedInError
from stuga.platform.identity.paths import asked_app
from stuga.platform.identity.who import service_of_token

REALM: Final = "stuga"
_FORM: Final = re.compile(r"stuga_([0-9a-f]{32})_([A-Za-z0-9_-]{43})", re.ASCII)


def written(token_id: UUID, secret: str) -> str:
    """Return a service token as it is shown once and sent ever after."""
    return f"stuga_{token_id.hex}_{secret}"


class _Validator(BearerTokenValidator):  # type: ignore[misc]  # Authlib has no types
    """Looks a token up; unknown, expired and revoked ones are all the same."""

    def authenticate_token(self, token_string: str) -> Actor | None:
        match = _FORM.fullmatch(token_string.strip())
        if match is None:
            return None
        return service_of_token(UUID(hex=match[1]), match[2], now=clock.now(), app=asked_app())

    def validate_token(
        self,
        token: Actor | None,
        scopes: object,  # noqa: ARG002  # Authlib's signature; `require` looks at scopes
        request: object,  # noqa: ARG002  # as above
    ) -> None:
        if token is None:
            raise InvalidTokenError(realm=self.realm)


_protector: Final = ResourceProtector()
_protector.register_token_validator(_Validator(realm=REALM))


def service_of_request(request: Request) -> Actor:
    """Return the service whose token the request carries.

    :raises NotSignedInError: if the token is not, or no longer, good
    """
    try:
        service: Actor = _protector.validate_request(None, request)
    except OAuth2Error as error:
        _challenge_with(error)
        raise NotSignedInError("The bearer token is not valid, or no longer.") from None
    return service


def _challenge_with(error: OAuth2Error) -> None:
    """Name what is wrong in `WWW-Authenticate`, as RFC 6750 section 3 asks."""
    challenge = dict(error.get_headers()).get("WWW-Authenticate")

    @after_this_request
    def challenged(response: Response) -> Response:
        if challenge:
            response.headers["WWW-Authenticate"] = challenge
        return response
