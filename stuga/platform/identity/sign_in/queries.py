"""Accounts, as far as signing in asks about them."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from stuga.models import Person
from stuga.platform.db import own_transaction


@dataclass(frozen=True, slots=True)
class Account:
    """Who an e-mail address belongs to, and what their password is checked against."""

    person_id: UUID
    name: str
    state: str
    password_hash: str | None = field(repr=False)

    @property
    def checked_against(self) -> str | None:
        """Return the stored password of an account one may sign in to."""
        return self.password_hash if self.state == "active" else None


def account_of(email: str) -> Account | None:
    """Return the account of an e-mail address. No transaction stays open for the slow check."""
    with own_transaction() as session:
        row = session.execute(
            select(Person.id, Person.name, Person.state, Person.password_hash).where(
                Person.email == email
            )
        ).one_or_none()
    return Account(row.id, row.name, row.state, row.password_hash) if row else None
