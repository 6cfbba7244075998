"""The edges: what is asked ahead, and methods, forms and addresses that the API does not have."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from flask import Request, Response

from stuga.platform.errors import DomainError

API: Final = "/api/"
LONGEST_ADDRESS: Final = 16_000
_PURPOSES: Final = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")


class MethodError(DomainError):
    """There is something at this address, and this is not done to it."""

    code = "method-not-allowed"
    title = "This is not done here"

    def __init__(self, allowed: Iterable[str]) -> None:
        self.allowed = ", ".join(sorted(allowed))
        super().__init__(f"Here one may {self.allowed}.")


class FormError(DomainError):
    """What is answered has none of the forms that the caller takes."""

    code = "not-acceptable"
    title = "It does not come in that form"


class MediaTypeError(DomainError):
    """What was sent has a form that is not read here."""

    code = "media-type-unknown"
    title = "This is not read in that form"


class AddressTooLongError(DomainError):
    """The address is longer than any that means something."""

    code = "address-too-long"
    title = "The address is too long"


def is_ahead(here: Request) -> bool:
    """Tell whether a browser asks before anyone does: a look that nobody took is no entry."""
    asked = (here.environ.get(name, "") for name in _PURPOSES)
    return any("prefetch" in purpose for purpose in asked)


def is_api(here: Request) -> bool:
    """Tell whether a program's part of the site is asked."""
    return here.path.startswith(API)


def check_address(here: Request) -> None:
    """Go on only if the address of the API can be read with little work.

    :raises AddressTooLongError: if it is longer
    """
    if is_api(here) and len(here.path) + len(here.query_string) > LONGEST_ADDRESS:
        raise AddressTooLongError(f"At most {LONGEST_ADDRESS} characters; send ids in a body.")


def check_form(here: Request, response: Response) -> None:
    """Go on, and keep what was done, only if the caller takes what is answered.

    :raises FormError: if `Accept` names other forms only
    """
    if "Accept" not in here.headers or not is_api(here) or not response.mimetype:
        return
    if response.status_code == HTTPStatus.NO_CONTENT:
        return
    if here.accept_mimetypes.quality(response.mimetype) > 0:
        return
    raise FormError(f"It comes as {response.mimetype}.")


def check_sent(here: Request, types: tuple[str, ...]) -> None:
    """Go on only if the body is one of some media types, in UTF-8 and not packed.

    :raises MediaTypeError: if it is not
    """
    if here.mimetype not in types:
        raise MediaTypeError(f"Send the body as {types[0]}.")
    if here.mimetype_params.get("charset", "utf-8").lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise MediaTypeError("Send the body in UTF-8.")
    if here.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise MediaTypeError("Send the body as it is, without Content-Encoding.")
