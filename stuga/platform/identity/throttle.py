"""Throttles attempts to sign in: taken before the check, given back when it succeeds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from stuga.models import Throttle
from stuga.platform.crypto import Purpose, ring
from stuga.platform.db import own_transaction
from stuga.platform.errors import TooManyError
from stuga.platform.tenancy import current_tenant_id

FREE_FAILURES: Final = 5
LONGEST_WAIT: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(days=1)
ADDRESS_FAILURES: Final = 30
ADDRESS_WINDOW: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: at an account, from an address. Keyed hashes, so nothing tells who it was."""

    account: bytes
    address: bytes


class TooManyAttemptsError(TooManyError):
    """The account or the address has failed too often; `seconds` says how long to wait."""

    code = "too-many-attempts"


def attempt_at(email: str, address: str) -> Attempt:
    """Name the buckets of an attempt; an unknown account has one like any other."""
    account = ring().mac(Purpose.THROTTLE, f"account:{email}".encode(), current_tenant_id())
    return Attempt(account, ring().mac(Purpose.THROTTLE, f"address:{address}".encode()))


def take(attempt: Attempt, *, now: datetime) -> None:
    """Count the attempt as failed, in a transaction of its own, before anything is checked.

    Rows are locked in one order, so parallel attempts wait for each other and cannot overshoot.

    :raises TooManyAttemptsError: if it must wait; nothing is counted then
    """
    with own_transaction() as session:
        account = _locked(session, attempt.account, now)
        _wait(account.until, now)
        if account.since + FORGOTTEN_AFTER <= now:
            account.failures = 0
        account.failures += 1
        account.since = now
        account.until = now + pause_after(account.failures)
        address = _locked(session, attempt.address, now)
        if address.since + ADDRESS_WINDOW <= now:
            address.failures, address.since = 0, now
        if address.failures >= ADDRESS_FAILURES:
            _wait(address.since + ADDRESS_WINDOW, now)
        address.failures += 1


def give_back(attempt: Attempt) -> None:
    """Take the attempt off the address and forget the account's failures: it was the person."""
    with own_transaction() as session:
        session.execute(delete(Throttle).where(Throttle.key == attempt.account))
        session.execute(
            update(Throttle)
            .where(Throttle.key == attempt.address, Throttle.failures > 0)
            .values(failures=Throttle.failures - 1)
        )


def pause_after(failures: int) -> timedelta:
    """Return how long an account rests after so many failures: 1 s, 2 s, 4 s … 15 min."""
    over = failures - FREE_FAILURES
    if over < 0:
        return timedelta()
    return min(timedelta(seconds=2 ** min(over, 20)), LONGEST_WAIT)


def forget(*, now: datetime) -> int:
    """Delete what no longer throttles anything; return how many rows went."""
    with own_transaction() as session:
        gone = session.scalars(
            delete(Throttle)
            .where(Throttle.since + FORGOTTEN_AFTER <= now)
            .returning(Throttle.failures)
        )
        return len(gone.all())


def _locked(session: Session, key: bytes, now: datetime) -> Throttle:
    session.execute(
        insert(Throttle).values(key=key, failures=0, since=now).on_conflict_do_nothing()
    )
    return session.scalars(select(Throttle).where(Throttle.key == key).with_for_update()).one()


def _wait(until: datetime | None, now: datetime) -> None:
    if until is not None and until > now:
        seconds = -int((now - until).total_seconds() // 1)
        raise TooManyAttemptsError(f"Wait {seconds} s, then try again.", seconds=seconds)
