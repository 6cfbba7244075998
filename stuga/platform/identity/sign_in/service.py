"""Signing in and out. No answer, status or delay tells whether an account exists."""

import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.models import Person
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Outcome, Target
from stuga.platform.authz import Actor
from stuga.platform.authz.actor import ANONYMOUS, TenantRole
from stuga.platform.config import Settings
from stuga.platform.db import db
from stuga.platform.errors import InvalidError, NotFoundError
from stuga.platform.identity import passwords, people, sessions, system_log, throttle
from stuga.platform.identity.people import normal_email
from stuga.platform.identity.sign_in import queries
from stuga.platform.identity.sign_in.commands import SignIn, SpendLink
from stuga.platform.identity.sign_in.queries import Account
from stuga.platform.identity.system_log import Kind
from stuga.platform.identity.throttle import TooManyAttemptsError
from stuga.platform.identity.who import person_for_job
from stuga.platform.telemetry import current_request

ANSWER_STEP_SECONDS: Final = 0.05


class SignInRefusedError(InvalidError):
    """E-mail and password do not belong together, or the account may not sign in."""

    code = "sign-in-refused"
    title = "You were not signed in"


class LinkSpentError(NotFoundError):
    """The one-time link is unknown, used or too old."""

    code = "link-spent"
    title = "This link no longer works"


@dataclass(frozen=True, slots=True)
class Entered:
    """Someone who has just signed in, and what the browser gets."""

    actor: Actor
    token: str
    has_password: bool


def sign_in(command: SignIn, *, settings: Settings) -> Entered:
    """Start a session if the password is the account's.

    The attempt is counted before the check and given back after it; the check is as slow for
    unknown and disabled accounts. Each attempt is logged for the operator.

    :raises TooManyAttemptsError: if the account or the address must wait
    :raises SignInRefusedError: for every other reason, in the same words
    """
    started = time.monotonic()
    email = normal_email(command.email)
    attempt = throttle.attempt_at(email, current_request().network)
    _take(attempt, command.now)
    account = queries.account_of(email)
    rounds = settings.bcrypt_rounds
    stored = account.checked_against if account else None
    right = passwords.matches(command.password, stored, rounds=rounds)
    person = None
    if account and stored and right:
        throttle.give_back(attempt)
        outdated = passwords.is_outdated(stored, rounds=rounds)
        renewed = passwords.stored_form(command.password, rounds=rounds) if outdated else stored
        person = _renewed(account.person_id, renewed)
    if person is None:
        _note_refusal(account, email)
        _even_out(started)
        raise SignInRefusedError({})
    return _enter(person, sessions.PASSWORD, command, settings)


def _take(attempt: throttle.Attempt, now: datetime) -> None:
    try:
        throttle.take(attempt, now=now)
    except TooManyAttemptsError:
        system_log.note(Kind.SIGN_IN, "throttled")
        raise


def _renewed(person_id: UUID, password_hash: str) -> Person | None:
    """Return the person, unless disabled since, with the password stored at today's cost."""
    person = people.find(person_id, locked=True)
    if person is None or person.state != "active":
        return None
    person.password_hash = password_hash
    return person


def _note_refusal(account: Account | None, email: str) -> None:
    reason = "unknown" if account is None else _reason(account)
    person_id = account.person_id if account else None
    system_log.note(Kind.SIGN_IN, "failed", reason=reason, person_id=person_id)
    if account:
        audit.record_apart(
            ANONYMOUS,
            Act.SIGN_IN,
            target=Target(kind="password"),
            detail=Detail(label=f"{account.name} ({email})"),
            outcome=Outcome.FAILED,
        )


def _reason(account: Account) -> str:
    return "password" if account.checked_against else account.state


def _even_out(started: float) -> None:
    """Answer at the next twentieth of a second: what a known account costs more cannot be seen."""
    passed = time.monotonic() - started
    time.sleep(ANSWER_STEP_SECONDS - passed % ANSWER_STEP_SECONDS)


def look_at_link(token: str, *, now: datetime) -> str:
    """Return the name of whose link it is. Scanners of mail look at links too: nothing is spent.

    :raises LinkSpentError: if it no longer works
    """
    person_id = sessions.link_is_good(token, now=now)
    person = people.find(person_id) if person_id else None
    if person is None or person.state == "disabled":
        raise LinkSpentError
    return person.name


def spend_link(command: SpendLink, *, settings: Settings) -> Entered:
    """Start a session for the one whose link it is; the link is then dead.

    :raises LinkSpentError: if it is unknown, used or too old, or the person is disabled
    """
    person_id = sessions.spend_link(command.token, now=command.now)
    person = people.find(person_id, locked=True) if person_id else None
    if person is None or person.state == "disabled":
        system_log.note(Kind.SIGN_IN_LINK, "failed", person_id=person_id)
        raise LinkSpentError
    person.state = "active"
    return _enter(person, sessions.LINK, command, settings)


def _enter(person: Person, method: str, command: SignIn | SpendLink, settings: Settings) -> Entered:
    """Begin a session with a token that nobody has seen before; the browser's old one is dead."""
    if command.present_token:
        sessions.end_token(command.present_token, now=command.now)
    db.session.flush()  # the actor is read from the database, a new state included
    actor = person_for_job(person.id)
    runs = actor.tenant_roles - {TenantRole.MEMBER}
    opened = sessions.begin(
        person.id,
        now=command.now,
        life=settings.session_life if runs else settings.member_life,
        device=command.device,
        method=method,
    )
    actor = replace(actor, session_id=opened.id)
    kind = Kind.SIGN_IN if method == sessions.PASSWORD else Kind.SIGN_IN_LINK
    system_log.note(kind, "success", person_id=person.id)
    audit.record(actor, Act.SIGN_IN, target=Target(kind=method))
    return Entered(actor, opened.token, person.password_hash is not None)


def sign_out(actor: Actor, *, now: datetime) -> None:
    """End the session of this browser."""
    if actor.session_id is not None:
        sessions.end(actor.session_id, now=now)
        audit.record(actor, Act.SIGN_OUT, target=Target(kind="session"))
