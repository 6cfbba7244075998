"""What people do with their own account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from stuga.models import Person
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor, ActorKind
from stuga.platform.config import Settings
from stuga.platform.errors import InvalidError, NotFoundError, NotPermittedError
from stuga.platform.identity import passwords, people, sessions, throttle
from stuga.platform.identity.profile import queries
from stuga.platform.identity.profile.commands import EndSession, SetKeys, SetLanguage, SetPassword
from stuga.platform.identity.who import idle_of
from stuga.platform.telemetry import current_request
from stuga.platform.ui import LANGUAGES

LINK_COUNTS_FOR: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One browser in which the person is signed in."""

    id: UUID
    device: str
    began: datetime
    seen: datetime
    present: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """What the account page shows."""

    has_password: bool
    sessions: Sequence[OwnSession]


def read_profile(actor: Actor, *, now: datetime, settings: Settings) -> Profile:
    """Return one's own account."""
    person = _own(actor)
    live = sessions.live_of(person.id, now=now, idle=idle_of(actor.tenant_roles, settings))
    audit.record(actor, Act.PROFILE_READ, target=Target(kind="person", count=len(live)))
    return Profile(
        person.password_hash is not None,
        [
            OwnSession(row.id, row.device, row.created_at, row.seen_at, row.id == actor.session_id)
            for row in live
        ],
    )


def read_me(actor: Actor) -> None:
    """Note that a program asked who it acts as; the actor itself is the answer."""
    audit.record(actor, Act.PROFILE_READ, target=Target(kind=actor.kind.value))


def read_password_form(actor: Actor, *, now: datetime) -> bool:
    """Return whether the form asks for the current password."""
    audit.record(actor, Act.PROFILE_READ, target=Target(kind="password"))
    return _needs_current(actor, _own(actor), now)


def set_password(actor: Actor, command: SetPassword) -> None:
    """Choose a password; every other session of the person ends.

    :raises InvalidError: at `/current` or `/new`
    :raises TooManyAttemptsError: if the current password was wrong too often
    """
    person = _own(actor)
    if _needs_current(actor, person, command.now):
        _check_current(person, command)
    names = (*command.tenant_names, "stuga", person.name, (person.email or "").partition("@")[0])
    refused = passwords.problem(command.new, names)
    if refused:
        raise InvalidError({"/new": refused})
    person.password_hash = passwords.stored_form(command.new, rounds=command.rounds)
    sessions.end_all(person.id, now=command.now, but=actor.session_id)
    sessions.void_links(person.id, now=command.now)
    audit.record(actor, Act.PROFILE_UPDATE, target=Target(kind="person", fields=["password"]))


def set_language(actor: Actor, command: SetLanguage) -> None:
    """Keep the language a person chose; a stranger's choice is in their browser alone.

    :raises InvalidError: if Stuga does not speak it
    """
    if command.language not in LANGUAGES:
        raise InvalidError({"/language": Refused("choice-unknown")})
    if actor.kind is not ActorKind.PERSON:
        return
    person = _own(actor)
    change: dict[str, list[JsonValue]] = {"language": [person.language, command.language]}
    person.language = command.language
    audit.record(
        actor,
        Act.PROFILE_UPDATE,
        target=Target(kind="person", fields=["language"]),
        detail=Detail(changes=change, personal=()),
    )


def set_keys(actor: Actor, command: SetKeys) -> None:
    """Keep whether letters pressed alone do something on the person's pages."""
    person = _own(actor)
    change: dict[str, list[JsonValue]] = {"single_keys": [person.single_keys, command.single]}
    person.single_keys = command.single
    audit.record(
        actor,
        Act.PROFILE_UPDATE,
        target=Target(kind="person", fields=["single_keys"]),
        detail=Detail(changes=change, personal=()),
    )


def end_session(actor: Actor, command: EndSession) -> int:
    """End one of one's own sessions, or all but the present one; return how many ended.

    :raises NotFoundError: if it is not one's own, or has ended
    """
    person = _own(actor)
    ended = 1
    if command.session_id is None:
        ended = sessions.end_all(person.id, now=command.now, but=actor.session_id)
    elif queries.session(command.session_id, person.id) is None:
        raise NotFoundError
    else:
        sessions.end(command.session_id, now=command.now)
    audit.record(actor, Act.SIGN_OUT, target=Target(kind="session", count=ended))
    return ended


def _own(actor: Actor) -> Person:
    if actor.kind is not ActorKind.PERSON:
        raise NotPermittedError("Only people have an account.")
    person = people.find(actor.person_id)
    if person is None:
        raise NotFoundError
    return person


def _check_current(person: Person, command: SetPassword) -> None:
    """Check the current password, throttled as at sign-in: a session may be a borrowed one."""
    attempt = throttle.attempt_at(person.email or str(person.id), current_request().network)
    throttle.take(attempt, now=command.now)
    if not passwords.matches(command.current, person.password_hash, rounds=command.rounds):
        raise InvalidError({"/current": Refused("password-wrong")})
    throttle.give_back(attempt)


def _needs_current(actor: Actor, person: Person, now: datetime) -> bool:
    """Ask for it where there is one, unless a one-time link has just proved who it is."""
    if person.password_hash is None:
        return False
    session = queries.session(actor.session_id, person.id)
    fresh = session is not None and session.created_at > now - LINK_COUNTS_FOR
    return not (fresh and session is not None and session.method == sessions.LINK)
