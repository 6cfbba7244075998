"""Every route says who may come in; a test finds those that do not."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from flask import current_app, request
from flask.globals import app_ctx

from stuga.platform.authz import Actor, ActorKind
from stuga.platform.authz.actor import ANONYMOUS
from stuga.platform.errors import NotSignedInError
from stuga.platform.web import rates

P = ParamSpec("P")
R = TypeVar("R")

WHO: Final = "stuga.who"
Who = Callable[[], Actor | None]
"""Given by `create_app`: finds the actor of the present request."""


class Entry(StrEnum):
    """Who a route lets in."""

    SIGNED_IN = "signed-in"
    PUBLIC = "public"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Access:
    """What a route declares. `reason` says why strangers may come in."""

    entry: Entry
    reason: str = ""


def access_of(view: Callable[..., object]) -> Access | None:
    """Return what a view declares, or None where it forgot."""
    return getattr(view, "access", None)


def actor_of_request() -> Actor:
    """Return who is acting; an anonymous actor if nobody is known. Asked once a request."""
    kept = app_ctx.g
    if "actor" not in kept:
        who: Who = current_app.extensions[WHO]
        found = who() or ANONYMOUS
        kept.actor = found
        return found
    actor: Actor = kept.actor
    return actor


def signed_in(view: Callable[..., R]) -> Callable[..., R]:
    """Let in people and service tokens; the view gets the actor first.

    Pages are for people: a service token is let in below `/api/` only, where requests are counted.
    """

    @wraps(view)
    def guarded(*args: object, **kwargs: object) -> R:
        actor = actor_of_request()
        on_page = not request.path.startswith("/api/")
        if not actor.signed_in or (on_page and actor.kind is ActorKind.SERVICE):
            raise NotSignedInError
        if not on_page:
            rates.take(actor)
        return view(actor, *args, **kwargs)

    guarded.access = Access(Entry.SIGNED_IN)  # type: ignore[attr-defined]
    return guarded


def public(reason: str) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Let anyone in who reaches the tenant; the view gets an actor, perhaps an anonymous one."""

    def decorate(view: Callable[..., R]) -> Callable[..., R]:
        @wraps(view)
        def open_view(*args: object, **kwargs: object) -> R:
            return view(actor_of_request(), *args, **kwargs)

        open_view.access = Access(Entry.PUBLIC, reason)  # type: ignore[attr-defined]
        return open_view

    return decorate


def takes_files(view: Callable[P, R]) -> Callable[P, R]:
    """Let a request bring files along, and so be larger than others."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def brings_files(view: Callable[..., object]) -> bool:
    """Tell whether requests for a view may bring files along."""
    return getattr(view, "takes_files", False)


def outside(reason: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Answer at the root of the installation, outside every tenant, and only there."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        view.access = Access(Entry.OUTSIDE, reason)  # type: ignore[attr-defined]
        return view

    return decorate
