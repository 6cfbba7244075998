"""Domain errors. They know no HTTP; `web.problems` gives each family its status."""

from collections.abc import Mapping
from typing import ClassVar

from stuga.models.definition.refusals import Errors
from stuga.models.definition.saying import Sentence, Tree


class DomainError(Exception):
    """Something the caller can be told. `code` is API and never changes.

    :param detail: what there is to say beside the title; a plain text is for programs, in English
    """

    code: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str | Sentence = "") -> None:
        super().__init__(str(detail))
        self.detail = detail

    def members(self) -> Mapping[str, Tree]:
        """Return what the problem document says besides its standard members."""
        return {}


class BadRequestError(DomainError):
    """The request itself cannot be understood."""

    code = "bad-request"
    title = "The request cannot be understood"


class NotSignedInError(DomainError):
    """Nobody is signed in, or the session has ended."""

    code = "not-signed-in"
    title = "Sign in first"


class NotPermittedError(DomainError):
    """The actor sees the thing but may not do this to it."""

    code = "not-permitted"
    title = "You may not do this"

    def __init__(self, detail: str | Sentence = "", *, permission: str = "") -> None:
        super().__init__(detail)
        self.permission = permission


class NotFoundError(DomainError):
    """Nothing of this tenant has that address. Another tenant's objects are the same."""

    code = "not-found"
    title = "There is nothing here"


class ConflictError(DomainError):
    """The state of things has moved on since the caller looked."""

    code = "conflict"
    title = "This has changed in the meantime"


class PreconditionFailedError(ConflictError):
    """`If-Match` names a revision that is no longer the current one."""

    code = "revision-stale"
    title = "Someone saved this after you opened it"


class PreconditionRequiredError(DomainError):
    """A change must say which revision it starts from."""

    code = "revision-required"
    title = "Say which revision you change"


class InvalidError(DomainError):
    """Values were refused. `errors` maps JSON pointers to refusals."""

    code = "invalid"
    title = "Some values cannot be taken"

    def __init__(self, errors: Errors, detail: str | Sentence = "") -> None:
        super().__init__(detail)
        self.errors = errors


class TooManyError(DomainError):
    """Too many attempts. `seconds` says how long to wait."""

    code = "too-many"
    title = "Too many attempts"

    def __init__(self, detail: str | Sentence = "", *, seconds: int = 60) -> None:
        super().__init__(detail)
        self.seconds = seconds


class TooLargeError(DomainError):
    """What was sent is larger than is taken here."""

    code = "too-large"
    title = "This is too large"


class TooSlowError(DomainError):
    """What was asked for takes longer than one request may; asked more narrowly it may not."""

    code = "too-slow"
    title = "This takes too long"


class UnavailableError(DomainError):
    """A part that is needed does not answer. `seconds` says when to ask again; 0 if unknown."""

    code = "unavailable"
    title = "This does not work right now"

    def __init__(self, detail: str | Sentence = "", *, seconds: int = 0) -> None:
        super().__init__(detail)
        self.seconds = seconds
